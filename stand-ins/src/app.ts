/** Puts the systems together: each under its own path, with its own way to let callers in and its own way to misbehave. */
import { mkdirSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import Fastify, { type FastifyError } from "fastify";
import { type Behaviour, Conduct, GOOD_BEHAVIOUR, misbehave } from "./behaviour.ts";
import { type Guard, requireToken } from "./callers.ts";
import { writeConnections } from "./connections.ts";
import { addControl } from "./control.ts";
import { type Fault, FAULTS } from "./faults.ts";
import { type Http, sendProblem } from "./http.ts";
import { createWorld } from "./lives/index.ts";
import { addPage } from "./page/page.ts";
import type { Settings } from "./settings.ts";
import { createCivilAffairsRegister } from "./systems/civil-affairs.ts";
import { type Connection, type Department, nameOf } from "./systems/department.ts";
import { createDepartments } from "./systems/index.ts";
import { createMarketRegister } from "./systems/market.ts";
import { createPoliceRegister, type PoliceRegister } from "./systems/police.ts";
import { createSmsGateway, type SmsGateway } from "./systems/sms-gateway.ts";
import { createTelecomRegister } from "./systems/telecom.ts";
import { type Authority, createAuthority } from "./tls.ts";

/** What the pages and the control routes look at and change. */
export interface StandIns {
  smsGateway: SmsGateway;
  police: PoliceRegister;
  systems: readonly ControlledSystem[];
  reset(): void;
}

export interface ControlledSystem {
  name: string;
  title: string;
  /** The faults it can have. */
  faults: readonly Fault[];
  behaviour(): Readonly<Behaviour>;
  behave(behaviour: Readonly<Behaviour>): void;
  drop?: () => Promise<string | undefined>;
}

export interface App {
  /** The systems that answer on the common port, the page and the control routes. */
  http: Http;
  /** @returns the address */
  start(port: number): Promise<string>;
  stop(): Promise<void>;
  /** By `<city>/<id>`; there once it was started. */
  connections: Readonly<Record<string, Connection>>;
}

export interface AppSettings extends Omit<Settings, "port" | "connectionsFile" | "dropPeople"> {
  /** Left out: the connections are written nowhere. */
  connectionsFile?: string;
  dropPeople?: number;
  /** Tests have a clock of their own. */
  now?: () => Date;
}

const HTTP_FAULTS = FAULTS.filter((fault) => fault !== "expired-certificate" && fault !== "duplicate");

/** In a file that a test does not ask for. */
const FEW_PEOPLE = 20;

interface Mounted extends ControlledSystem {
  conduct: Conduct;
  reset(): void;
}

export function createApp({ seed, people, smsGatewayToken, registersToken, dataDir, connectionsFile, dropPeople = FEW_PEOPLE, now = () => new Date() }: AppSettings): App {
  const world = createWorld({ seed, people });
  const { population } = world;
  const smsGateway = createSmsGateway(smsGatewayToken);
  const police = createPoliceRegister(population, registersToken);
  const registers = [smsGateway, police, createTelecomRegister(population, registersToken), createCivilAffairsRegister(population, registersToken), createMarketRegister(population, registersToken)];
  const departments = createDepartments({ world, now, dropPeople });
  const http = createHttp();
  /** HTTPS ports of their own, by the department's name. */
  const secured = new Map<string, Secured>();
  const connections: Record<string, Connection> = {};

  const systems: Mounted[] = registers.map((register) => {
    const mounted = mount({ name: register.name, title: register.title, faults: HTTP_FAULTS, reset: () => register.reset?.() });
    answer(http, { prefix: `/${register.name}`, guard: requireToken(register.token), routes: register.routes }, mounted.conduct);
    return mounted;
  });
  const mountedDepartments = departments.map((department) => {
    const name = nameOf(department);
    const faults = department.faults ?? (department.http?.mutualTls ? [...HTTP_FAULTS, "expired-certificate"] : HTTP_FAULTS);
    const mounted = mount({ name, title: department.title, faults, reset: () => department.reset?.(), ...(department.drop && { drop: department.drop }), behaved: (behaviour) => behave(name, department, behaviour) });
    if (department.http && !department.http.mutualTls) answer(http, { prefix: `/${name}`, ...department.http }, mounted.conduct);
    systems.push(mounted);
    return { department, name, conduct: mounted.conduct };
  });

  const reset = () => {
    for (const system of systems) {
      system.behave(GOOD_BEHAVIOUR);
      system.reset();
    }
  };
  const standIns: StandIns = { smsGateway, police, systems, reset };
  addControl(http, standIns);
  addPage(http, standIns, population);
  return { http, start, stop, connections };

  async function start(port: number): Promise<string> {
    // Their pages show codes that open accounts, so no other machine reaches them.
    const address = await http.listen({ host: "127.0.0.1", port });
    const connected = await Promise.all(mountedDepartments.map(async ({ department, name, conduct }) => [name, await connect(department, name, conduct, address)] as const));
    Object.assign(connections, Object.fromEntries(connected));
    if (connectionsFile !== undefined) writeConnections(connectionsFile, connections);
    return address;
  }

  async function connect(department: Department, name: string, conduct: Conduct, address: string): Promise<Connection> {
    const folder = join(dataDir, "stand-ins", name);
    if (department.open) {
      mkdirSync(folder, { recursive: true });
      await department.open({ conduct, folder });
    }
    if (!department.http) return department.connection();
    if (!department.http.mutualTls) return { ...department.connection(), url: `${address}/${name}` };
    const opened = await openSecured(department, name, conduct);
    secured.set(name, opened);
    const { certificate, client } = opened.authority;
    return { ...department.connection(), url: `${opened.address}/${name}`, tls: { ...client, authority: certificate } };
  }

  async function openSecured({ http: answers }: Department, name: string, conduct: Conduct): Promise<Secured> {
    const authority = await createAuthority(`stand-in authority of ${name}`, new Date());
    const server = createHttp({ key: authority.server.key, cert: authority.server.certificate, ca: authority.certificate, requestCert: true, rejectUnauthorized: true });
    if (answers) answer(server, { prefix: `/${name}`, ...answers }, conduct);
    return { authority, http: server, address: await server.listen({ host: "127.0.0.1", port: 0 }) };
  }

  async function stop(): Promise<void> {
    for (const { conduct } of systems) conduct.release();
    await Promise.all([http.close(), ...[...secured.values()].map((each) => each.http.close()), ...departments.map((department) => department.close?.())]);
  }

  function behave(name: string, department: Department, { fault }: Readonly<Behaviour>): void {
    department.behaved?.();
    const opened = secured.get(name);
    if (!opened) return;
    const { certificate, key } = fault === "expired-certificate" ? opened.authority.expired : opened.authority.server;
    const server = opened.http.server as unknown as SecureServer;
    server.setSecureContext({ cert: certificate, key, ca: opened.authority.certificate });
    // Whoever is connected already has seen the other certificate.
    server.closeAllConnections();
  }

  function answer(on: Http, { prefix, guard, routes }: { prefix: string; guard?: Guard; routes(scope: Http): void }, conduct: Conduct): void {
    void on.register(async (scope: Http) => {
      misbehave(scope, conduct, () => `http://127.0.0.1:${(http.server.address() as AddressInfo | null)?.port}`);
      if (guard) scope.addHook("onRequest", guard);
      routes(scope);
    }, { prefix });
  }
}

interface Secured {
  authority: Authority;
  http: Http;
  address: string;
}

interface SecureServer {
  setSecureContext(options: { cert: string; key: string; ca: string }): void;
  closeAllConnections(): void;
}

interface TlsOptions {
  key: string;
  cert: string;
  ca: string;
  requestCert: true;
  rejectUnauthorized: true;
}

function createHttp(https?: TlsOptions): Http {
  const options = { ajv: { customOptions: { coerceTypes: false, removeAdditional: false } }, forceCloseConnections: true } as const;
  const http = (https ? Fastify({ ...options, https }) : Fastify(options)) as unknown as Http;
  const typed = http.withTypeProvider<TypeBoxTypeProvider>();
  typed.setErrorHandler<FastifyError>((error, _request, reply) => sendProblem(reply, error.statusCode ?? 500, error.name, error.message));
  typed.setNotFoundHandler((request, reply) => sendProblem(reply, 404, "Not Found", `There is no ${request.method} ${request.url}.`));
  return typed;
}

function mount({ name, title, faults, reset, drop, behaved }: Pick<Mounted, "name" | "title" | "faults" | "reset" | "drop"> & { behaved?: (behaviour: Readonly<Behaviour>) => void }): Mounted {
  let current: Readonly<Behaviour> = GOOD_BEHAVIOUR;
  const conduct = new Conduct(() => current);
  return {
    name, title, faults, conduct, reset, ...(drop && { drop }),
    behaviour: () => current,
    behave(behaviour) {
      if (JSON.stringify(behaviour) === JSON.stringify(current)) return;
      current = { ...behaviour };
      conduct.release();
      behaved?.(current);
    },
  };
}
