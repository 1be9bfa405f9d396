import assert from "node:assert/strict";
import { test } from "node:test";
import { evaluateNotices } from "./notices.ts";
import { aKind } from "./testing.ts";

const text = { zh: "余额不足", en: "Low" };
const notice = (when: string) => ({ when, tone: "info" as const, text });

async function said(notices: ReturnType<typeof notice>[], record: Record<string, unknown> | undefined = { balance: 5 }) {
  const warnings: unknown[] = [];
  const log = { warn: (...words: unknown[]) => void warnings.push(words) };
  const result = await evaluateNotices(aKind({ notices }), record, { today: "2026-11-22", log });
  return { tones: result.length, warnings: warnings.length };
}

test("a condition that holds is said, and one that fails spoils no other and is reported once", async () => {
  assert.deepEqual(await said([notice("balance < 10"), notice("balance > 10"), notice('$today = "2026-11-22"')]), { tones: 2, warnings: 0 });
  const broken = [notice("balance <"), notice("$nothing(1)"), notice("balance < 10")];
  assert.deepEqual(await said(broken), { tones: 1, warnings: 2 });
  assert.deepEqual(await said(broken), { tones: 1, warnings: 0 });
});

test("only true is true, and without a record nothing is said", async () => {
  assert.deepEqual(await said([notice("balance"), notice('"yes"'), notice("absent > 3")]), { tones: 0, warnings: 0 });
  assert.equal((await evaluateNotices(aKind(), undefined, { today: "2026-11-22", log: { warn: () => undefined } })).length, 0);
});
