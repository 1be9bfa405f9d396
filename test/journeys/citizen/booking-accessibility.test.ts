// The screens of booking with something in them: axe, controls, sizes, and pictures for people to look at.
import assert from "node:assert/strict";
import { test } from "node:test";
import { examineScreens } from "./examine-screens.ts";
import { PEOPLE } from "./signed-in.ts";

const BOOKING_SCREENS = {
  "what can be booked": "/book",
  places: "/book/S103",
  kinds: "/book/S103?place=haikou-peoples-hospital-clinics",
  times: "/book/S186?place=five-lords-temple-tickets&party=2",
  wish: "/book/S103?place=haikou-peoples-hospital-clinics&kind=expert&wish=1",
  appointments: "/me/appointments",
  queue: "/queue/haikou-service-hall",
} as const;

test("axe, controls, sizes and pictures of booking", async () => {
  assert.deepEqual(await examineScreens(PEOPLE.booker, BOOKING_SCREENS), {});
});
