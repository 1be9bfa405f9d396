/** For tests: identity alone behind HTTP, with a route that acts, people with real names, and registers that answer as told. */
import fastifyCookie from "@fastify/cookie";
import { sql } from "kysely";
import pg from "pg";
import Type from "typebox";
import { checkCharacter } from "../../../kernel/identifiers/id-number.ts";
import { createEvents } from "../../../kernel/events.ts";
import { openDatabase } from "../../../kernel/database.ts";
import { createHttpServer } from "../../../kernel/http/server.ts";
import { startWorker } from "../../../kernel/jobs.ts";
import { createLog } from "../../../kernel/log.ts";
import { createNotifications } from "../../../kernel/notifications.ts";
import { type TestApp, testCrypto } from "../../../testing/app.ts";
import { createTestDatabase } from "../../../testing/database.ts";
import { until } from "../../../testing/patience.ts";
import { identityJobs, openIdentity } from "../index.ts";
import { type OutsideOffice, signIn, startOutsideOffice, type Visitor } from "../testing.ts";
import { connectRegisters } from "../outside/registers.ts";
import type { IdentityParts } from "../parts.ts";
import type { ActDemand } from "./require-actor.ts";

export type Person = Visitor & { person: string };

export interface Lab {
  app: TestApp;
  /** For use cases that no route calls yet. */
  parts: IdentityParts;
  office: OutsideOffice;
  /** Children by their parent's ID number, as the register knows them. */
  children: Map<string, { name: string; idNumber: string; relation: "father" | "mother"; recordNumber: string }[]>;
  /** Companies by credit code. */
  enterprises: Map<string, { name: string; state: "active" | "revoked" | "cancelled"; representative: string }>;
  /** Moves the clock. */
  pass(ms: number): void;
  now(): Date;
  signIn(phone: string): Promise<Person>;
  /** Somebody of level 2. */
  signUp(phone: string, name: string, idNumber: string): Promise<Person>;
  /** Calls a route that demands something of whoever acts, with the header. */
  act(who: Visitor, actingFor: string | undefined, demand?: ActDemand): ReturnType<Visitor["ask"]>;
  runJob(name: string): Promise<void>;
  /** Until the worker has nothing left to do. */
  untilQuiet(): Promise<void>;
  /** Names of the events published, oldest first. */
  events(name: string): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
}

export const DAY_MS = 86_400_000;

/** An ID number of a division that was retired in 2002. */
export function anIdNumber(birthDate: string, order: number): string {
  const digits = `460102${birthDate.replaceAll("-", "")}${String(order).padStart(3, "0")}`;
  return digits + checkCharacter(digits);
}

export async function startLab(): Promise<Lab> {
  let time = Date.parse("2026-11-21T08:00:00Z");
  const clock = () => new Date(time);
  const office = await startOutsideOffice();
  const children: Lab["children"] = new Map();
  const enterprises: Lab["enterprises"] = new Map();
  office.answers.set("/police/v1/identity-checks", () => ({ result: "match" }));
  office.answers.set("/telecom/v1/number-checks", () => ({ result: "match" }));
  office.answers.set("/civil-affairs/v1/children", ({ idNumber = "" }) => ({ children: (children.get(idNumber) ?? []).map((child) => ({ ...child, birthDate: "" })) }));
  office.answers.set("/market/v1/enterprises", ({ creditCode = "" }) => {
    const found = enterprises.get(creditCode);
    return found ? { result: "found", enterprise: { name: found.name, creditCode, state: found.state, legalRepresentative: { name: "某某", idNumber: found.representative } } } : { result: "not-found" };
  });

  const test = await createTestDatabase();
  const log = createLog("silent");
  const crypto = testCrypto();
  const database = openDatabase(test.url, 4);
  const url = office.settings.SMS_GATEWAY_URL ?? "";
  const outside = { smsGateway: { url, token: "test" }, registers: { url, token: "test" } };
  const events = createEvents();
  const { jobs, subscriptions } = identityJobs({ database, events, crypto, outside, clock, publicUrl: undefined });
  events.subscribe(subscriptions);
  const notifications = createNotifications(test.url, log);
  const needs = { database, events, notifications, crypto, outside, clock, log, publicUrl: undefined, production: false, cityExists: () => true };
  const identity = openIdentity(needs);
  await notifications.start();
  const server = createHttpServer(log);
  await server.register(fastifyCookie);
  identity.registerRoutes(server);
  server.post("/test/acts", { schema: { body: Type.Object({}, { additionalProperties: true }) } }, async (request) => {
    const { person, actingFor } = await identity.requireActor(request, request.body);
    return { person, actingFor };
  });
  await server.ready();
  const worker = await startWorker(test.url, jobs, log, false);
  const forgetAttempts = async () => void (await sql`delete from kernel.rate_window`.execute(database.handle("kernel")));
  const app = { server, database, databaseUrl: test.url, forgetAttempts } as unknown as TestApp;

  const enter = async (phone: string) => {
    await forgetAttempts();
    // Codes are told apart by their time.
    time += 1_000;
    return signIn(app, office, phone);
  };
  return {
    app, office, children, enterprises,
    parts: { database, events, clock, log, publicUrl: undefined, vault: crypto.vault, lookupHash: crypto.lookupHash, codes: crypto.codes, registers: connectRegisters(outside.registers) } as unknown as IdentityParts,
    pass: (ms) => void (time += ms),
    now: clock,
    signIn: enter,
    async signUp(phone, name, idNumber) {
      const visitor = await enter(phone);
      const reply = await visitor.ask("POST", "/api/v1/me/real-name", { name, idNumber, proof: { kind: "number" } });
      if (reply.statusCode !== 200) throw new Error(`The real name was refused: ${reply.body}`);
      // Until every process has heard of the new level.
      const person = await until(async () => {
        const me = await visitor.ask("GET", "/api/v1/me");
        return me.statusCode === 200 && me.json<{ level: number }>().level >= 2 && me.json<{ person: string }>().person;
      }, "the new level");
      return Object.assign(visitor, { person });
    },
    act: (who, actingFor, demand = {}) => who.ask("POST", "/test/acts", demand, actingFor === undefined ? {} : { "acting-for": actingFor }),
    async runJob(name) {
      const job = jobs.find((each) => each.name === name);
      if (!job) throw new Error(`There is no job ${name}`);
      await job.run({});
    },
    async untilQuiet() {
      const client = new pg.Client({ connectionString: test.url });
      await client.connect();
      for (let waiting = 1; waiting > 0; ) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        const { rows } = await client.query<{ count: number }>("select count(*)::int as count from graphile_worker.jobs where run_at <= now()");
        waiting = rows[0]?.count ?? 0;
      }
      await client.end();
    },
    async events(name) {
      const client = new pg.Client({ connectionString: test.url });
      await client.connect();
      const { rows } = await client.query<{ payload: Record<string, unknown> }>("select payload from kernel.event where name = $1 order by id", [name]);
      await client.end();
      return rows.map(({ payload }) => payload);
    },
    async stop() {
      await worker.stop();
      await server.close();
      await identity.close();
      await notifications.close();
      await database.close();
      await test.drop();
      await office.stop();
    },
  };
}
