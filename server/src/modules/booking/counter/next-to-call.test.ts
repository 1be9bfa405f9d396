import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { classOf, EARLY_MS, isDue, LATE_CREDIT_MS, LATE_MS, type Mix, nextToCall, NOTHING_OWED, type Waiting } from "./next-to-call.ts";

const NINE = Date.parse("2026-11-23T01:00:00Z");
const MINUTE_MS = 60_000;
const at = (minutes: number) => NINE + minutes * MINUTE_MS;

let taken = 0;
function aTicket(change: Partial<Waiting> = {}): Waiting {
  taken += 1;
  return { id: `t${taken}`, arrivedAt: NINE, order: taken, priority: false, walkInPercent: 30, ...change };
}
const anAppointment = (startsAt: number, change: Partial<Waiting> = {}) => aTicket({ startsAt, arrivedAt: startsAt - 5 * MINUTE_MS, ...change });

/** Calls everybody, one each minute. */
function callAll(waiting: Waiting[], now = NINE, mix: Mix = NOTHING_OWED): Waiting[] {
  const called: Waiting[] = [];
  let left = waiting;
  for (let clock = now; left.length > 0; clock += MINUTE_MS) {
    const next = nextToCall(left, mix, clock);
    assert.ok(next);
    mix = next.mix;
    called.push(next.ticket);
    left = left.filter((each) => each !== next.ticket);
  }
  return called;
}

describe("appointments", () => {
  test("come in the order of their times, whoever arrived first", () => {
    const [later, sooner] = [anAppointment(at(10), { arrivedAt: at(-60) }), anAppointment(at(0), { arrivedAt: at(-1) })];
    assert.deepEqual(callAll([later, sooner], at(10)), [sooner, later]);
  });

  test("who came early waits for their time while anybody else is due, and is called before it when nobody is", () => {
    const early = anAppointment(at(60), { arrivedAt: at(-30) });
    const walkIn = aTicket();
    assert.equal(nextToCall([early, walkIn], NOTHING_OWED, NINE)?.ticket, walkIn);
    assert.equal(nextToCall([early], NOTHING_OWED, NINE)?.ticket, early);
    assert.deepEqual([isDue(early, at(60) - EARLY_MS - 1), isDue(early, at(60) - EARLY_MS)], [false, true]);
  });

  test("a quarter of an hour late keeps the time; more waits as a walk-in, as if ten minutes earlier", () => {
    assert.equal(classOf({ startsAt: NINE, arrivedAt: NINE + LATE_MS }), "appointment");
    const late = anAppointment(NINE, { arrivedAt: NINE + LATE_MS + 1 });
    assert.equal(classOf(late), "walk-in");
    const before = aTicket({ arrivedAt: late.arrivedAt - LATE_CREDIT_MS - 1 });
    const after = aTicket({ arrivedAt: late.arrivedAt - LATE_CREDIT_MS + 1 });
    assert.deepEqual(callAll([after, late, before], at(30)), [before, late, after]);
  });
});

describe("the mix", () => {
  test("while some of both wait, walk-ins get the calendar's share of the turns", () => {
    for (const percent of [10, 25, 30, 50, 80]) {
      const both = [...Array.from({ length: 200 }, () => anAppointment(NINE)), ...Array.from({ length: 200 }, () => aTicket({ walkInPercent: percent }))];
      const share = callAll(both, NINE).slice(0, 100).filter((ticket) => ticket.startsAt === undefined).length;
      assert.ok(Math.abs(share - percent) <= 1, `${percent} % gave ${share} of 100 turns`);
    }
  });

  test("a share of none or of all leaves nobody out: one turn of ten", () => {
    const called = (percent: number) => callAll([...Array.from({ length: 60 }, () => anAppointment(NINE)), ...Array.from({ length: 60 }, () => aTicket({ walkInPercent: percent }))]).slice(0, 20);
    assert.equal(called(0).filter((ticket) => ticket.startsAt === undefined).length, 2);
    assert.equal(called(100).filter((ticket) => ticket.startsAt !== undefined).length, 2);
  });

  test("nothing is owed for turns in which there was no choice", () => {
    const next = nextToCall([aTicket(), aTicket()], NOTHING_OWED, NINE);
    assert.deepEqual(next?.mix, NOTHING_OWED);
  });

  test("the priority lane goes first and has every second turn, so that it holds nobody up for long", () => {
    const lane = Array.from({ length: 5 }, () => aTicket({ priority: true, arrivedAt: at(10) }));
    const others = Array.from({ length: 5 }, () => aTicket());
    assert.deepEqual(callAll([...others, ...lane], at(20)).map(({ priority }) => priority), [true, false, true, false, true, false, true, false, true, false]);
  });

  test("nobody waiting: nobody is called", () => {
    assert.equal(nextToCall([], NOTHING_OWED, NINE), undefined);
  });
});

