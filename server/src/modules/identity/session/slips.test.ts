import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { createMasterKeys } from "../../../kernel/crypto/keys.ts";
import { newId } from "../../../kernel/ids.ts";
import type { Session } from "./session.ts";
import { createSlips } from "./slips.ts";

const NOW = Date.UTC(2026, 10, 22);
const START = NOW - 60_000;
const TOKEN = "t".repeat(43);

function aSession(values: Partial<Session> = {}): Session {
  const at = new Date(NOW);
  return { id: newId(), person: newId(), kind: "personal", means: ["sms"], device: "", address: "", createdAt: at, lastSeenAt: at, expiresAt: new Date(NOW + 86_400_000), confirmedAt: at, level: 2, city: "haikou", accountState: "active", ...values };
}

test("a slip tells for ten minutes who a token's owner is, and to nobody with another token", () => {
  const slips = createSlips(createMasterKeys(1, new Map([[1, randomBytes(32)]])), START);
  const session = aSession();
  const slip = slips.write(session, TOKEN, NOW) ?? "";
  assert.deepEqual(slips.read(slip, TOKEN, NOW + 1_000), { person: session.person, level: 2 });
  assert.equal(slips.read(slip, "u".repeat(43), NOW), undefined);
  assert.equal(slips.read(slip, TOKEN, NOW + 10 * 60_000), undefined);
  assert.equal(slips.read(slip, TOKEN, NOW - 60_000), undefined, "from the future");
  assert.equal(slips.read(slip.replace(".2.", ".3."), TOKEN, NOW), undefined, "a level of their own choice");
  for (const odd of ["", "....", "1.2.3.4.5", "x".repeat(300), `${slip}.`]) assert.equal(slips.read(odd, TOKEN, NOW), undefined, odd);
});

test("a change of the person, and lost word of changes, make earlier slips worthless", () => {
  const slips = createSlips(createMasterKeys(1, new Map([[1, randomBytes(32)]])), START);
  const [one, other] = [aSession(), aSession()];
  const [first, second] = [slips.write(one, TOKEN, NOW) ?? "", slips.write(other, TOKEN, NOW) ?? ""];
  slips.personChanged(one.person, NOW + 500);
  assert.equal(slips.read(first, TOKEN, NOW + 600), undefined);
  assert.ok(slips.read(second, TOKEN, NOW + 600));
  assert.ok(slips.read(slips.write(one, TOKEN, NOW + 5_000) ?? "", TOKEN, NOW + 5_000), "what was read after the change counts again");
  slips.forgetAll(NOW + 6_000);
  assert.equal(slips.read(second, TOKEN, NOW + 6_000), undefined);
});

test("shared devices, closing accounts and sign-ins about to end get none", () => {
  const slips = createSlips(createMasterKeys(1, new Map([[1, randomBytes(32)]])), START);
  for (const values of [{ kind: "shared" }, { accountState: "closing" }, { expiresAt: new Date(NOW + 60_000) }] as Partial<Session>[]) assert.equal(slips.write(aSession(values), TOKEN, NOW), undefined);
});

test("slips outlive a rotation of the keys, and are nothing under other keys", () => {
  const [first, second] = [randomBytes(32), randomBytes(32)];
  const slip = createSlips(createMasterKeys(1, new Map([[1, first]])), START).write(aSession(), TOKEN, NOW) ?? "";
  assert.ok(createSlips(createMasterKeys(2, new Map([[1, first], [2, second]])), START).read(slip, TOKEN, NOW));
  assert.equal(createSlips(createMasterKeys(1, new Map([[1, second]])), START).read(slip, TOKEN, NOW), undefined);
});
