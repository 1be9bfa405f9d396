// The slots of any calendar: none outside its hours, none over a break, none on a day that is shut; and what may be booked when.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { addDays, atChina, chinaDate, chinaMinutes, minutesOf, weekdayOf } from "../../../kernel/china-time.ts";
import type { BookingCalendar, CalendarYear } from "../../catalogue/index.ts";
import { aBookingCalendar } from "../../catalogue/testing.ts";
import { firstFree, freeSlots, takenPlaces } from "./free-places.ts";
import { findRun, isBookable, lastBookableDay, opensAt, runFrom, type Slot, slotsOn } from "./slots.ts";

const text = (zh: string) => ({ zh, en: zh });
const YEARS: CalendarYear[] = [
  { id: "2026", provisional: false, source: "test", days: [{ date: "2026-10-01", name: text("国庆节"), isOffDay: true }, { date: "2026-10-10", name: text("国庆节调休上班"), isOffDay: false }, { date: "2026-09-20", name: text("国庆节调休上班"), isOffDay: false }] },
];
const times = (calendar: BookingCalendar, date: string, closings: Parameters<typeof slotsOn>[2] = []) => slotsOn(calendar, YEARS, closings, date).slots.map(({ startsAt }) => startsAt.toISOString().slice(11, 16));

