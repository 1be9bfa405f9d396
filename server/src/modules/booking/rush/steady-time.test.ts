import assert from "node:assert/strict";
import { test } from "node:test";
import { createSteadyTime } from "./steady-time.ts";

const NOON = Date.UTC(2026, 10, 22, 4);

/** A process whose clock is wrong and is set while it runs; only the count of milliseconds since its start is right. */
function aProcess(clockAhead: number) {
  let sinceStart = 1_000;
  let wallClock = NOON + clockAhead;
  const time = createSteadyTime(() => new Date(wallClock), { monotonic: () => sinceStart });
  return {
    time,
    pass(ms: number) {
      sinceStart += ms;
      wallClock += ms;
    },
    setClock(ms: number) {
      wallClock += ms;
    },
    hear: (databaseTime: number) => time.hear(databaseTime, sinceStart),
  };
}

test("the database's time is taken over at once, and a clock that is set changes nothing", () => {
  const one = aProcess(-40_000);
  one.hear(NOON);
  assert.equal(one.time.now(), NOON);
  one.setClock(3_600_000);
  one.pass(500);
  assert.equal(one.time.now(), NOON + 500);
  one.setClock(-7_200_000);
  one.pass(500);
  assert.equal(one.time.now(), NOON + 1_000);
});

test("time never goes back, whatever the database says", () => {
  const one = aProcess(0);
  one.hear(NOON);
  let last = one.time.now();
  for (const said of [-3_600_000, -5_000, 300, -20, 60_000, -60_000]) {
    one.pass(10);
    one.hear(last + said);
    const now = one.time.now();
    assert.ok(now >= last && now <= last + 1_000, `${now - last}`);
    last = now;
  }
});

test("a difference is made up for in small steps, and one that stays after a long sleep at once", () => {
  const one = aProcess(0);
  one.hear(NOON);
  one.pass(1_000);
  one.hear(NOON + 1_100);
  assert.equal(one.time.now(), NOON + 1_020);
  for (let second = 0; second < 6; second += 1) {
    one.pass(1_000);
    one.hear(NOON + 600_000 + second * 1_000);
  }
  assert.ok(Math.abs(one.time.now() - (NOON + 605_000)) < 100);
});
