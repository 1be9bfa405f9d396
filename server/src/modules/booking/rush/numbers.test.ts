import assert from "node:assert/strict";
import { test } from "node:test";
import { createNumbers } from "./numbers.ts";

/** The database's side: counts what is taken. */
function aLine() {
  const line = { next: 0, asked: 0, async fetch(size: number) {
    line.asked += 1;
    line.next += size;
    return line.next - size;
  } };
  return line;
}

const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

async function takeOne(numbers: ReturnType<typeof createNumbers>, now: number): Promise<number> {
  for (;;) {
    const number = numbers.take(now);
    if (number !== undefined) return number;
    await new Promise<void>((resolve) => numbers.wait(resolve));
  }
}

test("nobody gets another's number, in one process or in two, and each sees them grow", async () => {
  const line = aLine();
  const processes = [createNumbers((size) => line.fetch(size)), createNumbers((size) => line.fetch(size))];
  const given = new Set<number>();
  const last = [-1, -1];
  for (let step = 0; step < 4_000; step += 1) {
    const which = step % 3 === 0 ? 1 : 0;
    const number = await takeOne(processes[which] as (typeof processes)[number], step / 4);
    assert.ok(!given.has(number));
    assert.ok(number > (last[which] as number));
    last[which] = number;
    given.add(number);
  }
  assert.ok(line.asked < 400, `the database was asked ${line.asked} times for 4,000`);
});

test("whoever comes now and then takes no numbers that nobody uses", async () => {
  const line = aLine();
  const numbers = createNumbers((size) => line.fetch(size));
  for (let step = 0; step < 50; step += 1) await takeOne(numbers, step * 2_000);
  await turn();
  assert.ok(line.next <= 110, `${line.next} numbers for 50 people`);
});

test("a burst that finds no number at hand is one question, and a failed one is asked again", async () => {
  let fails = 2;
  const line = aLine();
  const numbers = createNumbers((size) => (fails-- > 0 ? Promise.reject(new Error("down")) : line.fetch(size)), 1);
  const given = await Promise.all(Array.from({ length: 500 }, () => takeOne(numbers, 0)));
  assert.equal(new Set(given).size, 500);
  assert.ok(line.asked <= 3, String(line.asked));
});
