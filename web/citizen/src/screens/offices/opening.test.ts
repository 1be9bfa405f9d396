// Open, opening later, closed: read off the week in the city's own time.
import assert from "node:assert/strict";
import { test } from "node:test";
import { cityTime, hoursRows, openState } from "./opening.ts";

const desk = ["08:30-12:00", "14:30-17:30"];
const hours = { weekly: { monday: desk, tuesday: desk, wednesday: desk, thursday: desk, friday: desk, saturday: [], sunday: [] } };
const at = (clock: string) => cityTime(new Date(`2026-11-20T${clock}:00+08:00`), "Asia/Shanghai");

test("the city's clock counts, not the phone's", () => {
  assert.deepEqual(cityTime(new Date("2026-11-20T23:30:00Z"), "Asia/Shanghai"), { date: "2026-11-21", weekday: "saturday", minutes: 450 });
});

test("a desk with a lunch break", () => {
  assert.deepEqual(openState(hours, at("08:00")), { state: "opens", at: "08:30" });
  assert.deepEqual(openState(hours, at("11:59")), { state: "open", until: "12:00" });
  assert.deepEqual(openState(hours, at("12:00")), { state: "opens", at: "14:30" });
  assert.deepEqual(openState(hours, at("17:30")), { state: "closed" });
  assert.deepEqual(openState(hours, { ...at("10:00"), weekday: "sunday" }), { state: "day-off" });
});

test("on a public holiday the weekly hours say nothing", () => {
  const name = { zh: "国庆节", en: "National Day" };
  const calendar = { days: [{ date: "2026-11-20", isOffDay: true, name }] };
  assert.deepEqual(openState(hours, at("10:00"), calendar), { state: "holiday", name });
});

test("days in a row with the same hours are one line", () => {
  assert.deepEqual(hoursRows(hours), [
    { first: "monday", last: "friday", spans: desk },
    { first: "saturday", last: "sunday", spans: [] },
  ]);
});
