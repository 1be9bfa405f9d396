import assert from "node:assert/strict";
import { test } from "node:test";
import { aKind } from "../testing.ts";
import { describeFields, pickFields, stateOf } from "./proof.ts";

const at = (text: string) => new Date(text);

test("a proof is valid until its last moment, and taken back for good", () => {
  const expires_at = at("2026-12-22T00:00:00Z");
  assert.equal(stateOf({ expires_at, revoked_at: null }, at("2026-12-21T23:59:59Z")), "valid");
  assert.equal(stateOf({ expires_at, revoked_at: null }, expires_at), "expired");
  assert.equal(stateOf({ expires_at, revoked_at: at("2026-11-23T00:00:00Z") }, at("2027-01-01T00:00:00Z")), "revoked");
});

test("a proof holds its own fields and their words, and nothing else", () => {
  const { fields } = aKind();
  assert.deepEqual(pickFields({ balance: 1, secret: 2, deposits: [] }, ["balance", "deposits", "absent"]), { balance: 1, deposits: [] });
  const described = describeFields(fields, ["deposits", "balance", "absent"]);
  assert.deepEqual(described.map(({ name, type, fields: members }) => [name, type, members?.map((member) => member.name)]), [["deposits", "list", ["month", "amount"]], ["balance", "money", undefined]]);
  assert.ok(described.every((field) => !("mask" in field) && !("sensitivity" in field)));
});
