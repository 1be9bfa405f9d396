import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "./ids.ts";

test("an id is a UUID of version 7 that carries its time", () => {
  const before = Date.now();
  const id = newId();
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const carried = Number.parseInt(id.replace("-", "").slice(0, 12), 16);
  assert.ok(carried >= before && carried <= Date.now());
});

test("ids sort in the order they were made: within a millisecond, beyond what one can count, and when the clock is set back", () => {
  const future = Date.now() + 60_000;
  const ids = [
    ...Array.from({ length: 10_000 }, () => newId(future)),
    newId(future - 5_000),
    newId(future + 60_000),
  ];
  assert.deepEqual(ids, ids.toSorted());
  assert.equal(new Set(ids).size, ids.length);
});
