import assert from "node:assert/strict";
import { test } from "node:test";
import type { RecordKind } from "../../catalogue/index.ts";
import type { Answer } from "../../sources/index.ts";
import { ACCOUNT, aKind } from "../testing.ts";
import { isProvable, summarise } from "./describe-record.ts";

const NOW = new Date("2026-11-22T04:00:00Z");
const answer = (change: Partial<Answer>): Answer => ({ kind: "fund-account", source: "fund", department: "transport", state: "current", record: ACCOUNT, obtainedAt: NOW, ...change });

test("a card shows single values, masked as the kind says, and leaves out what is not there", () => {
  assert.deepEqual(summarise(aKind(), ACCOUNT), { headline: { field: "balance", value: 88_050 }, facts: [{ field: "accountNumber", value: "***********5678" }, { field: "active", value: true }] });
  assert.deepEqual(summarise(aKind({ headline: "deposits", facts: ["deposits", "absent"] }), ACCOUNT), { facts: [] });
  assert.deepEqual(summarise(aKind(), undefined), { facts: [] });
  const [field] = aKind().fields;
  if (field?.type !== "text") throw new Error("the first field is no text");
  const masked = (mask: NonNullable<typeof field.mask>, value: string) => summarise({ fields: [{ ...field, mask }], headline: "accountNumber", facts: [] }, { accountNumber: value }).headline?.value;
  assert.deepEqual([masked("name", "周望舒"), masked("id-number", "460105188503140014"), masked("phone", "15400000001"), masked("account", "12")], ["周**", "4601************14", "154****0001", "**"]);
});

test("what the department said within a day can be proven, and what it calls fresh itself", () => {
  const dayAgo = new Date(NOW.getTime() - 86_400_000);
  const older = new Date(dayAgo.getTime() - 1);
  assert.ok(isProvable(aKind(), answer({}), NOW));
  assert.ok(isProvable(aKind(), answer({ obtainedAt: older }), NOW));
  assert.ok(isProvable(aKind(), answer({ state: "last-known", obtainedAt: dayAgo }), NOW));
  assert.ok(!isProvable(aKind(), answer({ state: "last-known", obtainedAt: older }), NOW));
  const { record: _gone, ...empty } = answer({ state: "no-record" });
  assert.ok(!isProvable(aKind(), empty, NOW));
  const kindWithout: Pick<RecordKind, "proof"> = {};
  assert.ok(!isProvable(kindWithout, answer({}), NOW));
});
