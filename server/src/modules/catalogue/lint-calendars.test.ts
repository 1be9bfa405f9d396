// A calendar that could not be kept is refused when it is published, and says what to mend.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { BookingCalendar } from "./booking-documents.ts";
import { lintBookings } from "./lint-bookings.ts";
import { aBookingCalendar, aCity } from "./testing.ts";

const text = { zh: "说明", en: "Words" };
const findingsOf = (change: Partial<BookingCalendar>) => lintBookings(aCity({ bookingCalendars: [aBookingCalendar(change)] })).map(({ of, rule, pointer }) => `${of.kind} ${of.id} ${rule} ${pointer}`);
const onMonday = (...windows: BookingCalendar["weekly"]["monday"]) => ({ weekly: { ...aBookingCalendar().weekly, monday: windows } });
const window = (hours: string, slotMinutes?: number) => ({ hours, capacity: 2, ...(slotMinutes === undefined ? {} : { slotMinutes }) });

test("a calendar without fault has no findings", () => {
  assert.deepEqual(findingsOf({}), []);
  assert.deepEqual(findingsOf({ ...onMonday(window("08:00-12:00"), window("12:00-24:00", 30)), exceptions: [{ date: "2026-12-24", reason: text, windows: [] }] }), []);
});

const FAULTS: [what: string, change: Partial<BookingCalendar>, findings: string[]][] = [
  ["a department that is not there", { department: "nobody" }, ["unknown /department"]],
  ["an office that is not there", { office: "nowhere" }, ["unknown /office"]],
  ["an item that is not there", { services: ["S001", "S999"] }, ["unknown /services/1"]],
  ["two kinds of one id", { kinds: [{ id: "a", names: text, slots: 1 }, { id: "a", names: text, slots: 2 }] }, ["double /kinds"]],
  ["two questions of one id", { questions: [1, 2].map(() => ({ id: "floor", names: text, required: false, longest: 5 })) }, ["double /questions"]],
  ["a window that ends before it begins", onMonday(window("12:00-09:00", 30)), ["hours /weekly/monday/0/hours"]],
  ["windows that overlap", onMonday(window("09:00-12:00", 30), window("11:00-13:00", 30)), ["hours /weekly/monday/1/hours"]],
  ["windows out of order", onMonday(window("14:00-17:00", 30), window("09:00-12:00", 30)), ["hours /weekly/monday/1/hours"]],
  ["a window in which no slot fits", onMonday(window("09:00-09:20", 30)), ["slots /weekly/monday/0"]],
  ["a window in which no slot fits with its buffer", { ...onMonday(window("09:00-09:30", 30)), bufferMinutes: 5 }, ["slots /weekly/monday/0"]],
  ["the same on a day of its own", { exceptions: [{ date: "2026-12-24", reason: text, windows: [window("10:00-09:00", 30)] }] }, ["hours /exceptions/0/windows/0/hours"]],
  ["a day that is there twice", { exceptions: [1, 2].map(() => ({ date: "2026-12-24", reason: text, windows: [] })) }, ["double /exceptions"]],
  ["changes that end before anybody could book", { horizonDays: 2, changeUntilMinutes: 2_881 }, ["change-until /changeUntilMinutes"]],
  ["a pattern that could be checked for minutes", { questions: [{ id: "plate", names: text, required: true, pattern: "(a+)+b", longest: 50 }] }, ["pattern /questions/0/pattern"]],
  ["a pattern that is none", { questions: [{ id: "plate", names: text, required: true, pattern: "[", longest: 50 }] }, ["pattern /questions/0/pattern"]],
];
for (const [what, change, findings] of FAULTS) {
  test(`refuses ${what}`, () => assert.deepEqual(findingsOf(change), findings.map((each) => `booking-calendar hall-counter ${each}`)));
}
