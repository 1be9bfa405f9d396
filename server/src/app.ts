/** Composes the modules: the only file that knows them all. */
import type { AddressInfo } from "node:net";
import fastifyCookie from "@fastify/cookie";
import fastifySwagger from "@fastify/swagger";
import fastifySwaggerUi from "@fastify/swagger-ui";
import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { type Clock, systemClock } from "./kernel/clock.ts";
import type { Config } from "./kernel/config.ts";
import { type Crypto, openCrypto } from "./kernel/crypto/open.ts";
import { type Database, openDatabase } from "./kernel/database.ts";
import { createEvents } from "./kernel/events.ts";
import { registerHealth } from "./kernel/http/health.ts";
import { type Listening, listenWide } from "./kernel/http/listen.ts";
import { forgetRepliesJob, registerIdempotency } from "./kernel/http/idempotency.ts";
import { registerMetrics } from "./kernel/http/metrics.ts";
import { registerProblemPages } from "./kernel/http/problem-pages.ts";
import { registerSecurityHeaders } from "./kernel/http/security-headers.ts";
import { createHttpServer, type HttpServer } from "./kernel/http/server.ts";
import { startWorker } from "./kernel/jobs.ts";
import { type BrownOut, openBrownOut, type SwitchRoom } from "./kernel/load/brown-out.ts";
import type { Pressure } from "./kernel/load/level.ts";
import type { Log } from "./kernel/log.ts";
import { createNotifications } from "./kernel/notifications.ts";
import { forgetRateWindowsJob } from "./kernel/rate-limit.ts";
import { record } from "./modules/audit/index.ts";
import { openBooking } from "./modules/booking/index.ts";
import { catalogueJobs, openCatalogue, toTraditional } from "./modules/catalogue/index.ts";
import { connectSmsGateway, type Identity, identityJobs, mayAct, notAllowed, openIdentity, type Role } from "./modules/identity/index.ts";
import { type Messages, openMessages } from "./modules/messages/index.ts";
import { openRecords } from "./modules/records/index.ts";
import { openSources, type Sources } from "./modules/sources/index.ts";
import { registerConsoleSite } from "./site/console-site.ts";
import { loadPeopleApp, registerDraftPreview, registerPeopleSite } from "./site/people-site.ts";

export interface App {
  server: HttpServer;
  database: Database;
  brownOut: BrownOut;
  identity: Identity;
  messages: Messages;
  sources: Sources;
  /** Answers on a port, which a crowd may come to at once. */
  listen(place: { host: string; port: number }): Promise<void>;
  /** Takes jobs from the queue; only for processes with the worker's role. */
  startWorker(): Promise<void>;
  /** Ends what runs, in the order that loses nothing: first no new requests, then no new jobs, then the connections. */
  stop(): Promise<void>;
}

export interface AppOptions {
  config: Config;
  databaseUrl: string;
  log: Log;
  /** Folder of the built web apps; undefined serves the API alone. */
  webDir?: string;
  /** Undefined: over the key file that the configuration names. */
  crypto?: Crypto;
  clock?: Clock;
  /** Undefined: what weighs on this process. */
  pressure?: () => Pressure;
  /** How many times longer than said departments are waited for; undefined: as configured. */
  departmentPatience?: () => number;
  /** Whether the worker's jobs also come by themselves, by the machine's clock; undefined: they do. */
  jobsBySchedule?: boolean;
}

