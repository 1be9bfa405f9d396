// The screens of one's records and proofs, with something in them: axe, controls, sizes, and pictures for people to look at.
import assert from "node:assert/strict";
import { test } from "node:test";
import { examineScreens } from "./examine-screens.ts";
import { PEOPLE } from "./signed-in.ts";

const RECORD_SCREENS = {
  "my data": "/me/data",
  "record with charts": "/me/data/social-insurance-contributions",
  "record with a schedule": "/me/data/housing-fund-loan",
  "record that a clerk looks up": "/me/data/marriage-record",
  proofs: "/me/proofs",
  "new proof": "/me/proofs/new/social-insurance-contributions",
  driving: "/traffic",
  "move a car": "/traffic/move-car",
} as const;

const CONTENT = {
  "my data": ".record-card",
  "record with charts": ".record-charts",
  "record with a schedule": ".record-table",
  driving: ".record-card-facts",
} as const;

test("axe, controls, sizes and pictures of records and proofs", async () => {
  assert.deepEqual(await examineScreens(PEOPLE.examined, RECORD_SCREENS, CONTENT), {});
});