/** mulberry32: the same days every time. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Day {
  arrivals: Waiting[];
  counters: number;
  everyMinutes: number;
}

function aDay(seed: number): Day {
  const random = randomFrom(seed);
  const whole = (most: number) => Math.floor(random() * most);
  const walkInPercent = whole(101);
  const arrivals = Array.from({ length: 20 + whole(120) }, (_each, index): Waiting => {
    const minute = whole(240);
    const booked = random() < 0.6;
    const startsAt = booked ? at(Math.floor(minute / 15) * 15) : undefined;
    return { id: `d${index}`, arrivedAt: startsAt === undefined ? at(minute) : startsAt + (whole(60) - 35) * MINUTE_MS, order: 0, priority: random() < 0.15, walkInPercent, ...(startsAt === undefined ? {} : { startsAt }) };
  });
  arrivals.sort((a, b) => a.arrivedAt - b.arrivedAt).forEach((ticket, index) => (ticket.order = index));
  return { arrivals, counters: 1 + whole(5), everyMinutes: 1 + whole(12) };
}

/** Plays a day: counters that call whenever they are free, each with what it owes. */
function play({ arrivals, counters, everyMinutes }: Day, seen: (call: { ticket: Waiting; waiting: Waiting[]; now: number; counter: number }) => void): void {
  const mixes = Array.from({ length: counters }, () => NOTHING_OWED);
  let left = [...arrivals];
  for (let minute = -60; left.length > 0; minute += 1) {
    for (let counter = 0; counter < counters; counter += 1) {
      if ((minute + counter) % everyMinutes !== 0) continue;
      const waiting = left.filter(({ arrivedAt }) => arrivedAt <= at(minute));
      const next = nextToCall(waiting, mixes[counter] ?? NOTHING_OWED, at(minute));
      assert.equal(next === undefined, waiting.length === 0, "a counter stands idle while somebody waits");
      if (!next) continue;
      mixes[counter] = next.mix;
      seen({ ticket: next.ticket, waiting, now: at(minute), counter });
      left = left.filter((each) => each !== next.ticket);
    }
    assert.ok(minute < 10_000, "the day does not end");
  }
}

test("two hundred days: everybody is called once, nobody early before somebody due, and the order within each kind holds", () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const day = aDay(seed);
    const called = new Set<string>();
    play(day, ({ ticket, waiting, now }) => {
      assert.ok(!called.has(ticket.id));
      called.add(ticket.id);
      if (!isDue(ticket, now)) assert.ok(!waiting.some((each) => isDue(each, now)), `day ${seed}: somebody early went before somebody due`);
      for (const other of waiting) {
        if (other === ticket || other.priority !== ticket.priority || classOf(other) !== classOf(ticket) || !isDue(other, now) || !isDue(ticket, now)) continue;
        if (classOf(ticket) === "appointment") assert.ok((ticket.startsAt ?? 0) <= (other.startsAt ?? 0), `day ${seed}: a later appointment went first`);
        else if (ticket.startsAt === other.startsAt) assert.ok(ticket.arrivedAt <= other.arrivedAt, `day ${seed}: a walk-in was overtaken by a later one`);
      }
    });
    assert.equal(called.size, day.arrivals.length);
  }
});

/**
 * A line is served by turns of one counter, at least one of two for the ordinary lane and one of ten of those for either
 * kind: whoever has k of their own kind and lane before them waits for at most 20 (k + 1) of its turns while others are due.
 */
test("two hundred days: everybody's wait is bounded by those of their own kind before them, however many others come", () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const day = { ...aDay(seed), counters: 1 };
    const turns = new Map<string, { passed: number; bound: number }>();
    play(day, ({ ticket, waiting, now }) => {
      for (const each of waiting) {
        if (!isDue(each, now)) continue;
        const before = waiting.filter((other) => other !== each && other.priority === each.priority && classOf(other) === classOf(each) && isDue(other, now)).length;
        const count = turns.get(each.id) ?? { passed: 0, bound: 0 };
        // Appointments of an earlier time may still come; the bound is that of the most there ever were.
        turns.set(each.id, { passed: count.passed + 1, bound: Math.max(count.bound, 20 * (before + 1)) });
      }
      const count = turns.get(ticket.id);
      if (count) assert.ok(count.passed <= count.bound, `day ${seed}: ${ticket.id} waited ${count.passed} turns, bound ${count.bound}`);
    });
  }
});

test("however many of the others keep coming, a lone walk-in without priority is called within twenty turns", () => {
  const alone = aTicket({ walkInPercent: 0 });
  let mix = NOTHING_OWED;
  for (let turn = 1; ; turn += 1) {
    const rush = [...Array.from({ length: 9 }, () => anAppointment(NINE)), ...Array.from({ length: 9 }, () => aTicket({ priority: true }))];
    const next = nextToCall([alone, ...rush], mix, NINE);
    assert.ok(next);
    if (next.ticket === alone) break;
    mix = next.mix;
    assert.ok(turn < 20, "the walk-in starves");
  }
});
