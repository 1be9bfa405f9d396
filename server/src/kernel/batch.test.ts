import assert from "node:assert/strict";
import { test } from "node:test";
import { createBatch } from "./batch.ts";

test("what is asked at the same moment is answered together, each with its own answer", async () => {
  const batches: number[][] = [];
  const begun = Promise.withResolvers<void>();
  const mayEnd = Promise.withResolvers<void>();
  const double = createBatch(async (items: number[]) => {
    batches.push(items);
    begun.resolve();
    await mayEnd.promise;
    return items.map((item) => item * 2);
  });
  const first = Promise.all([1, 2, 3].map(double));
  await begun.promise;
  const later = Promise.all([4, 5].map(double));
  mayEnd.resolve();
  assert.deepEqual(await first, [2, 4, 6]);
  assert.deepEqual(await later, [8, 10]);
  assert.deepEqual(batches, [[1, 2, 3], [4, 5]]);
});

test("one bad item spoils no other", async () => {
  const refuseOdd = createBatch(async (items: number[]) => {
    if (items.some((item) => item % 2 === 1)) throw new Error("odd");
    return items;
  });
  const settled = await Promise.allSettled([2, 3, 4].map(refuseOdd));
  assert.deepEqual(settled.map((each) => (each.status === "fulfilled" ? each.value : (each.reason as Error).message)), [2, "odd", 4]);
});

test("no batch grows without bound", async () => {
  const sizes: number[] = [];
  const count = createBatch(async (items: number[]) => {
    sizes.push(items.length);
    return items;
  });
  await Promise.all(Array.from({ length: 200 }, (_, index) => count(index)));
  assert.deepEqual(sizes, [64, 64, 64, 8]);
});
