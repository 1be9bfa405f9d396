import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CALM_MS, followPressure, isServed, joinPeriods, LEVELS, levelUnder, type LoadState, NORMAL, type Pressure, RISE_MS } from "./level.ts";

const pressure = (loopDelayMs: number, databaseWaitMs = 0): Pressure => ({ loopDelayMs, databaseWaitMs });

/** Follows a pressure second by second. */
function follow(state: LoadState, seconds: number, at: (second: number) => Pressure, from = 0): LoadState {
  let next = state;
  for (let second = 0; second < seconds; second += 1) next = followPressure(next, at(second), (from + second) * 1_000);
  return next;
}

describe("up fast", () => {
  test("after three seconds of pressure it rises to what all of them asked for at least", () => {
    assert.equal(follow(NORMAL, 3, () => pressure(130)).level, 0);
    assert.equal(follow(NORMAL, 4, () => pressure(130)).level, 1);
    assert.equal(follow(NORMAL, 4, () => pressure(0, 600)).level, 1);
    assert.equal(follow(NORMAL, 4, () => pressure(2_000)).level, 3);
    assert.equal(follow(NORMAL, 4, (second) => pressure(second === 2 ? 310 : 2_000)).level, 2);
  });

  test("one large request in between raises nothing", () => {
    assert.equal(follow(NORMAL, 60, (second) => pressure(second % 3 === 0 ? 10 : 2_000)).level, 0);
  });
});

describe("down slowly", () => {
  test("one level for each half minute of calm, to normal", () => {
    const strained: LoadState = { level: 3 };
    assert.equal(follow(strained, 30, () => pressure(0)).level, 3);
    assert.equal(follow(strained, 31, () => pressure(0)).level, 2);
    assert.equal(follow(strained, 61, () => pressure(0)).level, 1);
    assert.equal(follow(strained, 91, () => pressure(0)).level, 0);
  });

  test("between calm and pressure it stays where it is, however long", () => {
    assert.equal(follow({ level: 1 }, 10_000, () => pressure(100)).level, 1);
    assert.equal(follow({ level: 1 }, 10_000, (second) => pressure(second % 29 === 0 ? 100 : 0)).level, 1);
  });
});

describe("whatever the pressure does", () => {
  /** Repeats itself for a seed: a failure is found again. */
  const chance = (seed: number) => () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;

  test("the level is one of four, rises only under pressure that lasted, and falls by one at a time after calm that lasted", () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const random = chance(seed);
      let state = NORMAL;
      const past: { at: number; pressure: Pressure }[] = [];
      for (let now = 0, lastFall = 0; now < 400_000; now += 200 + random() * 1_800) {
        const load = random() < 0.5 ? pressure(random() * 60, random() * 200) : pressure(random() ** 3 * 1_500, random() ** 3 * 6_000);
        past.push({ at: now, pressure: load });
        const before = state.level;
        state = followPressure(state, load, now);
        assert.ok(LEVELS.includes(state.level));
        const during = (ms: number) => past.filter(({ at }) => at >= now - ms);
        if (state.level > before) assert.ok(during(RISE_MS).every((each) => each.pressure.loopDelayMs >= 120 || each.pressure.databaseWaitMs >= 500), `seed ${seed}: rose without lasting pressure`);
        if (state.level < before) {
          assert.equal(state.level, before - 1, `seed ${seed}: fell by more than one`);
          assert.ok(now - lastFall >= CALM_MS, `seed ${seed}: fell twice within half a minute`);
          lastFall = now;
        }
      }
    }
  });

  test("after any past, calm leads to normal and heavy pressure to the essential alone", () => {
    for (let seed = 1; seed <= 50; seed += 1) {
      const random = chance(seed);
      const state = follow(NORMAL, 100, () => pressure(random() * 1_500, random() * 6_000));
      assert.equal(follow(state, 100, () => pressure(0), 100).level, 0);
      assert.equal(follow(state, 10, () => pressure(5_000), 100).level, 3);
    }
  });
});

test("the hand asks for more rest, or for none, until its time is over", () => {
  const now = new Date(1_000);
  const hand = (level: 0 | 1 | 2 | 3, until = 2_000) => ({ level, until: new Date(until) });
  assert.deepEqual([levelUnder(1, undefined, now), levelUnder(1, hand(2), now), levelUnder(3, hand(2), now), levelUnder(3, hand(0), now)], [1, 2, 3, 0]);
  assert.deepEqual([levelUnder(1, hand(3, 1_000), now), levelUnder(2, hand(0, 999), now)], [1, 2]);
});

test("what is essential is always served, what is heavy only on a normal day", () => {
  assert.deepEqual(LEVELS.map((level) => isServed("essential", level)), [true, true, true, true]);
  assert.deepEqual(LEVELS.map((level) => isServed("ordinary", level)), [true, true, true, false]);
  assert.deepEqual(LEVELS.map((level) => isServed("heavy", level)), [true, false, false, false]);
});

test("what several processes wrote is one period, as high as it got", () => {
  const at = (minute: number) => new Date(minute * 60_000);
  const load = (level: 0 | 1 | 2 | 3, began: number, ended?: number) => ({ level, by: "load" as const, began: at(began), ...(ended === undefined ? {} : { ended: at(ended) }) });
  assert.deepEqual(joinPeriods([load(2, 3, 8), load(1, 1, 3), load(1, 20, 21), load(3, 2, 5)]), [load(3, 1, 8), load(1, 20, 21)]);
  assert.deepEqual(joinPeriods([load(1, 1, 2), load(2, 2)]), [load(2, 1)]);
  assert.deepEqual(joinPeriods([]), []);
});
