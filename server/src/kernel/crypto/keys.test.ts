import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { inspect } from "node:util";
import { StartupError } from "../errors.ts";
import { SealedValueDamaged } from "./cipher.ts";
import { createMasterKeys, openKeyFile } from "./keys.ts";

const folder = mkdtempSync(join(tmpdir(), "citizen-cloud-keys-"));
after(() => rmSync(folder, { recursive: true }));

const aSecret = () => randomBytes(32);
let files = 0;
function aKeyFile(contents: unknown, mode = 0o600): string {
  const path = join(folder, `keys-${(files += 1)}.json`);
  writeFileSync(path, typeof contents === "string" ? contents : JSON.stringify(contents), { mode });
  chmodSync(path, mode);
  return path;
}

/** Unreadable even for root, as whom tests may run. */
function aLinkToItself(): string {
  const path = join(folder, "loop.json");
  symlinkSync(path, path);
  return path;
}

test("a missing key file is made once, for its owner only, and never replaced", () => {
  const path = join(folder, "new", "keys.json");
  const first = openKeyFile(path, { createIfMissing: true });
  assert.equal(statSync(path).mode & 0o777, 0o600);
  const contents = readFileSync(path, "utf8");
  const second = openKeyFile(path, { createIfMissing: true });
  assert.equal(readFileSync(path, "utf8"), contents);
  assert.deepEqual(first.derive("label"), second.derive("label"));
  assert.deepEqual(readdirSync(join(folder, "new")), ["keys.json"]);
});

test("what one version wraps still unwraps after the next becomes current, and not without it", async () => {
  const [one, two] = [aSecret(), aSecret()];
  const dataKey = randomBytes(32);
  const before = openKeyFile(aKeyFile({ current: 1, keys: { 1: one.toString("base64") } }), { createIfMissing: false });
  const rotated = openKeyFile(aKeyFile({ current: 2, keys: { 1: one.toString("base64"), 2: two.toString("base64") } }), { createIfMissing: false });
  const wrapped = await before.wrap(dataKey, "place");
  assert.equal(wrapped.masterVersion, 1);
  assert.deepEqual(await rotated.unwrap(wrapped, "place"), dataKey);
  assert.equal((await rotated.wrap(dataKey, "place")).masterVersion, 2);
  assert.deepEqual(rotated.versions, [2, 1]);
  const retired = createMasterKeys(2, new Map([[2, two]]));
  await assert.rejects(retired.unwrap(wrapped, "place"), SealedValueDamaged);
  await assert.rejects(rotated.unwrap(wrapped, "elsewhere"), SealedValueDamaged);
  await assert.rejects(rotated.unwrap({ ...wrapped, masterVersion: 2 }, "place"), SealedValueDamaged);
});

test("what one cipher wraps unwraps when the setting is another", async () => {
  const secrets = new Map([[1, aSecret()]]);
  const dataKey = randomBytes(16);
  const wrapped = await createMasterKeys(1, secrets, "sm4-gcm").wrap(dataKey, "place");
  assert.deepEqual(await createMasterKeys(1, secrets, "aes-256-gcm").unwrap(wrapped, "place"), dataKey);
});

test("every label and version derives bytes of its own, always the same", () => {
  const keys = createMasterKeys(2, new Map([[1, aSecret()], [2, aSecret()]]));
  assert.deepEqual(keys.derive("a"), keys.derive("a", 2));
  const derived = [keys.derive("a"), keys.derive("b"), keys.derive("a", 1), keys.derive("b", 1)].map((bytes) => bytes.toString("hex"));
  assert.equal(new Set(derived).size, 4);
  assert.equal(derived[0]?.length, 64);
  assert.throws(() => keys.derive("a", 3), RangeError);
});

test("HKDF is that of RFC 5869 over our own info", () => {
  // Computed by another program from the RFC's two steps: a change of the derivation would make every stored value unreadable.
  const keys = createMasterKeys(1, new Map([[1, Buffer.alloc(32, 7)]]));
  assert.equal(keys.derive("example").toString("hex"), "c8253e342b04046678100d3091e725eae9efb0d0419aed515912b7659fb62ef8");
});

const good = aSecret().toString("base64");
const REFUSED: [what: string, path: () => string, sentence: RegExp][] = [
  ["a missing file", () => join(folder, "none.json"), /There is no key file at .*none\.json/],
  ["a file that cannot be reached", () => aLinkToItself(), /cannot be read: give it to the user/],
  ["a folder", () => folder, /There is no key file/],
  ["a file others can read", () => aKeyFile({ current: 1, keys: { 1: good } }, 0o644), /may be read or changed by others: run chmod 600/],
  ["a file its group can change", () => aKeyFile({ current: 1, keys: { 1: good } }, 0o660), /may be read or changed by others/],
  ["not JSON", () => aKeyFile(`{"current": 1, "keys": {"1": ${good}}}`), /malformed: it is not JSON/],
  ["null", () => aKeyFile("null"), /malformed: "keys" must map/],
  ["no current key", () => aKeyFile({ keys: { 1: good } }), /"current" must name one of the keys/],
  ["a current key that is missing", () => aKeyFile({ current: 2, keys: { 1: good } }), /"current" must name one of the keys/],
  ["a short key", () => aKeyFile({ current: 1, keys: { 1: "c2hvcnQ=" } }), /key 1 must be 32 bytes in base64/],
  ["a key that is no text", () => aKeyFile({ current: 1, keys: { 1: 7 } }), /key 1 must be 32 bytes in base64/],
  ["version 0", () => aKeyFile({ current: 0, keys: { 0: good } }), /a version is a whole number from 1 to 32767/],
  ["a rotation that forgot to make a new key", () => aKeyFile({ current: 2, keys: { 1: good, 2: good } }), /key 2 repeats an earlier key/],
];
for (const [what, path, sentence] of REFUSED) {
  test(`${what} is refused in a sentence that shows no key`, () => {
    assert.throws(
      () => openKeyFile(path(), { createIfMissing: false }),
      (error) => error instanceof StartupError && sentence.test(error.message) && !inspect(error, { depth: null }).includes(good),
    );
  });
}

test("the keys show their versions and nothing else, printed or serialised", () => {
  const secret = aSecret();
  const keys = createMasterKeys(1, new Map([[1, secret]]));
  assert.equal(JSON.stringify(keys), '{"currentVersion":1,"versions":[1]}');
  const shown = inspect(keys, { depth: null, showHidden: true });
  assert.ok(!shown.includes("Buffer") && !shown.includes(secret.toString("hex")) && !shown.includes(secret.toString("base64")), shown);
});
