// What a department drops is what counts: the last file, also when it was there before, and never more about one person than can be held.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { aCity, aRecordKind, aSource } from "../../catalogue/testing.ts";
import { startTestApp, type TestApp } from "../../../testing/app.ts";
import { writeConnections } from "../testing.ts";

const ID_NUMBER = "440524188001010014";
const layout = { kind: "file-drop", format: "csv", encoding: "utf-8", header: true, pattern: "*.csv", columns: [{ name: "id" }, { name: "points" }], keyColumn: "id" } as const;
const [{ limits, operations: [operation] }] = [aSource()];
assert.ok(operation);
const dropping = (id: string) => aSource({
  // A thousand lines take their time.
  id, limits: { ...limits, timeoutMs: 10_000 }, transport: { ...layout, columns: [...layout.columns] },
  operations: [{ ...operation, freshSeconds: 0, request: { input: '{ "key": subject.idNumber }' }, answer: '{ "licenceNumber": $[0].id, "points": $number($[0].points) }' }],
});

let app: TestApp;
let person: string;
const root = mkdtempSync(join(tmpdir(), "citizen-cloud-drops-"));
const folders = { first: join(root, "first"), second: join(root, "second") };
let connections: ReturnType<typeof writeConnections>;
let written = 0;

before(async () => {
  for (const folder of Object.values(folders)) mkdirSync(folder);
  connections = writeConnections(Object.fromEntries(Object.entries(folders).map(([id, folder]) => [`haikou/${id}`, { folder }])));
  app = await startTestApp([aCity({ sources: Object.keys(folders).map(dropping), recordKinds: Object.keys(folders).map((id) => aRecordKind({ id: `kind-${id}`, source: id })) })], { settings: { CONNECTIONS_FILE: connections.file } });
  person = await app.identity.people.findOrAdd({ name: "李小红", idNumber: ID_NUMBER, ground: "test" });
});
after(async () => {
  await app.stop();
  connections.remove();
  rmSync(root, { recursive: true, force: true });
});

async function drop(name: keyof typeof folders, ...lines: string[]): Promise<void> {
  written += 1;
  writeFileSync(join(folders[name], `${written}.csv`), ["id,points", ...lines, ""].join("\n"));
  await pickUp();
}
const pickUp = async () => app.sources.jobs.find((job) => job.name === "sources:pick-up-files")?.run(undefined);
const read = async (name: string) => app.sources.door.read({ city: "haikou", kind: `kind-${name}`, subject: person, actor: { kind: "person", id: person, city: "haikou" }, purpose: "own-records", ground: { kind: "own" } });

test("a file that was there before counts again when it is dropped last", async () => {
  for (const points of ["1", "2", "1"]) {
    await drop("first", `${ID_NUMBER},${points}`);
    assert.equal((await read("first")).record?.points, Number(points));
    await sleep(5);
  }
  await drop("first", `${ID_NUMBER},1`);
  assert.equal((await read("first")).record?.points, 1);
});

test("a file whose lines are all about one person is no way to fill our memory", async () => {
  await drop("second", ...Array.from({ length: 1_001 }, (_, index) => `${ID_NUMBER},${index}`));
  const answer = await read("second");
  assert.deepEqual([answer.state, answer.reason], ["unavailable", "malformed"]);
});

test("a file that cannot be put away keeps no other department's waiting", async () => {
  // It was dropped under one name so often that no name is left for what was taken.
  const long = `${"长".repeat(83)}.csv`;
  for (const name of [long, ...Array.from({ length: 8 }, (_, index) => `${long}.${index + 2}`)]) writeFileSync(join(folders.first, "taken", name), "");
  writeFileSync(join(folders.first, long), `id,points\n${ID_NUMBER},8\n`);
  await drop("second", `${ID_NUMBER},9`);
  assert.equal((await read("second")).record?.points, 9);
  assert.ok(readdirSync(folders.first).includes(long), "and it waits where it was");
});
