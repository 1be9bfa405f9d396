/** Operators' commands. */
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { verifyDraw } from "@citizen-cloud/draw-verifier";
import { NoPublication, openPublication, reportVerification } from "@citizen-cloud/draw-verifier/node";
import { createApp } from "./app.ts";
import { systemClock } from "./kernel/clock.ts";
import { readConfig } from "./kernel/config.ts";
import { checkDatabase, type Database, openDatabase } from "./kernel/database.ts";
import { startEmbeddedPostgres } from "./kernel/embedded-postgres.ts";
import { createEvents } from "./kernel/events.ts";
import { DomainError, StartupError } from "./kernel/errors.ts";
import { createLog } from "./kernel/log.ts";
import { migrate } from "./kernel/migrate.ts";
import { openCrypto } from "./kernel/crypto/open.ts";
import { verifyAudit } from "./modules/audit/index.ts";
import { channelSecret, rehearse, resealBooking, verifyCampaign } from "./modules/booking/index.ts";
import { catalogueJobs, exportCity, type FolderFinding, importCity, lintFolder, writeCityFolder } from "./modules/catalogue/index.ts";
import { addFirstOfficer, rotateKeys } from "./modules/identity/index.ts";
import { SourceFault, type Trial } from "./modules/sources/index.ts";
import { MIGRATIONS_DIR, ROOT_DIR } from "./root.ts";

const USAGE = `Usage: citizen-cloud <command>

  city lint <folder>            check a city's documents; prints file, line, rule, remedy
  city import <folder>          check, then publish all of them or none
  city export <city> <folder>   write what people see now as a folder that can be imported
  audit verify [--checkpoint <line>]
                                prove that no audit entry was changed or removed, also since a checkpoint kept elsewhere
  source try <city>/<source> <operation> --purpose <words> [--id-number <number>] [--name <name>] [--parameter <name>=<value> …]
                                ask a department's system once and show each step, personal data included; the trial is on record
  keys rotate                   bring data keys and look-up hashes under the current master key; the server may go on running
  campaign channel-secret <city>/<campaign> <channel>
                                what a partner signs registrations with, see docs/campaign-channels.md; hand it over on a safe way
  campaign verify <city>/<campaign>
                                whether entries, their numbers and the places agree; it only reads, also while people register
  draw verify <folder|address> [commitment …]
                                recompute a published draw: a folder with draw.json, participants.txt and winners.txt, or an address that ends with /draw
  rehearse <city>/<campaign> --people <number> [--per-second <number>]
                                a crowd of invented people at a campaign's rules, over a database made for it and thrown away;
                                prints how long they waited and what this machine bears; ends with 1 when a promise broke
  staff add <id> <city> --name <name>
                                make one of a city's first two personnel officers; prints their activation code, once
  migrate                       bring the database up to date

Settings come from the environment, as for the server: DATABASE_URL, DATA_DIR …
While the server runs with its embedded database, these commands use that one.
`;

class UsageError extends Error {}

