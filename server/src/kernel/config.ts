import { join, resolve } from "node:path";
import type { CipherName } from "./crypto/cipher.ts";
import type { HashName } from "./crypto/keyed-hash.ts";
import { StartupError } from "./errors.ts";

export type Role = "web" | "worker" | "rush";

/** Everything the environment decides, read once. Nothing else reads `process.env`. */
export interface Config {
  production: boolean;
  host: string;
  port: number;
  roles: Role[];
  /** Undefined: the embedded PostgreSQL under `dataDir`. */
  databaseUrl: string | undefined;
  databasePoolSize: number;
  /** How long whatever needs a connection waits for one. */
  databaseWaitSeconds: number;
  dataDir: string;
  citiesDir: string;
  logLevel: string;
  /** The origin people see. Undefined: whatever host was asked. */
  publicUrl: string | undefined;
  defaultCity: string | undefined;
  /** Takes the messages we send to telephones. */
  smsGateway: OutsideAddress | undefined;
  /** The state's registers, asked who somebody is. */
  registers: OutsideAddress | undefined;
  /** Proxies whose word about the caller's address is taken: addresses or networks, separated by commas. */
  trustedProxies: string[];
  masterKeyFile: string;
  /** Addresses and secrets of departments' systems. */
  connectionsFile: string;
  /** How many times longer than said departments are waited for. */
  departmentPatience: number;
  /** Whether what can wait rests by itself under load; otherwise only when an operator says so. */
  brownOut: "automatic" | "by-hand";
  /** Relays of drand, whose public random values draws are made with. */
  drandRelays: string[];
  /** How long a place of a campaign is kept for whoever's turn has come. */
  claimSeconds: number;
  /** Seals what is new; what the other one sealed stays readable. */
  fieldCipher: CipherName;
  lookupHash: HashName;
}

/** Another office's system: where it answers, and what it knows us by. */
export interface OutsideAddress {
  url: string;
  token: string;
}

interface Setting {
  name: string;
  fallback: string;
  meaning: string;
  /** Production refuses to start without it. */
  required?: true;
}

/** The table of settings; `docs/operating.md` repeats it and a test holds the two together. */
export const SETTINGS = [
  { name: "NODE_ENV", fallback: "development", meaning: "`production`: no demonstration people, no default secrets" },
  { name: "HOST", fallback: "127.0.0.1", meaning: "Address to listen on" },
  { name: "PORT", fallback: "8080", meaning: "Port to listen on" },
  { name: "ROLES", fallback: "web,worker", meaning: "What this process does: `web`, `worker` or both; or `rush` alone, which answers campaigns' crowds and nothing else" },
  { name: "DATABASE_URL", fallback: "", meaning: "PostgreSQL 16 or later; empty: an embedded one under DATA_DIR", required: true },
  { name: "DATABASE_POOL_SIZE", fallback: "10", meaning: "Connections a process holds at most" },
  { name: "DATABASE_WAIT_SECONDS", fallback: "5", meaning: "How long whatever needs one of them waits for it; what waits longer fails" },
  { name: "DATA_DIR", fallback: ".data", meaning: "Folder of the embedded database and its log" },
  { name: "CITIES_DIR", fallback: "cities", meaning: "Folder of the cities to load" },
  { name: "DEFAULT_CITY", fallback: "", meaning: "City shown to somebody who has not chosen one; empty: the first" },
  { name: "PUBLIC_URL", fallback: "", meaning: "Address people see, for example https://cloud.example.org; unsafe requests must come from its pages", required: true },
  { name: "TRUSTED_PROXIES", fallback: "", meaning: "Proxies whose `X-Forwarded-For` is believed, for example `10.0.0.0/8`; empty: none" },
  { name: "SMS_GATEWAY_URL", fallback: "", meaning: "Where messages to telephones are handed over", required: true },
  { name: "SMS_GATEWAY_TOKEN", fallback: "", meaning: "What the SMS gateway knows us by", required: true },
  { name: "REGISTERS_URL", fallback: "", meaning: "Where the police, telecom, civil affairs and market registers answer", required: true },
  { name: "REGISTERS_TOKEN", fallback: "", meaning: "What the registers know us by", required: true },
  { name: "LOG_LEVEL", fallback: "info", meaning: "`fatal`, `error`, `warn`, `info`, `debug`, `trace` or `silent`" },
  { name: "MASTER_KEY_FILE", fallback: "", meaning: "File with the master keys; empty: keys.json under DATA_DIR, made at the first start", required: true },
  { name: "CONNECTIONS_FILE", fallback: "", meaning: "File with the addresses and secrets of departments' systems, read again when it changes; empty: connections.json under DATA_DIR" },
  { name: "DEPARTMENT_PATIENCE", fallback: "1", meaning: "How many times longer than usual a department is waited for before its last answer is shown instead: more than once for machines that do other things too" },
  { name: "BROWN_OUT", fallback: "automatic", meaning: "`automatic`: under too much load, what can wait rests by itself; `by-hand`: only when an operator says so" },
  { name: "DRAND_RELAYS", fallback: "https://api.drand.sh,https://drand.cloudflare.com", meaning: "Where the public random values of draws are asked for, separated by commas; when none answers an operator gives the value by hand" },
  { name: "CLAIM_SECONDS", fallback: "120", meaning: "How long a campaign keeps a place for whoever waited before the opening and whose turn has come" },
  { name: "FIELD_CIPHER", fallback: "aes-256-gcm", meaning: "Seals personal data from now on: `aes-256-gcm` or `sm4-gcm`; both stay readable" },
  { name: "LOOKUP_HASH", fallback: "sha256", meaning: "Finds people by a number that is stored only sealed: HMAC over `sha256` or `sm3`; both are looked up" },
] as const satisfies readonly Setting[];

