// Only a place that is somebody's without any more ado lets them in.
import assert from "node:assert/strict";
import { test } from "node:test";
import { standingOf } from "./standing.ts";

const NOW = new Date("2027-01-01T12:00:00Z");
const LATER = "2027-01-01T12:00:01.000Z";
const entry = { number: 7, channel: "app", at: "2026-12-01T00:00:00.000Z" };

test("a place is theirs when it was confirmed, or when nothing is to be confirmed", () => {
  assert.equal(standingOf({ entry, result: { state: "won" } }, NOW), "confirmed");
  assert.equal(standingOf({ entry, result: { state: "confirmed", confirmedAt: LATER } }, NOW), "confirmed");
});

test("until it is confirmed it is not, and from the very moment on which that is over it is gone", () => {
  assert.equal(standingOf({ entry, result: { state: "won", confirmBy: LATER } }, NOW), "to-confirm");
  assert.equal(standingOf({ entry, result: { state: "won", confirmBy: NOW.toISOString() } }, NOW), "returned");
});

test("whoever withdrew has none, whatever came of the draw", () => {
  assert.equal(standingOf({ entry: { ...entry, withdrawnAt: LATER }, result: { state: "confirmed" } }, NOW), "returned");
});

test("everything else is said as it is", () => {
  for (const state of ["returned", "excluded", "not-drawn", "not-won"] as const) assert.equal(standingOf({ entry, result: { state } }, NOW), state);
  assert.equal(standingOf({}, NOW), "not-registered");
  assert.equal(standingOf({ entry }, NOW), "not-drawn");
});
