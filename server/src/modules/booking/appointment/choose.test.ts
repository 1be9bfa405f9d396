// A kind of visit serves the items it names, or all of the calendar's.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { BookingCalendar } from "../../catalogue/index.ts";
import { chooseVisit } from "./choose.ts";

const names = { zh: "甲", en: "A" };
const calendar = {
  services: ["S138", "S139"],
  servicesPerVisit: 1,
  party: { most: 2, named: false },
  kinds: [{ id: "marriage", names, services: ["S138"], slots: 1 }, { id: "advice", names, slots: 1 }],
} as unknown as BookingCalendar;

test("a kind is booked for an item it serves", () => {
  assert.equal(chooseVisit(calendar, { kind: "marriage", services: ["S138"] }).kind.id, "marriage");
  assert.equal(chooseVisit(calendar, { kind: "advice", services: ["S139"] }).kind.id, "advice");
  assert.throws(() => chooseVisit(calendar, { kind: "marriage", services: ["S139"] }), { code: "invalid-request" });
});
