import { join, resolve } from "node:path";

/** Everything the environment decides, read once. */
export interface Settings {
  port: number;
  smsGatewayToken: string;
  registersToken: string;
  seed: string;
  people: number;
  /** Where systems that hand over files have their folders. */
  dataDir: string;
  /** Where the server finds the departments' systems. */
  connectionsFile: string;
  /** How many people, beside those of the demonstration, dropped files are about. */
  dropPeople: number;
}

const ROOT = join(import.meta.dirname, "../..");

/** @throws naming the setting that is missing or malformed */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  const { STAND_INS_PORT = "8081", STAND_INS_SEED = "citizen-cloud", STAND_INS_PEOPLE = "16000000", STAND_INS_DROP_PEOPLE = "500", SMS_GATEWAY_TOKEN, REGISTERS_TOKEN } = environment;
  if (!SMS_GATEWAY_TOKEN || !REGISTERS_TOKEN) throw new Error("The stand-ins need SMS_GATEWAY_TOKEN and REGISTERS_TOKEN: what callers must present.");
  const dataDir = resolve(ROOT, environment["DATA_DIR"] || ".data");
  return {
    port: wholeNumber("STAND_INS_PORT", STAND_INS_PORT, 65_535),
    smsGatewayToken: SMS_GATEWAY_TOKEN,
    registersToken: REGISTERS_TOKEN,
    seed: STAND_INS_SEED,
    people: wholeNumber("STAND_INS_PEOPLE", STAND_INS_PEOPLE, 21_000_000),
    dropPeople: wholeNumber("STAND_INS_DROP_PEOPLE", STAND_INS_DROP_PEOPLE, 1_000_000),
    dataDir,
    connectionsFile: resolve(ROOT, environment["CONNECTIONS_FILE"] || join(dataDir, "connections.json")),
  };
}

function wholeNumber(name: string, text: string, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > most) throw new Error(`${name} must be a whole number from 1 to ${most}, not "${text}".`);
  return value;
}