/** Numbers that are the same each time, so that a failure comes again. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}
const hhmm = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

function anyCalendar(seed: number): BookingCalendar {
  const pick = chance(seed);
  const windows = () => {
    let at = pick(600);
    return Array.from({ length: pick(4) }, () => {
      const from = at + pick(60);
      const to = Math.min(1_440, from + 30 + pick(240));
      at = to;
      return { hours: `${hhmm(from)}-${hhmm(to)}`, capacity: 1 + pick(9), ...(pick(5) === 0 ? {} : { slotMinutes: 5 + pick(40) }) };
    }).filter(({ hours }) => { const [from = "", to = ""] = hours.split("-"); return minutesOf(from) < minutesOf(to); });
  };
  return aBookingCalendar({
    weekly: { monday: windows(), tuesday: windows(), wednesday: windows(), thursday: windows(), friday: windows(), saturday: windows(), sunday: windows() },
    bufferMinutes: pick(20), holidays: (["closed", "as-usual", "as-sunday"] as const)[pick(3)] ?? "closed",
    kinds: [{ id: "any", names: text("任何"), slots: 1 + pick(3) }], leadMinutes: pick(3_000), horizonDays: 1 + pick(30), ...(pick(2) === 0 ? {} : { releaseAt: hhmm(pick(1_440)) }),
  });
}

describe("for any calendar", () => {
  test("slots lie within a window, keep their buffer, and do not overlap", () => {
    for (let seed = 1; seed <= 400; seed += 1) {
      const calendar = anyCalendar(seed);
      for (let date = "2026-09-18"; date <= "2026-10-12"; date = addDays(date, 1)) {
        const day = slotsOn(calendar, YEARS, [], date);
        const windows = [calendar.weekly.monday, calendar.weekly.friday, calendar.weekly.sunday, Object.values(calendar.weekly)[weekdayOf(date) - 1] ?? []].flat();
        assert.equal(day.closed === undefined, day.slots.length > 0);
        day.slots.forEach((slot, index) => {
          assert.ok(slot.endsAt > slot.startsAt && slot.capacity > 0);
          assert.equal(chinaDate(slot.startsAt), date);
          assert.ok(windows.some(({ hours }) => { const [from = "", to = ""] = hours.split("-"); return slot.startsAt >= atChina(date, from) && slot.endsAt <= atChina(date, to); }), `${seed} ${date}`);
          const next = day.slots[index + 1];
          if (next) assert.ok(next.startsAt.getTime() >= slot.endsAt.getTime() + (next.window === slot.window ? calendar.bufferMinutes * 60_000 : 0));
        });
      }
    }
  });

  test("a visit of several slots takes neighbours of one window, and never one that is shut", () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const calendar = anyCalendar(seed);
      const closing = { date: "2026-11-23", hours: "10:00-11:00", reason: text("停电") };
      const day = slotsOn(calendar, YEARS, [closing], "2026-11-23");
      const open = slotsOn(calendar, YEARS, [], "2026-11-23");
      for (let minute = 0; minute < 1_440; minute += 5) {
        const at = new Date(atChina("2026-11-23", "00:00").getTime() + minute * 60_000);
        assert.deepEqual(findRun(calendar, YEARS, [closing], at, 3), runFrom(day, at, 3));
      }
      for (const slot of day.slots) {
        assert.ok(slot.endsAt <= atChina("2026-11-23", "10:00") || slot.startsAt >= atChina("2026-11-23", "11:00"));
        const run = runFrom(day, slot.startsAt, 3);
        if (!run) continue;
        if (slot.whole) { assert.deepEqual(run, [slot]); continue; }
        assert.deepEqual(run, runFrom(open, slot.startsAt, 3));
        assert.deepEqual(new Set(run.map(({ window }) => window)).size, 1);
      }
    }
  });

  test("a day opens at the moment it is said to, and not a minute before", () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const calendar = anyCalendar(seed);
      const date = "2026-11-22";
      for (const later of [0, 3, 14]) {
        const opens = opensAt(calendar, date, later);
        assert.ok(lastBookableDay(calendar, opens, later) >= date, `${seed} ${later}`);
        assert.ok(lastBookableDay(calendar, new Date(opens.getTime() - 60_000), later) < date, `${seed} ${later}`);
      }
    }
  });

  test("whoever is put back still gets to book: the horizon reaches beyond the lead", () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const calendar = anyCalendar(seed);
      if (calendar.horizonDays * 1_440 < calendar.leadMinutes + 2_880) continue;
      const now = new Date(Date.parse("2026-11-22T16:00:00Z") - 60_000);
      const last = lastBookableDay(calendar, now, 14);
      assert.ok(isBookable(calendar, { startsAt: atChina(last, "23:59") }, now), `${seed}: ${last}`);
    }
  });

  test("nothing is free beyond what there is, and what is taken is not free", () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const calendar = anyCalendar(seed);
      const [kind] = calendar.kinds;
      assert.ok(kind);
      const day = slotsOn(calendar, YEARS, [], "2026-11-23");
      const now = atChina("2026-11-01", "00:00");
      const pick = chance(seed);
      const rows = day.slots.map((slot) => ({ startsAt: slot.startsAt, kind: "", taken: pick(slot.capacity + 2) }));
      for (const free of freeSlots(calendar, day, { kind, services: 1 }, takenPlaces(rows), now)) {
        const run: Slot[] = runFrom(day, free.startsAt, kind.slots) ?? [];
        assert.equal(free.free, Math.max(0, Math.min(...run.map((slot) => slot.capacity - (rows.find(({ startsAt }) => startsAt === slot.startsAt)?.taken ?? 0)))));
        assert.ok(free.free <= free.capacity);
      }
      const asked = [calendar, day, { kind, services: 1 }, takenPlaces(rows), now] as const;
      assert.deepEqual(firstFree(...asked), freeSlots(...asked).find(({ free }) => free > 0), `seed ${seed}`);
    }
  });

  test("whoever asks for the first free place looks at no slot behind it", () => {
    const calendar = aBookingCalendar();
    const [kind] = calendar.kinds;
    assert.ok(kind);
    const day = slotsOn(calendar, YEARS, [], "2026-11-23");
    const looked = new Set<number>();
    const found = firstFree(calendar, day, { kind, services: 1 }, (startsAt) => (looked.add(startsAt.getTime()), startsAt.getTime() === day.slots[0]?.startsAt.getTime() ? 1_000 : 0), atChina("2026-11-01", "00:00"));
    assert.deepEqual([found?.startsAt, looked.size], [day.slots[1]?.startsAt, 2]);
  });
});

describe("holidays", () => {
  const morning = (capacity: number) => [{ hours: "09:00-10:00", slotMinutes: 30, capacity }];
  const weekly = { monday: morning(1), tuesday: morning(2), wednesday: morning(3), thursday: morning(4), friday: morning(5), saturday: [], sunday: [{ hours: "13:00-14:00", slotMinutes: 30, capacity: 7 }] };
  const capacityOn = (holidays: BookingCalendar["holidays"], date: string) => slotsOn(aBookingCalendar({ weekly, holidays }), YEARS, [], date).slots[0]?.capacity;

  test("a day off is shut, as usual, or as on Sunday, as the calendar says", () => {
    assert.deepEqual((["closed", "as-usual", "as-sunday"] as const).map((holidays) => capacityOn(holidays, "2026-10-01")), [undefined, 4, 7]);
    assert.deepEqual(slotsOn(aBookingCalendar({ weekly }), YEARS, [], "2026-10-01").closed, text("国庆节"));
  });
  test("a make-up Saturday keeps Friday's hours and a make-up Sunday Monday's; who takes no notice keeps their own", () => {
    assert.deepEqual([capacityOn("closed", "2026-10-10"), capacityOn("closed", "2026-09-20"), capacityOn("as-sunday", "2026-10-10")], [5, 1, 5]);
    assert.deepEqual([capacityOn("as-usual", "2026-10-10"), capacityOn("as-usual", "2026-09-20")], [undefined, 7]);
  });
  test("a day of its own goes before the holiday", () => {
    const calendar = aBookingCalendar({ weekly, exceptions: [{ date: "2026-10-01", reason: text("值班"), windows: morning(9) }, { date: "2026-11-23", reason: text("盘点"), windows: [] }] });
    assert.equal(slotsOn(calendar, YEARS, [], "2026-10-01").slots[0]?.capacity, 9);
    assert.deepEqual(slotsOn(calendar, YEARS, [], "2026-11-23").closed, text("盘点"));
  });
});

test("what the staff shut at short notice has no slots, and says why when nothing is left", () => {
  const calendar = aBookingCalendar();
  const all = times(calendar, "2026-11-23");
  assert.deepEqual(times(calendar, "2026-11-23", [{ date: "2026-11-23", hours: "09:30-10:00", reason: text("停电") }]), all.filter((time) => time !== "01:30"));
  assert.deepEqual(slotsOn(calendar, YEARS, [{ date: "2026-11-23", reason: text("停电") }], "2026-11-23").closed, text("停电"));
});

test("the lead time and the release of the last day", () => {
  const calendar = aBookingCalendar({ leadMinutes: 60, horizonDays: 7, releaseAt: "08:00" });
  const now = atChina("2026-11-23", "08:30");
  assert.equal(chinaMinutes(now), 510);
  assert.deepEqual([isBookable(calendar, { startsAt: atChina("2026-11-23", "09:30") }, now), isBookable(calendar, { startsAt: atChina("2026-11-23", "09:31") }, now)], [false, true]);
  assert.deepEqual([lastBookableDay(calendar, now), lastBookableDay(calendar, atChina("2026-11-23", "07:59"))], ["2026-11-29", "2026-11-28"]);
});
