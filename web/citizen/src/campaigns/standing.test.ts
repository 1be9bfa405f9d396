// What a page shows follows the clock between two answers, and an operator's word at once.
import assert from "node:assert/strict";
import { test } from "node:test";
import { campaignNow, nextChange } from "./standing.ts";

const opensAt = "2027-01-18T00:00:00Z";
const closesAt = "2027-01-19T16:00:00Z";
const before = Date.parse(opensAt) - 1;
const during = Date.parse(opensAt);
const after = Date.parse(closesAt);
const announced = { phase: "announced", paused: false, ended: false, opensAt, closesAt } as const;
const open = { ...announced, phase: "open" } as const;

test("a page drawn before the opening opens by the clock, and closes by it", () => {
  assert.equal(campaignNow(announced, undefined, before), "announced");
  assert.equal(campaignNow(announced, undefined, during), "open");
  assert.equal(campaignNow(open, undefined, after), "closed");
});

test("the lane's word counts where it knows more", () => {
  assert.equal(campaignNow(open, { state: "paused" }, during), "paused");
  assert.equal(campaignNow({ ...open, paused: true }, { state: "open" }, during), "open");
  assert.equal(campaignNow({ ...open, paused: true }, undefined, during), "paused");
  assert.equal(campaignNow(open, { state: "sold-out" }, during), "sold-out");
  assert.equal(campaignNow(open, { state: "ended" }, during), "ended");
});

test("a lane that still says announced does not close what the clock has opened", () => {
  assert.equal(campaignNow(open, { state: "announced" }, during), "open");
});

test("after the draw the published phase counts", () => {
  assert.equal(campaignNow({ ...open, phase: "confirming" }, { state: "closed" }, after), "confirming");
  assert.equal(campaignNow({ ...open, phase: "drawn", ended: true }, undefined, after), "ended");
});

test("the next change is the opening, then the end, then none", () => {
  assert.equal(nextChange({ opensAt, closesAt }, before), Date.parse(opensAt));
  assert.equal(nextChange({ opensAt, closesAt }, during), Date.parse(closesAt));
  assert.equal(nextChange({ opensAt, closesAt }, after), undefined);
});
