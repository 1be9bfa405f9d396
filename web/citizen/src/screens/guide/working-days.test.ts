// The promised day agrees with the published holiday arrangements, make-up working days included.
import assert from "node:assert/strict";
import { test } from "node:test";
import { addWorkingDays, promisedBy } from "./working-days.ts";

const name = { zh: "假日", en: "Holiday" };

function off(year: number, month: number, first: number, last: number) {
  const days = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return days.map((day) => ({ date: `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`, isOffDay: true, name }));
}

const calendar = {
  days: [
    ...off(2026, 1, 1, 3), ...off(2026, 2, 15, 23), ...off(2026, 4, 4, 6), ...off(2026, 5, 1, 5), ...off(2026, 6, 19, 21), ...off(2026, 9, 25, 27), ...off(2026, 10, 1, 7),
    ...["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"].map((date) => ({ date, isOffDay: false, name })),
  ],
};

test("working days follow the 2026 arrangement", () => {
  const expected: [string, number, string][] = [
    ["2026-02-13", 1, "2026-02-14"], ["2026-02-13", 5, "2026-02-27"], ["2026-02-13", 20, "2026-03-19"],
    ["2026-04-30", 5, "2026-05-11"], ["2026-04-30", 20, "2026-06-01"],
    ["2026-09-30", 1, "2026-10-08"], ["2026-09-30", 5, "2026-10-13"], ["2026-09-30", 10, "2026-10-20"],
    ["2026-09-18", 1, "2026-09-20"], ["2026-09-18", 5, "2026-09-24"], ["2025-12-31", 1, "2026-01-04"], ["2025-12-31", 20, "2026-01-29"],
  ];
  for (const [from, count, day] of expected) assert.equal(addWorkingDays(from, count, calendar), day, `${from} + ${count}`);
});

test("calendar days and months run through weekends; a month never overflows into the next but one", () => {
  assert.equal(promisedBy("2026-11-20", { amount: 3, unit: "calendar-day" }, calendar), "2026-11-23");
  assert.equal(promisedBy("2026-01-31", { amount: 1, unit: "month" }, calendar), "2026-02-28");
  assert.equal(promisedBy("2026-11-20", { amount: 2, unit: "hour" }, calendar), undefined);
});
