/**
 * A city's whole population as accounts: Chengdu's 16,581,000 (`--people N` for fewer), every field sealed with the
 * person's own key, and whether finding somebody among them takes as long as among a thousand.
 */
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import pg from "pg";
import { openCrypto } from "../server/src/kernel/crypto/open.ts";
import { openDatabase } from "../server/src/kernel/database.ts";
import { startEmbeddedPostgres } from "../server/src/kernel/embedded-postgres.ts";
import { createLog } from "../server/src/kernel/log.ts";
import { migrate } from "../server/src/kernel/migrate.ts";
import { openPersonCipher, placeOf } from "../server/src/modules/identity/account/person-cipher.ts";
import { findAccountByPhone, findPersonByIdNumber } from "../server/src/modules/identity/account/store.ts";
import { MIGRATIONS_DIR } from "../server/src/root.ts";
import { figure, median, report, say } from "./support/figures.ts";
import type { ChunkOrder } from "./support/population-chunk.ts";
import { idNumberAt, phoneAt } from "./support/population-numbers.ts";

const CHENGDU = 16_581_000;
const FEW = 1_000;
const CHUNK = 50_000;
const WORKERS = 2;
const LOOK_UPS = 3_000;
const TABLES = { person: "id, name, id_number, id_number_hash, level, level_ground", person_key: "person, version, cipher, wrapped, master_version", account: "person, city, phone, phone_hash, created_at" };

const { values } = parseArgs({ options: { people: { type: "string", default: String(CHENGDU) }, json: { type: "boolean" } } });
const people = Number(values.people);
const folder = mkdtempSync(join(tmpdir(), "citizen-cloud-population-"));
// PostgreSQL reads the files as a user of its own.
chmodSync(folder, 0o755);
const masterKeyFile = join(folder, "keys.json");
const crypto = openCrypto({ production: false, masterKeyFile, fieldCipher: "aes-256-gcm", lookupHash: "sha256" });
const postgres = await startEmbeddedPostgres(join(folder, "data"));
try {
  const few = await fill("few", FEW);
  const startedAt = performance.now();
  const many = await fill("many", people);
  const minutes = (performance.now() - startedAt) / 60_000;
  say(`${people} accounts in ${minutes.toFixed(1)} minutes`);
  const bytes = await sizeOf(many);
  const { byPhone, byIdNumber } = await compareLookUps(few, many);
  report([
    figure("accounts loaded", people, "", CHENGDU, "Chengdu's population", (value) => value >= CHENGDU),
    figure("loading", minutes, "min", 0, "stated", () => true),
    figure("disk for an account", bytes / people, "bytes", 0, "stated", () => true),
    figure("finding an account by mobile number", byPhone.many, "µs", byPhone.few, "at most 1.3 × its time at 1,000 accounts", (_value, ratio) => ratio <= 1.3),
    figure("finding a person by ID number", byIdNumber.many, "µs", byIdNumber.few, "at most 1.3 × its time at 1,000 accounts", (_value, ratio) => ratio <= 1.3),
  ]);
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** A database of its own with so many accounts: copied in without the constraints, which then check all of it at once. */
async function fill(name: string, count: number): Promise<string> {
  await run(postgres.url, `create database ${name}`);
  const url = Object.assign(new URL(postgres.url), { pathname: `/${name}` }).href;
  await migrate(url, MIGRATIONS_DIR, createLog("silent"));
  const constraints = await run<{ table: string; name: string; definition: string }>(url, `
    select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
    from pg_constraint where conrelid in ('identity.person'::regclass, 'identity.person_key'::regclass, 'identity.account'::regclass) and contype in ('u', 'f')`);
  for (const each of constraints) await run(url, `alter table ${each.table} drop constraint ${each.name}`);
  await copyAccounts(url, name, count);
  for (const each of constraints) await run(url, `alter table ${each.table} add constraint ${each.name} ${each.definition}`);
  await run(url, "vacuum analyze");
  return url;
}

/** Workers write files while PostgreSQL reads the ones before. */
async function copyAccounts(url: string, name: string, count: number): Promise<void> {
  const files = join(folder, name);
  mkdirSync(files);
  let next = 0;
  let copied = 0;
  const copyChunk = async ({ first, count: size }: ChunkOrder) => {
    await Promise.all(Object.entries(TABLES).map(([table, columns]) => run(url, `copy identity.${table} (${columns}) from '${join(files, `${table}-${first}.csv`)}' with (format csv)`)));
    for (const table of Object.keys(TABLES)) rmSync(join(files, `${table}-${first}.csv`));
    copied += size;
    if (copied % (20 * CHUNK) === 0) say(`${copied} accounts`);
  };
  await Promise.all(Array.from({ length: WORKERS }, async () => {
    const worker = new Worker(new URL("support/population-chunk.ts", import.meta.url), { workerData: { folder: files, masterKeyFile } });
    let copying = Promise.resolve();
    while (next < count) {
      const order: ChunkOrder = { first: next, count: Math.min(CHUNK, count - next) };
      next += order.count;
      const written = once(worker, "message");
      worker.postMessage(order);
      await written;
      await copying;
      copying = copyChunk(order);
    }
    await copying;
    await worker.terminate();
  }));
}

/** The two databases take turns, so that what else the machine does meets both alike; medians. */
async function compareLookUps(fewUrl: string, manyUrl: string) {
  const places = [{ name: "few", count: FEW, database: openDatabase(fewUrl, 2) }, { name: "many", count: people, database: openDatabase(manyUrl, 2) }] as const;
  const findByPhone = async ({ database, count }: (typeof places)[number]) => {
    const phone = phoneAt(Math.floor(Math.random() * count));
    const account = await findAccountByPhone(database, crypto.lookupHash.candidates("phone", phone));
    if (!account?.phone) throw new Error("An account that was loaded is not found");
    const cipher = await openPersonCipher(crypto, database, account.person);
    if (cipher.open(placeOf.phone(account.person), account.phone) !== phone) throw new Error("A number opens as another");
  };
  const findByIdNumber = async ({ database, count }: (typeof places)[number]) => {
    const idNumber = idNumberAt(Math.floor(Math.random() * count));
    const person = await findPersonByIdNumber(database, crypto.lookupHash.candidates("id-number", idNumber));
    if (!person?.id_number) throw new Error("A person who was loaded is not found");
    const cipher = await openPersonCipher(crypto, database, person.id);
    if (cipher.open(placeOf.idNumber(person.id), person.id_number) !== idNumber) throw new Error("A number opens as another");
  };
  const compare = async (ask: (place: (typeof places)[number]) => Promise<void>) => {
    const times: Record<"few" | "many", number[]> = { few: [], many: [] };
    for (let round = 0; round < LOOK_UPS * 1.2; round += 1) {
      for (const place of places) {
        const startedAt = performance.now();
        await ask(place);
        if (round > LOOK_UPS * 0.2) times[place.name].push((performance.now() - startedAt) * 1_000);
      }
    }
    return { few: median(times.few), many: median(times.many) };
  };
  const byPhone = await compare(findByPhone);
  const byIdNumber = await compare(findByIdNumber);
  for (const { database } of places) await database.close();
  return { byPhone, byIdNumber };
}

async function sizeOf(url: string): Promise<number> {
  const [row] = await run<{ bytes: string }>(url, "select sum(pg_total_relation_size(oid)) as bytes from pg_class where oid in ('identity.person'::regclass, 'identity.person_key'::regclass, 'identity.account'::regclass)");
  return Number(row?.bytes);
}

async function run<Row extends object>(url: string, statement: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}