try {
  process.exitCode = await runCommand(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError || error instanceof StartupError || error instanceof DomainError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}

async function runCommand(args: string[]): Promise<number> {
  const { positionals, values } = parseArguments(args);
  if (values.help || positionals.length === 0) {
    process.stdout.write(USAGE);
    return values.help ? 0 : 2;
  }
  const [area, verb, ...rest] = positionals;
  if (values.checkpoint !== undefined && area !== "audit") throw new UsageError(`Only audit verify takes a checkpoint.\n\n${USAGE}`);
  if (area === "city" && verb === "lint") return lint(argument(rest, 0, "folder"));
  if (area === "city" && verb === "import") return importFolder(argument(rest, 0, "folder"));
  if (area === "city" && verb === "export") return exportFolder(argument(rest, 0, "city"), argument(rest, 1, "folder"));
  if (area === "audit" && verb === "verify") return verify(values.checkpoint);
  if (area === "source" && verb === "try") return trySourceOnce(argument(rest, 0, "source"), argument(rest, 1, "operation"), values);
  if (area === "campaign" && verb === "channel-secret") return showChannelSecret(argument(rest, 0, "campaign"), argument(rest, 1, "channel"));
  if (area === "campaign" && verb === "verify") return verifyOneCampaign(argument(rest, 0, "campaign"));
  if (area === "draw" && verb === "verify") return verifyPublishedDraw(argument(rest, 0, "folder or address"), rest.slice(1));
  if (area === "rehearse") return rehearseCampaign(argument(positionals, 1, "campaign"), values);
  if (area === "keys" && verb === "rotate") return rotate();
  if (area === "staff" && verb === "add") return addOfficer({ id: argument(rest, 0, "staff id"), city: argument(rest, 1, "city"), name: values.name ?? "" });
  if (area === "migrate") return withDatabase(async () => 0);
  throw new UsageError(`There is no command "${positionals.join(" ")}".\n\n${USAGE}`);
}

function parseArguments(args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options: { help: { type: "boolean", short: "h" }, checkpoint: { type: "string" }, name: { type: "string" }, purpose: { type: "string" }, "id-number": { type: "string" }, parameter: { type: "string", multiple: true }, people: { type: "string" }, "per-second": { type: "string" } } });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${USAGE}`);
  }
}

function argument(rest: string[], index: number, name: string): string {
  const value = rest[index];
  if (value === undefined) throw new UsageError(`The ${name} is missing.\n\n${USAGE}`);
  return value;
}

function rotate(): Promise<number> {
  return withDatabase(async (database) => {
    const crypto = openCrypto(readConfig(process.env, ROOT_DIR));
    const { rewrappedKeys, rehashedNumbers, resealedStaff } = await rotateKeys(database, crypto);
    const resealed = await resealBooking(database, crypto);
    process.stdout.write(`${rewrappedKeys} data keys wrapped anew, ${rehashedNumbers} look-up hashes made anew, secrets of ${resealedStaff} members of staff and ${resealed} of campaigns, draws and appointments sealed anew. Invitations may need the older master key for two weeks more.\n`);
    return 0;
  });
}

function addOfficer({ id, city, name }: { id: string; city: string; name: string }): Promise<number> {
  if (!/^[a-z][a-z0-9-]{2,59}$/.test(id)) throw new UsageError("A staff id has three to sixty letters, digits and dashes, and begins with a letter.");
  if (name.trim() === "") throw new UsageError(`The name is missing: --name <name>.\n\n${USAGE}`);
  return withDatabase(async (database) => {
    // Refuses a city that was not imported: a misspelt one would have officers and nothing else.
    await exportCity(database, city);
    const { activationCode, expiresAt } = await addFirstOfficer({ database, clock: systemClock }, { id, city, name: name.trim() });
    process.stdout.write(`${id} is a personnel officer of ${city}.\nActivation code, shown this once and good until ${expiresAt.toISOString()}:\n\n  ${activationCode}\n\nHand it over in person. The first sign-in is at /console/ › First sign-in.\n`);
    return 0;
  });
}

function lint(folder: string): number {
  const { findings, documents } = lintFolder(resolve(folder));
  printFindings(folder, findings);
  if (documents) process.stdout.write(`${folder}: ${documents.services.length} service items, ${documents.offices.length} offices, no faults\n`);
  return documents ? 0 : 1;
}

function printFindings(folder: string, findings: FolderFinding[]): void {
  for (const { file, line, rule, message, remedy } of findings) process.stdout.write(`${join(folder, file)}:${line}  ${rule}  ${message}. ${remedy}\n`);
  if (findings.length > 0) process.stdout.write(`${findings.length} faults\n`);
}

async function importFolder(folder: string): Promise<number> {
  const { findings, documents } = lintFolder(resolve(folder));
  if (!documents) {
    printFindings(folder, findings);
    process.stdout.write("Nothing was imported.\n");
    return 1;
  }
  return withDatabase(async (database) => {
    const events = createEvents();
    events.subscribe(catalogueJobs(database).subscriptions);
    const { added, changed, unchanged } = await importCity(database, events, documents, { author: "import" });
    process.stdout.write(`${documents.city.id}: ${added} added, ${changed} changed, ${unchanged} unchanged\n`);
    return 0;
  });
}

async function exportFolder(city: string, folder: string): Promise<number> {
  return withDatabase(async (database) => {
    const files = writeCityFolder(resolve(folder), await exportCity(database, city));
    process.stdout.write(`${files.length} files written to ${folder}\n`);
    return 0;
  });
}

async function verify(checkpoint: string | undefined): Promise<number> {
  return withDatabase(async (database) => {
    const started = performance.now();
    const report = await verifyAudit(database, checkpoint === undefined ? {} : { checkpoint });
    const seconds = (performance.now() - started) / 1000;
    for (const { detail } of report.faults) process.stdout.write(`${detail}\n`);
    process.stdout.write(`${report.entries} entries in ${report.lanes} lanes checked in ${seconds.toFixed(1)} s, ${Math.round(report.entries / seconds)} a second; faults: ${report.faults.length}\n`);
    if (report.checkpoint === undefined) return 1;
    process.stdout.write(`${report.checkpoint}\n`);
    return 0;
  });
}

function campaignAt(place: string): { city: string; campaign: string } {
  const [city, campaign] = place.split("/");
  if (!city || !campaign) throw new UsageError(`Name the campaign as city/campaign, for example chengdu/red-packet-2027.\n\n${USAGE}`);
  return { city, campaign };
}

function verifyOneCampaign(place: string): Promise<number> {
  const asked = campaignAt(place);
  return withDatabase(async (database) => {
    const { entries, faults } = await verifyCampaign(database, asked);
    for (const fault of faults) process.stdout.write(`${fault}\n`);
    process.stdout.write(`${place}: ${entries} entries; faults: ${faults.length}\n`);
    return faults.length === 0 ? 0 : 1;
  });
}

function showChannelSecret(place: string, channel: string): number {
  const { city, campaign } = campaignAt(place);
  process.stdout.write(`${channelSecret(openCrypto(readConfig(process.env, ROOT_DIR)).keys, { city, campaign, channel })}\n`);
  return 0;
}

/** Asks this server's database for nothing: whoever does not trust it gets the same answer elsewhere. */
async function verifyPublishedDraw(place: string, find: string[]): Promise<number> {
  try {
    const { publication, participants, winners } = await openPublication(place);
    const verification = await verifyDraw(publication, participants, winners, { find });
    process.stdout.write(reportVerification(verification));
    return verification.holds ? 0 : 1;
  } catch (error) {
    if (error instanceof NoPublication) throw new UsageError(error.message);
    throw error;
  }
}

async function trySourceOnce(place: string, operation: string, options: ReturnType<typeof parseArguments>["values"]): Promise<number> {
  const [city, source] = place.split("/");
  if (!city || !source) throw new UsageError(`Name the source as city/source, for example haikou/hrss.\n\n${USAGE}`);
  if (!options.purpose) throw new UsageError(`The purpose is missing: --purpose <words>. It is on record with the trial.\n\n${USAGE}`);
  const parameters = Object.fromEntries((options.parameter ?? []).map((each) => [each.slice(0, each.indexOf("=")), each.slice(each.indexOf("=") + 1)]));
  const trial: Trial = {
    city, source, operation, parameters, purpose: options.purpose, actor: { kind: "system", id: "operator" },
    ...(options["id-number"] === undefined ? {} : { idNumber: options["id-number"] }),
    ...(options.name === undefined ? {} : { name: options.name }),
  };
  const config = readConfig({ ...process.env, LOG_LEVEL: "silent" }, ROOT_DIR);
  return withDatabase(async (_database, databaseUrl) => {
    const app = await createApp({ config, databaseUrl, log: createLog("silent") });
    try {
      const show = (name: string, value: unknown) => process.stdout.write(`\n── ${name}\n${typeof value === "string" ? value : JSON.stringify(value, undefined, 2)}\n`);
      const found = await app.sources.trySource(trial, ({ step, ...what }) => show(step, what));
      show(found ? "the department has a record" : "the department has no record", found ?? "");
      return 0;
    } catch (error) {
      if (!(error instanceof SourceFault)) throw error;
      process.stdout.write(`\n── failed: ${error.kind}\n${error.message}\n${JSON.stringify(error.detail, undefined, 2)}\n`);
      return 1;
    } finally {
      await app.stop();
    }
  });
}

async function rehearseCampaign(place: string, options: ReturnType<typeof parseArguments>["values"]): Promise<number> {
  const { city, campaign } = campaignAt(place);
  const people = wholeNumber(options.people, "people");
  const { citiesDir } = readConfig({ CITIES_DIR: process.env.CITIES_DIR }, ROOT_DIR);
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  const { lines, promises, kept } = await rehearse(
    { city, campaign, people, ...(options["per-second"] === undefined ? {} : { perSecond: wholeNumber(options["per-second"], "per-second") }) },
    { citiesDir, migrationsDir: MIGRATIONS_DIR, rootDir: ROOT_DIR, serverProgram: join(ROOT_DIR, "server/src/main.ts"), environment: process.env, say },
  );
  say("");
  for (const line of lines) say(line);
  say("");
  for (const promise of promises) say(`${promise.kept ? "✔" : "✖"} ${promise.what} (${promise.detail})`);
  return kept ? 0 : 1;
}

function wholeNumber(text: string | undefined, name: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 20_000_000) throw new UsageError(`--${name} is a whole number from 1, for example --${name} 100000.\n\n${USAGE}`);
  return value;
}

/** Runs on the database the server uses, up to date. */
async function withDatabase(work: (database: Database, url: string) => Promise<number>): Promise<number> {
  const config = readConfig(process.env, ROOT_DIR);
  const postgres = config.databaseUrl === undefined ? await startEmbeddedPostgres(config.dataDir) : undefined;
  const url = config.databaseUrl ?? postgres?.url ?? "";
  try {
    await checkDatabase(url);
    await migrate(url, MIGRATIONS_DIR, createLog(config.logLevel));
    const database = openDatabase(url, 2);
    try {
      return await work(database, url);
    } finally {
      await database.close();
    }
  } finally {
    await postgres?.stop();
  }
}
