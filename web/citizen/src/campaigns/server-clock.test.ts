// The server's clock is read from the quickest answer, put right by half its way; a refusal is not answered by more questions.
import assert from "node:assert/strict";
import { test } from "node:test";
import { hasSlept, readSample, readServerClock, surestOf } from "./server-clock.ts";

test("half of the way there and back is taken off", () => {
  assert.deepEqual(readSample({ sentAt: 1_000, gotAt: 1_200, serverNow: 50_000 }), { offset: 48_900, within: 100 });
});

test("of several answers the quickest is believed", () => {
  const slow = { sentAt: 0, gotAt: 900, serverNow: 10_000 };
  const quick = { sentAt: 1_000, gotAt: 1_040, serverNow: 10_620 };
  assert.equal(surestOf([slow, quick])?.offset, 9_600);
  assert.equal(surestOf([]), undefined);
});

function network(ways: readonly number[], skew: number) {
  let steady = 0;
  let asked = 0;
  return {
    steady: () => steady,
    pause: (milliseconds: number) => {
      steady += milliseconds;
      return Promise.resolve();
    },
    ask: () => {
      const way = ways[asked] ?? 0;
      asked += 1;
      // The way there takes as long as the way back.
      steady += way / 2;
      const serverNow = steady + skew;
      steady += way / 2;
      return Promise.resolve(serverNow);
    },
    asked: () => asked,
  };
}

test("one quick answer is enough", async () => {
  const { ask, steady, pause, asked } = network([40], 7_000);
  assert.deepEqual(await readServerClock(ask, steady, pause), { offset: 7_000, within: 20 });
  assert.equal(asked(), 1);
});

test("over a slow network it asks a few times and takes the best, whatever the ways were", async () => {
  const { ask, steady, pause, asked } = network([900, 400, 700, 1_200], 7_000);
  assert.deepEqual(await readServerClock(ask, steady, pause), { offset: 7_000, within: 200 });
  assert.equal(asked(), 4);
});

test("a refusal ends the asking: what was learnt stays, and of nothing the refusal is told", async () => {
  let asked = 0;
  const refuse = () => {
    asked += 1;
    return Promise.reject(new Error("not now"));
  };
  await assert.rejects(readServerClock(refuse, () => 0, () => Promise.resolve()), /not now/);
  assert.equal(asked, 1);
});

test("a device that slept is noticed, one whose clocks run alike is not", () => {
  assert.equal(hasSlept({ steady: 0, wall: 100 }, { steady: 60_000, wall: 60_100 }), false);
  assert.equal(hasSlept({ steady: 0, wall: 100 }, { steady: 2_000, wall: 3_600_100 }), true);
});
