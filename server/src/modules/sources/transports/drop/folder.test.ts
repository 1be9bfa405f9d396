/** Dropped files are taken once, whole or not at all, and lead nowhere outside of their folder. */
import assert from "node:assert/strict";
import { existsSync, linkSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { appendFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { openTransport } from "../open-transport.ts";
import { anOperation, aSource, assertFault, soon, strayErrors } from "../testing.ts";
import { type DropFile, type DropStore, pickUpFiles } from "./folder.ts";
import type { DropLayout, DropRow } from "./rows.ts";

const root = mkdtempSync(join(tmpdir(), "citizen-cloud-drop-"));
after(() => rmSync(root, { recursive: true, force: true }));

let folders = 0;
function makeFolder(): string {
  folders += 1;
  const folder = join(root, String(folders));
  mkdirSync(folder);
  return folder;
}

/** Keeps rows as a database would: a file's rows appear together, or not. */
function memoryStore(): DropStore & { files: DropFile[]; rows: DropRow[] } {
  const files: DropFile[] = [];
  const rows: DropRow[] = [];
  return {
    files,
    rows,
    knows: async (digest) => files.some((file) => file.digest === digest),
    async store(file, coming) {
      const read: DropRow[] = [];
      for await (const row of coming) read.push(row);
      files.push(file);
      rows.push(...read);
      return { rows: read.length };
    },
    find: async (key) => (files.length === 0 ? undefined : rows.filter((each) => each.key === key).map(({ row }) => row)),
  };
}

const CSV: DropLayout = { kind: "file-drop", format: "csv", encoding: "utf-8", header: true, pattern: "subsidies-*.csv", columns: [{ name: "id" }, { name: "programme" }, { name: "amount" }], keyColumn: "id" };
const FIXED: DropLayout = { kind: "file-drop", format: "fixed-width", encoding: "gb18030", pattern: "*.txt", columns: [{ name: "id", start: 0, length: 6 }, { name: "address", start: 6, length: 10 }, { name: "owed", start: 16, length: 5 }], keyColumn: "id" };
const pickUp = (folder: string, layout: DropLayout, store: DropStore, restMs = 20) => pickUpFiles(folder, layout, store, { restMs });
const HEADER = "id,programme,amount\n";
const HAIKOU_GB = Buffer.from([0xba, 0xa3, 0xbf, 0xda]);

test("a complete file is taken, its rows are asked by their key, and the file is put aside", async () => {
  const folder = makeFolder();
  const store = memoryStore();
  writeFileSync(join(folder, "subsidies-1.csv"), `\uFEFF${HEADER}4601,"种粮, ""直补""",1200\r\n4602,低保,50\n4601,\u9AD8\u9F84,30\n`);
  assert.deepEqual(await pickUp(folder, CSV, store), [{ name: "subsidies-1.csv", outcome: "taken", rows: 3 }]);
  assert.deepEqual(readdirSync(join(folder, "taken")), ["subsidies-1.csv"]);
  assert.deepEqual(store.rows.map(({ line }) => line), [2, 3, 4]);
  const transport = openTransport(aSource(CSV), { folder }, { drops: store });
  const ask = (key: unknown) => transport.ask({ operation: anOperation({}), input: { key } }, soon());
  assert.deepEqual(await ask("4601"), { found: true, value: [{ id: "4601", programme: '种粮, "直补"', amount: "1200" }, { id: "4601", programme: "高龄", amount: "30" }] });
  assert.deepEqual(await ask("4699"), { found: false });
  await assertFault(ask(undefined), "malformed");
  await assertFault(openTransport(aSource(CSV), { folder }, { drops: memoryStore() }).ask({ operation: anOperation({}), input: { key: "1" } }, soon()), "unreachable");
});

test("fixed width is counted in bytes of the encoding", async () => {
  const folder = makeFolder();
  const store = memoryStore();
  const line = (id: string, name: Buffer, owed: string) => Buffer.concat([Buffer.from(id.padEnd(6)), name, Buffer.alloc(10 - name.length, 32), Buffer.from(owed.padStart(5)), Buffer.from("\r\n")]);
  writeFileSync(join(folder, "water.txt"), Buffer.concat([line("4601", HAIKOU_GB, "120"), line("4602", Buffer.from("abc"), "0")]));
  assert.deepEqual(await pickUp(folder, FIXED, store), [{ name: "water.txt", outcome: "taken", rows: 2 }]);
  assert.deepEqual(store.rows.map(({ row }) => row), [{ id: "4601", address: "海口", owed: "120" }, { id: "4602", address: "abc", owed: "0" }]);
  // A column that cuts a character in two is not guessed at.
  writeFileSync(join(folder, "cut.txt"), Buffer.concat([Buffer.from("46010"), HAIKOU_GB, Buffer.alloc(12, 32), Buffer.from("\n")]));
  const [cut] = await pickUp(folder, FIXED, store);
  assert.deepEqual(cut, { name: "cut.txt", outcome: "rejected", reason: "Line 1 has bytes that are not gb18030." });
});

test("the same file twice is taken once, whatever it is called", async () => {
  const folder = makeFolder();
  const store = memoryStore();
  for (const name of ["subsidies-1.csv", "subsidies-2.csv"]) {
    writeFileSync(join(folder, name), `${HEADER}4601,a,1\n`);
    await pickUp(folder, CSV, store);
  }
  writeFileSync(join(folder, "subsidies-1.csv"), `${HEADER}4601,a,1\n`);
  assert.deepEqual(await pickUp(folder, CSV, store), [{ name: "subsidies-1.csv", outcome: "known" }]);
  assert.equal(store.rows.length, 1);
  assert.deepEqual(readdirSync(join(folder, "taken")).sort(), ["subsidies-1.csv", "subsidies-1.csv.2", "subsidies-2.csv"]);
});

test("a broken or truncated file is rejected whole, with the line and the reason", async () => {
  const broken: [string | Buffer, RegExp, Partial<DropLayout>?][] = [
    [`${HEADER}4601,a,1\n4602,b,2`, /^Line 3 does not end with a newline/],
    [`${HEADER}4601,a,1\n4602,b\n`, /^Line 3 has 2 columns instead of 3/],
    [`${HEADER}4601,a,1,x\n`, /^Line 2 has 4 columns/],
    [`${HEADER}4601,"a,1\n`, /is no CSV/],
    [`${HEADER}4601,a"b,1\n`, /is no CSV/],
    [`${HEADER}4601,a,1\n\n`, /^Line 3 has 1 columns/],
    ["id,amount,programme\n4601,a,1\n", /^Line 1 names its column 2/],
    ["id,programme\n", /^Line 1 names its column 3/],
    [`${HEADER},a,1\n`, /^Line 2 has no text in the column id/],
    [`${HEADER}4601,a\0,1\n`, /^Line 2 has characters that no text may/],
    ["", /is empty/],
    [Buffer.concat([Buffer.from(HEADER), Buffer.from("4601,"), HAIKOU_GB, Buffer.from(",1\n")]), /^Line 2 has bytes that are not utf-8/],
    [`${HEADER}4601,${"x".repeat(70_000)},1\n`, /^Line 2 (has more than|is no CSV: csv max record size)/],
    [`${HEADER}4601,a,1\n#rows=2\n`, /counts 2 rows and has 1/, { countPrefix: "#rows=" }],
    [`${HEADER}4601,a,1\n`, /lacks the line that counts/, { countPrefix: "#rows=" }],
    [`${HEADER}#rows=0\n4601,a,1\n`, /^Line 3 goes on after/, { countPrefix: "#rows=" }],
  ];
  for (const [content, reason, more] of broken) {
    const folder = makeFolder();
    const store = memoryStore();
    writeFileSync(join(folder, "subsidies-1.csv"), content);
    const [picked] = await pickUp(folder, { ...CSV, ...more }, store);
    assert.ok(picked?.outcome === "rejected" && reason.test(picked.reason), `${String(reason)}: ${JSON.stringify(picked)}`);
    assert.equal(store.rows.length, 0);
    assert.deepEqual(readdirSync(join(folder, "rejected")).sort(), ["subsidies-1.csv", "subsidies-1.csv.reject.txt"]);
    const told = readFileSync(join(folder, "rejected", "subsidies-1.csv.reject.txt"), "utf8");
    assert.ok(told.includes(picked.reason) && !told.includes("4601"));
  }
  const right = makeFolder();
  writeFileSync(join(right, "subsidies-1.csv"), `${HEADER}4601,a,1\n4602,b,2\n#rows=2\n`);
  assert.deepEqual(await pickUp(right, { ...CSV, countPrefix: "#rows=" }, memoryStore()), [{ name: "subsidies-1.csv", outcome: "taken", rows: 2 }]);
});

test("a file that is still written, hidden or temporary waits", async () => {
  const folder = makeFolder();
  const store = memoryStore();
  for (const name of [".subsidies-1.csv", "subsidies-2.csv.tmp", "other.csv", "subsidies-3.csv.part"]) writeFileSync(join(folder, name), `${HEADER}4601,a,1\n`);
  const growing = join(folder, "subsidies-4.csv");
  writeFileSync(growing, HEADER);
  const pen = new AbortController();
  const writing = (async () => {
    while (!pen.signal.aborted) await appendFile(growing, "4601,a,1\n");
  })();
  assert.deepEqual(await pickUp(folder, { ...CSV, pattern: "*subsidies*.csv" }, store, 100), []);
  pen.abort();
  await writing;
  assert.deepEqual((await pickUp(folder, { ...CSV, pattern: "*subsidies*.csv" }, store)).map(({ name, outcome }) => [name, outcome]), [["subsidies-4.csv", "taken"]]);
});

test("links, folders and odd names lead nowhere", async () => {
  const folder = makeFolder();
  const store = memoryStore();
  const outside = join(makeFolder(), "secret.csv");
  writeFileSync(outside, `${HEADER}4601,secret,1\n`);
  symlinkSync(outside, join(folder, "subsidies-link.csv"));
  linkSync(outside, join(folder, "subsidies-hard.csv"));
  mkdirSync(join(folder, "subsidies-folder.csv"));
  writeFileSync(join(folder, "subsidies-a\nb.csv"), `${HEADER}4601,a,1\n`);
  assert.deepEqual(await pickUp(folder, CSV, store), []);
  assert.ok(existsSync(outside));
  // A folder of ours that was replaced by a link.
  const trapped = makeFolder();
  const elsewhere = makeFolder();
  symlinkSync(elsewhere, join(trapped, "taken"));
  writeFileSync(join(trapped, "subsidies-1.csv"), `${HEADER}4601,a,1\n`);
  await assertFault(pickUp(trapped, CSV, store), "not-connected");
  assert.deepEqual(readdirSync(elsewhere), []);
  await assertFault(pickUp(join(root, "missing"), CSV, store), "not-connected");
});

test("a name that leads elsewhere once the file was looked at changes nothing of what is read", async () => {
  const folder = makeFolder();
  const secret = join(makeFolder(), "secret.csv");
  writeFileSync(secret, `${HEADER}4601,secret,1\n`);
  const store = memoryStore();
  const swapped = { ...store, knows: async () => {
    rmSync(join(folder, "taking/subsidies-1.csv"));
    symlinkSync(secret, join(folder, "taking/subsidies-1.csv"));
    return false;
  } };
  writeFileSync(join(folder, "subsidies-1.csv"), `${HEADER}4601,own,1\n`);
  assert.deepEqual(await pickUp(folder, CSV, swapped), [{ name: "subsidies-1.csv", outcome: "taken", rows: 1 }]);
  assert.deepEqual(store.rows.map(({ row }) => row.programme), ["own"]);
});

test("a second name of a file from elsewhere is refused where nobody looked at it before", async () => {
  const folder = makeFolder();
  const secret = join(makeFolder(), "secret.csv");
  writeFileSync(secret, `${HEADER}4601,secret,1\n`);
  mkdirSync(join(folder, "taking"));
  linkSync(secret, join(folder, "taking/subsidies-1.csv"));
  const store = memoryStore();
  const picked = await pickUpFiles(folder, CSV, store, { restMs: 20, forgottenMs: 0 });
  assert.deepEqual(picked, [{ name: "subsidies-1.csv", outcome: "rejected", reason: "The file is not a file of its own." }]);
  assert.deepEqual(store.rows, []);
});

test("a fault of ours puts the file back, and what a crash left is taken up again", async () => {
  const folder = makeFolder();
  writeFileSync(join(folder, "subsidies-1.csv"), `${HEADER}4601,a,1\n`);
  const failing: DropStore = { ...memoryStore(), store: async () => Promise.reject(new Error("the database went away")) };
  await assert.rejects(pickUp(folder, CSV, failing), /went away/);
  assert.ok(existsSync(join(folder, "subsidies-1.csv")));
  const store = memoryStore();
  assert.equal((await pickUp(folder, CSV, store))[0]?.outcome, "taken");
});

test("what a process left behind is taken in before what came later, and while one is read the next waits", async () => {
  const folder = makeFolder();
  const store = memoryStore();
  mkdirSync(join(folder, "taking"));
  writeFileSync(join(folder, "taking/subsidies-1.csv"), `${HEADER}1,old,1\n`);
  writeFileSync(join(folder, "subsidies-1.csv"), `${HEADER}1,new,2\n`);
  assert.deepEqual(await pickUp(folder, CSV, store), [], "somebody may be reading the first");
  const picked = await pickUpFiles(folder, CSV, store, { restMs: 20, forgottenMs: 0 });
  assert.deepEqual(picked.map(({ outcome }) => outcome), ["taken", "taken"]);
  assert.deepEqual(store.rows.map(({ row }) => row.programme), ["old", "new"]);
});

test("several processes at once take each file once", async () => {
  const folder = makeFolder();
  const store = memoryStore();
  for (let index = 0; index < 10; index += 1) {
    writeFileSync(join(folder, `subsidies-${index}.csv`), `${HEADER}${index},a,1\n`);
    utimesSync(join(folder, `subsidies-${index}.csv`), 1_700_000_000 - index, 1_700_000_000 - index);
  }
  const picked = (await Promise.all([1, 2, 3].map(() => pickUp(folder, CSV, store)))).flat();
  assert.equal(picked.length, 10);
  assert.deepEqual(new Set(picked.map(({ outcome }) => outcome)), new Set(["taken"]));
  assert.equal(store.rows.length, 10);
});

test("of a folder full of names so many are looked at as can be, and the others in their turn", async () => {
  const folder = makeFolder();
  const store = memoryStore();
  for (let index = 0; index < 10; index += 1) writeFileSync(join(folder, `subsidies-${index}.csv`), `${HEADER}${index},a,1\n`);
  let taken = 0;
  for (const turn of [1, 2, 3]) {
    const picked = await pickUpFiles(folder, CSV, store, { restMs: 5, mostNames: 7 });
    assert.ok(picked.length <= 7, `${picked.length} at turn ${turn}`);
    taken += picked.length;
  }
  assert.equal(taken, 10);
});

test("a file of many pieces is read whole", async () => {
  const folder = makeFolder();
  writeFileSync(join(folder, "subsidies-1.csv"), HEADER + Array.from({ length: 50_000 }, (_each, index) => `${index},种粮直补,1\n`).join(""));
  const store = memoryStore();
  const [picked] = await pickUp(folder, CSV, store);
  assert.deepEqual(picked, { name: "subsidies-1.csv", outcome: "taken", rows: 50_000 });
  assert.ok(store.rows.every(({ key, line, row }, index) => key === String(index) && line === index + 2 && row.programme === "种粮直补"));
});

test("nothing of all this was left to crash the process", async () => {
  await sleep(100);
  assert.deepEqual(strayErrors, []);
});
