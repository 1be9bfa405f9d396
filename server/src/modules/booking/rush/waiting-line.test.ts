/** The pure rules of the line: who is drawn where, and that nothing that somebody was told ever gets worse. */
import assert from "node:assert/strict";
import { randomBytes, randomInt } from "node:crypto";
import { test } from "node:test";
import { type Pace, releasedAt, turnOf } from "./release.ts";
import { commitmentOf, drawOrder } from "./waiting-order.ts";

test("the order of the early is one to one, at every size", () => {
  for (const size of [1, 2, 3, 4, 5, 15, 16, 17, 63, 64, 65, 257, 1_000, 4_097]) {
    const order = drawOrder(randomBytes(32), size);
    const positions = new Set(Array.from({ length: size }, (_, number) => order(number)));
    assert.equal(positions.size, size);
    assert.ok([...positions].every((position) => Number.isInteger(position) && position >= 0 && position < size), String(size));
  }
});

test("the order of some among seven million is drawn without drawing all", () => {
  const order = drawOrder(randomBytes(32), 7_000_000);
  const asked = Array.from({ length: 2_000 }, (_, index) => index * 3_499);
  assert.equal(new Set(asked.map(order)).size, asked.length);
});

test("the key alone decides the order, and its digest binds whoever published it", () => {
  const [key, other] = [randomBytes(32), randomBytes(32)];
  const positions = (with_: Buffer) => Array.from({ length: 200 }, (_, number) => drawOrder(with_, 200)(number));
  assert.deepEqual(positions(key), positions(Buffer.from(key)));
  assert.notDeepEqual(positions(key), positions(other));
  assert.notEqual(commitmentOf(key), commitmentOf(other));
  assert.match(commitmentOf(key), /^[0-9a-f]{64}$/);
});

test("numbers that nobody was given are refused", () => {
  const order = drawOrder(randomBytes(32), 10);
  for (const number of [-1, 10, 0.5, Number.NaN, 1e12]) assert.throws(() => order(number), RangeError);
});

test("who comes first before the opening is no likelier to stand in front: rank correlation and quarters over many draws", () => {
  const size = 1_000;
  const quarters = [[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]];
  const correlations: number[] = [];
  for (let draw = 0; draw < 40; draw += 1) {
    const order = drawOrder(randomBytes(32), size);
    let squares = 0;
    for (let number = 0; number < size; number += 1) {
      const position = order(number);
      squares += (number - position) ** 2;
      const row = quarters[Math.floor((number * 4) / size)] as number[];
      const column = Math.floor((position * 4) / size);
      row[column] = (row[column] as number) + 1;
    }
    correlations.push(1 - (6 * squares) / (size * (size * size - 1)));
  }
  const mean = correlations.reduce((sum, each) => sum + each, 0) / correlations.length;
  // Spearman's rho of independent orders has a deviation of 1/√999 = 0.032; the mean of forty 0.005. Five of each.
  assert.ok(Math.abs(mean) < 0.025, `mean ${mean}`);
  assert.ok(correlations.every((each) => Math.abs(each) < 0.16));
  const expected = (size * 40) / 16;
  const chiSquare = quarters.flat().reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  // Nine degrees of freedom: one in a million lies above 43.
  assert.ok(chiSquare < 43, `chi-square ${chiSquare}`);
});

/** As the database does it: a new pace begins where the last one ended. */
function changePace(pace: Pace, perSecond: number, now: number): Pace {
  const since = Math.max(now, pace.since);
  return { base: pace.base + (pace.perSecond * (since - pace.since)) / 1000, perSecond, since };
}

test("however the pace changes, what was let in stays so, and nobody is told a later turn than before", () => {
  for (let round = 0; round < 300; round += 1) {
    let now = 1_800_000_000_000;
    let pace: Pace = { base: randomInt(0, 50), perSecond: randomInt(0, 2_000), since: now };
    let released = 0;
    const positions = [0, 1, randomInt(0, 10_000), randomInt(0, 1_000_000)];
    const told: (number | undefined)[] = positions.map(() => undefined);
    const ahead = positions.map(() => Number.POSITIVE_INFINITY);
    for (let step = 0; step < 40; step += 1) {
      now += randomInt(0, 5_000);
      // Also by a process whose clock is a little behind.
      if (randomInt(0, 4) === 0) pace = changePace(pace, randomInt(0, 3) === 0 ? 0 : randomInt(1, 5_000), now - randomInt(0, 50));
      const letIn = Math.max(released, releasedAt(pace, now));
      assert.ok(letIn >= released);
      released = letIn;
      positions.forEach((position, index) => {
        const turnAt = turnOf(position, pace, now, told[index]);
        const before = told[index];
        if (before !== undefined) assert.ok(turnAt !== undefined && turnAt <= before, "a later turn than was told before");
        told[index] = turnAt;
        const waiting = Math.max(0, position - released);
        assert.ok(waiting <= (ahead[index] as number), "more people ahead than before");
        ahead[index] = waiting;
      });
    }
  }
});

test("at a steady pace everybody is let in by the time they were told", () => {
  const pace: Pace = { base: 10, perSecond: 250, since: 1_000_000 };
  for (let position = 0; position < 5_000; position += 13) {
    const turnAt = turnOf(position, pace, 1_000_500) as number;
    assert.ok(position < releasedAt(pace, turnAt), `position ${position}`);
  }
  assert.equal(turnOf(5, { ...pace, perSecond: 0 }, 1_000_500), undefined);
});
