import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { createLane } from "./lane.ts";

const busy = (ms: number) => {
  for (const end = performance.now() + ms; performance.now() < end; );
};

test("work is done in its order, one at a time, and a failure stops nobody", async () => {
  const lane = createLane();
  const done: number[] = [];
  let now = 0;
  const all = await Promise.allSettled(Array.from({ length: 20 }, (_each, index) => lane(async () => {
    assert.equal(++now, 1);
    await sleep(1);
    now -= 1;
    if (index === 3) throw new Error("no");
    done.push(index);
    return index;
  })));
  assert.deepEqual(done, Array.from({ length: 20 }, (_each, index) => index).filter((index) => index !== 3));
  assert.equal(all.filter(({ status }) => status === "rejected").length, 1);
});

test("between two pieces of work everybody else has their turn", async () => {
  const lane = createLane();
  const work = Promise.all(Array.from({ length: 50 }, () => lane(async () => busy(4))));
  const meanwhile = { turns: 0, over: false };
  void work.then(() => (meanwhile.over = true));
  while (!meanwhile.over) {
    await sleep(1);
    meanwhile.turns += 1;
  }
  assert.ok(meanwhile.turns >= 10, `${meanwhile.turns} turns while 50 pieces were done`);
});
