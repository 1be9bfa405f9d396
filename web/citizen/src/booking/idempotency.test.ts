import assert from "node:assert/strict";
import { test } from "node:test";
import { keyKeeper } from "./idempotency.ts";

test("sent again, a change keeps its key; changed, it gets another", () => {
  const keyFor = keyKeeper();
  const first = keyFor({ hold: "a", needs: [] });
  assert.match(first, /^[0-9a-f]{36}$/);
  assert.equal(keyFor({ hold: "a", needs: [] }), first);
  assert.notEqual(keyFor({ hold: "a", needs: ["wheelchair"] }), first);
});
