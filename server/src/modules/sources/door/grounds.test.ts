import assert from "node:assert/strict";
import { test } from "node:test";
import type { Agreement } from "../../catalogue/index.ts";
import { findLacking } from "./grounds.ts";

const agreement: Agreement = {
  id: "housing-asks-hrss",
  names: { zh: "购房资格核验", en: "Checking who may buy a home" },
  provider: "hrss",
  consumer: "housing",
  purpose: { zh: "核验购房资格", en: "Checking who may buy a home" },
  ground: { zh: "城市房地产管理法", en: "Urban Real Estate Law" },
  grants: [{ kind: "social-insurance-contributions", fields: ["totalMonths", "lastMonth"] }],
  services: ["S051"],
  validFrom: "2026-01-01",
  validUntil: "2026-12-31",
  requestsPerDay: 100,
};
const question = { department: "housing", service: "S051", kind: "social-insurance-contributions", fields: ["totalMonths"] };
const today = "2026-11-22";

test("an agreement covers what it names, and says what it lacks for everything else", () => {
  assert.equal(findLacking(agreement, question, today), undefined);
  assert.equal(findLacking(undefined, question, today), "agreement");
  assert.equal(findLacking(agreement, { ...question, department: "tax" }, today), "department");
  assert.equal(findLacking(agreement, { ...question, service: "S001" }, today), "item");
  assert.equal(findLacking(agreement, { ...question, kind: "income-tax" }, today), "kind");
  assert.equal(findLacking(agreement, { ...question, fields: ["totalMonths", "pensionBalance"] }, today), "fields");
});

test("an agreement holds from its first day to its last, both included", () => {
  assert.equal(findLacking(agreement, question, "2026-01-01"), undefined);
  assert.equal(findLacking(agreement, question, "2026-12-31"), undefined);
  assert.equal(findLacking(agreement, question, "2025-12-31"), "date");
  assert.equal(findLacking(agreement, question, "2027-01-01"), "date");
});