export async function createApp({ config, databaseUrl, log, webDir, crypto = openCrypto(config), clock = systemClock, pressure, departmentPatience = () => config.departmentPatience, jobsBySchedule = true }: AppOptions): Promise<App> {
  const databaseWaitMs = config.databaseWaitSeconds * 1_000;
  const database = openDatabase(databaseUrl, config.databasePoolSize, databaseWaitMs);
  const outside = { smsGateway: config.smsGateway, registers: config.registers };
  const events = createEvents();
  const identityWork = identityJobs({ database, events, crypto, outside, clock, publicUrl: config.publicUrl });
  const catalogueWork = catalogueJobs(database);
  const notifications = createNotifications(databaseUrl, log);
  const brownOut = openBrownOut({ database, notifications, clock, log, automatic: config.brownOut === "automatic", pressure });
  const jobs = [forgetRateWindowsJob(database), forgetRepliesJob({ database, clock }), ...brownOut.jobs, ...identityWork.jobs, ...catalogueWork.jobs];
  events.subscribe([...identityWork.subscriptions, ...catalogueWork.subscriptions]);
  const identity = openIdentity({ database, events, notifications, crypto, outside, clock, log, publicUrl: config.publicUrl, production: config.production, cityExists: (city) => catalogue.cities.list().some(({ documents }) => documents.city.id === city) });
  const catalogue = await openCatalogue({ database, notifications, events, identity, clock, log });
  const messages = openMessages({ database, events, notifications, identity, sendSms: connectSmsGateway(outside.smsGateway), clock, log, publicUrl: config.publicUrl });
  const sources = openSources({ database, events, crypto, cities: catalogue.cities, identity, clock, log, connectionsFile: config.connectionsFile, sparing: () => brownOut.level() >= 2, patience: departmentPatience });
  const records = openRecords({ database, events, crypto, cities: catalogue.cities, identity, sources, sendSms: connectSmsGateway(outside.smsGateway), clock, log, publicUrl: config.publicUrl });
  const booking = openBooking({ database, databaseUrl, databaseWaitMs, events, notifications, crypto, cities: catalogue.cities, identity, messages, sources, clock, log, publicUrl: config.publicUrl, drandRelays: config.drandRelays, production: config.production, behindProxy: config.trustedProxies.length > 0, claimSeconds: config.claimSeconds });
  jobs.push(...messages.jobs, ...sources.jobs, ...records.jobs, ...booking.jobs);
  events.subscribe([...messages.subscriptions, ...sources.subscriptions, ...records.subscriptions, ...booking.subscriptions]);
  await notifications.start();

  const server = createHttpServer(log, config.trustedProxies, (request, response) => booking.lane.handle(request, response));
  let stopping = false;
  const peopleApp = webDir === undefined ? undefined : await loadPeopleApp(webDir);
  registerSecurityHeaders(server, { production: config.production });
  brownOut.guard(server);
  brownOut.measure(registerMetrics(server));
  await server.register(fastifyCookie);
  registerIdempotency(server, { database, cipher: crypto.vault.service, clock, callerOf: (request) => identity.signInOf(request) });
  await registerDocumentation(server);
  // In a scope of its own, so that the plugins above have seen every route by the time it is made.
  await server.register(async (scope) => {
    const typed = scope as unknown as HttpServer;
    registerHealth(typed, [{ name: "database", check: () => sql`select 1`.execute(database.handle("kernel")) }], () => stopping);
    brownOut.registerRoutes(typed, switchRoom(identity));
    brownOut.weigh("essential", () => identity.registerRoutes(typed));
    catalogue.registerRoutes(typed);
    messages.registerRoutes(typed);
    sources.registerRoutes(typed);
    records.registerRoutes(typed);
    brownOut.weigh("essential", () => booking.registerRoutes(typed));
    registerProblemPages(typed);
  });
  if (webDir !== undefined) await registerConsoleSite(server, webDir);
  if (webDir !== undefined && peopleApp) {
    registerDraftPreview(server, peopleApp);
    await registerPeopleSite(server, {
      app: peopleApp,
      webDir,
      cityIds: () => catalogue.cities.list().map((each) => each.documents.city.id),
      defaultCity: config.defaultCity,
      publicUrl: config.publicUrl,
      generation: () => catalogue.cities.generation(),
    });
  }

  let listening: Listening | undefined;
  let worker: Awaited<ReturnType<typeof startWorker>> | undefined;
  return {
    server,
    database,
    brownOut,
    identity,
    messages,
    sources,
    async listen(place) {
      listening = await listenWide(
        server.server,
        async (options) => {
          await server.listen(options as { port: number; host: string });
          return (server.server.address() as AddressInfo).port;
        },
        place,
      );
    },
    async startWorker() {
      worker = await startWorker(databaseUrl, jobs, log, jobsBySchedule);
    },
    async stop() {
      stopping = true;
      const others = listening?.close();
      await server.close();
      await others;
      await worker?.stop();
      await booking.close();
      await sources.close();
      await catalogue.close();
      await identity.close();
      await brownOut.close();
      await notifications.close();
      await database.close();
    },
  };
}

/** Who may look at how busy the service is, and who may turn the switch: for the whole installation, so no single department's staff. */
function switchRoom(identity: Identity): SwitchRoom {
  const admit = async (request: FastifyRequest, roles: readonly Role[]) => {
    const staff = await identity.requireStaff(request);
    if (!roles.some((role) => mayAct(staff, role, { city: staff.city }))) throw notAllowed(`This needs one of the roles ${roles.join(", ")} for a whole city.`);
    return staff;
  };
  return {
    admitWatcher: (request) => admit(request, ["operator", "leader", "auditor"]),
    admitOperator: (request) => admit(request, ["operator"]),
    record: async (tx, { id, city }, { act, detail }) => void (await record(tx, { actor: { kind: "staff", id, city }, act, city, detail })),
    toTraditional,
  };
}

async function registerDocumentation(server: HttpServer): Promise<void> {
  await server.register(fastifySwagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Citizen Cloud 市民云",
        version: "1",
        description: "Everything a person does with every department of a city. Errors are RFC 9457 problem documents; any unsafe request of somebody signed in may carry an `Idempotency-Key`, and is answered alike when it is sent again within a day; amounts are integer fen; times are UTC.",
        license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      },
      tags: [
        { name: "catalogue", description: "What a city offers, and where" },
        { name: "account", description: "One account: signing in, who you are, what is known about you. A cookie carries the sign-in" },
        { name: "messages", description: "What you are told: the inbox, one tap to answer, live" },
        { name: "records", description: "Live records from the department that owns them, each with its source and its time" },
        { name: "booking", description: "Appointments: what is free, what you booked, and who is next" },
        { name: "staff", description: "The console: sign-in with a cookie, rights by role, city and department" },
        { name: "operations", description: "For operators and load balancers" },
      ],
    },
  });
  server.get("/openapi.json", { schema: { hide: true } }, async (_request, reply) => reply.header("cache-control", "public, max-age=60").send(server.swagger()));
  await server.register(fastifySwaggerUi, { routePrefix: "/api", staticCSP: true, uiConfig: { url: "/openapi.json", deepLinking: true } });
}
