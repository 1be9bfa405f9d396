/**
 * Records through the one door. First the door alone, in this process: warm answers with their access records, and what the
 * access record costs of that. Then "my data" as people open it: the server, its database, the departments that the
 * stand-ins play and the crowd share the two cores.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createApp } from "../server/src/app.ts";
import { createBatchFor } from "../server/src/kernel/batch.ts";
import { readConfig } from "../server/src/kernel/config.ts";
import type { Database } from "../server/src/kernel/database.ts";
import { startEmbeddedPostgres } from "../server/src/kernel/embedded-postgres.ts";
import { createEvents } from "../server/src/kernel/events.ts";
import { createLog } from "../server/src/kernel/log.ts";
import { migrate } from "../server/src/kernel/migrate.ts";
import { openDatabase } from "../server/src/kernel/database.ts";
import { type AuditEntry, recordAll } from "../server/src/modules/audit/index.ts";
import { importCity } from "../server/src/modules/catalogue/index.ts";
import { aCity, aRecordKind, aSource } from "../server/src/modules/catalogue/testing.ts";
import type { Reading } from "../server/src/modules/sources/index.ts";
import { startDepartment, writeConnections } from "../server/src/modules/sources/testing.ts";
import { MIGRATIONS_DIR, ROOT_DIR } from "../server/src/root.ts";
import { figure, median, report, say, type Figure } from "./support/figures.ts";

const AT_ONCE = 64;
const WARM_READINGS = 30_000;
const ROUNDS = 5;
const KINDS = 20;
const PERSONS = 50;

const figures: Figure[] = [...(await measureDoor())];
report(figures);

/** The door in this process, over departments whose answers are fresh for an hour. */
async function measureDoor(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "citizen-cloud-bench-"));
  const department = await startDepartment({ licenceNumber: "440524188001010014", points: 3 });
  const names = Array.from({ length: KINDS }, (_, index) => `source-${index}`);
  const connections = writeConnections(Object.fromEntries(names.map((name) => [`haikou/${name}`, { url: department.url }])));
  const postgres = await startEmbeddedPostgres(folder);
  const log = createLog("silent");
  await migrate(postgres.url, MIGRATIONS_DIR, log);
  const database = openDatabase(postgres.url, 2);
  const [source] = [aSource()];
  const operations = source.operations.map((operation) => ({ ...operation, freshSeconds: 3_600 }));
  await importCity(database, createEvents(), aCity({ sources: names.map((id) => aSource({ id, operations })), recordKinds: names.map((id) => aRecordKind({ id: `kind-${id}`, source: id })) }), { author: "bench" });
  const app = await createApp({ config: readConfig({ DATA_DIR: folder, LOG_LEVEL: "silent", CONNECTIONS_FILE: connections.file }, ROOT_DIR), databaseUrl: postgres.url, log });
  await app.server.ready();
  try {
    const persons = await Promise.all(Array.from({ length: PERSONS }, (_, index) => app.identity.people.findOrAdd({ name: "李小红", idNumber: `44052418800101${String(index).padStart(4, "0")}`, ground: "bench" })));
    const reading = (index: number): Reading => {
      const person = persons[index % PERSONS] as string;
      return { city: "haikou", kind: `kind-source-${Math.floor(index / PERSONS) % KINDS}`, subject: person, actor: { kind: "person", id: person, city: "haikou" }, purpose: "own-records", ground: { kind: "own" } };
    };
    // Every question once, so that what is measured asks no department.
    for (let index = 0; index < PERSONS * KINDS; index += KINDS) await app.sources.door.readAll(Array.from({ length: KINDS }, (_, offset) => reading(index + offset)), { waitMs: 10_000 });
    const entries = (index: number): AuditEntry[] => {
      const { actor, subject, purpose, city, kind } = reading(index);
      return [{ actor, act: "record.read", subject, purpose, ground: "PIPL 45", city, about: { kind: "record", id: kind }, fields: ["licenceNumber", "points"], detail: { source: "source-1", state: "current" } }];
    };
    const recordAccess = createBatchFor(async (target: Database, batch: AuditEntry[][]) => {
      await target.transaction((tx) => recordAll(tx, batch.flat()));
      return batch;
    });
    const readings: number[] = [];
    const accesses: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      readings.push(await rate(WARM_READINGS / ROUNDS, async (index) => {
        const { state } = await app.sources.door.read(reading(index));
        if (state !== "current") throw new Error(`A warm reading was ${state}`);
      }));
      accesses.push(await rate(WARM_READINGS / ROUNDS, async (index) => {
        await recordAccess(app.database, entries(index));
      }));
    }
    const [byDoor, alone] = [median(readings), median(accesses)];
    say(`${byDoor.toFixed(0)} records a second through the door; ${alone.toFixed(0)} access records a second alone`);
    return [
      figure("records through the door, warm, each with its access record", byDoor, "/s", 1_500, "at least 1,500/s", (value) => value >= 1_500),
      figure("access record alone, share of a warm reading's time", (byDoor / alone) * 100, "%", 100, "stated", () => true),
    ];
  } finally {
    await app.stop();
    await database.close();
    await postgres.stop();
    await department.stop();
    connections.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** So many at once until all are done. @returns how many a second */
async function rate(times: number, work: (index: number) => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  let next = 0;
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (next < times) await work(next++);
  }));
  return times / ((performance.now() - startedAt) / 1_000);
}