type SettingName = (typeof SETTINGS)[number]["name"];

/**
 * Reads the configuration from an environment.
 * @throws {StartupError} naming the setting that is missing or malformed
 */
export function readConfig(environment: Record<string, string | undefined>, rootDir: string): Config {
  const setting = (name: SettingName) => environment[name] || SETTINGS.find((each) => each.name === name)?.fallback || "";
  const production = setting("NODE_ENV") === "production";
  if (production) {
    const missing = SETTINGS.filter((each) => "required" in each && !environment[each.name]).map((each) => each.name);
    if (missing.length > 0) throw new StartupError(`Production needs these settings: ${missing.join(", ")}. See docs/operating.md.`);
  }

  return {
    production,
    host: environment.HOST ?? (production ? "0.0.0.0" : "127.0.0.1"),
    port: integer("PORT", setting("PORT"), 0, 65_535),
    roles: readRoles(setting("ROLES")),
    databaseUrl: readDatabaseUrl(setting("DATABASE_URL")),
    databasePoolSize: integer("DATABASE_POOL_SIZE", setting("DATABASE_POOL_SIZE"), 1, 500),
    databaseWaitSeconds: integer("DATABASE_WAIT_SECONDS", setting("DATABASE_WAIT_SECONDS"), 1, 300),
    dataDir: resolve(rootDir, setting("DATA_DIR")),
    citiesDir: resolve(rootDir, setting("CITIES_DIR")),
    logLevel: oneOf("LOG_LEVEL", setting("LOG_LEVEL"), ["fatal", "error", "warn", "info", "debug", "trace", "silent"]),
    publicUrl: readPublicUrl(setting("PUBLIC_URL")),
    defaultCity: setting("DEFAULT_CITY") || undefined,
    smsGateway: readOutsideAddress("SMS_GATEWAY", setting("SMS_GATEWAY_URL"), setting("SMS_GATEWAY_TOKEN")),
    registers: readOutsideAddress("REGISTERS", setting("REGISTERS_URL"), setting("REGISTERS_TOKEN")),
    trustedProxies: setting("TRUSTED_PROXIES").split(",").map((proxy) => proxy.trim()).filter(Boolean),
    masterKeyFile: setting("MASTER_KEY_FILE") ? resolve(rootDir, setting("MASTER_KEY_FILE")) : resolve(rootDir, setting("DATA_DIR"), "keys.json"),
    connectionsFile: resolve(rootDir, setting("CONNECTIONS_FILE") || join(setting("DATA_DIR"), "connections.json")),
    departmentPatience: integer("DEPARTMENT_PATIENCE", setting("DEPARTMENT_PATIENCE"), 1, 600),
    brownOut: oneOf("BROWN_OUT", setting("BROWN_OUT"), ["automatic", "by-hand"]),
    drandRelays: setting("DRAND_RELAYS").split(",").map((relay) => relay.trim()).filter(Boolean).map(readRelay),
    claimSeconds: integer("CLAIM_SECONDS", setting("CLAIM_SECONDS"), 1, 86_400),
    fieldCipher: oneOf("FIELD_CIPHER", setting("FIELD_CIPHER"), ["aes-256-gcm", "sm4-gcm"]),
    lookupHash: oneOf("LOOKUP_HASH", setting("LOOKUP_HASH"), ["sha256", "sm3"]),
  };
}

function integer(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new StartupError(`${name} must be a whole number from ${least} to ${most}, not "${text}".`);
  }
  return value;
}

function readRoles(text: string): Role[] {
  const roles = text.split(",").map((role) => role.trim());
  const wrong = roles.find((role) => role !== "web" && role !== "worker" && role !== "rush");
  if (wrong !== undefined) throw new StartupError(`ROLES may name web and worker, or rush, not "${wrong}".`);
  if (roles.includes("rush") && roles.length > 1) throw new StartupError("ROLES=rush is a process of its own: it does nothing else.");
  return roles as Role[];
}

function readDatabaseUrl(text: string): string | undefined {
  if (text === "") return undefined;
  if (!URL.canParse(text) || !/^postgres(ql)?:$/.test(new URL(text).protocol)) {
    throw new StartupError("DATABASE_URL must look like postgres://user:password@host:5432/database.");
  }
  return text;
}

function readRelay(text: string): string {
  if (!URL.canParse(text) || new URL(text).protocol !== "https:") throw new StartupError(`DRAND_RELAYS holds "${text}", which is no https address.`);
  return text;
}

function readPublicUrl(text: string): string | undefined {
  if (text === "") return undefined;
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) throw new StartupError("PUBLIC_URL must be an http or https address.");
  return new URL(text).origin;
}

function readOutsideAddress(name: string, url: string, token: string): OutsideAddress | undefined {
  if (url === "" && token === "") return undefined;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) throw new StartupError(`${name}_URL must be an http or https address.`);
  if (token === "") throw new StartupError(`${name}_URL is set, and ${name}_TOKEN is missing.`);
  return { url, token };
}

function oneOf<Choice extends string>(name: string, text: string, choices: readonly Choice[]): Choice {
  const choice = choices.find((each) => each === text);
  if (choice === undefined) throw new StartupError(`${name} must be one of ${choices.join(", ")}, not "${text}".`);
  return choice;
}
