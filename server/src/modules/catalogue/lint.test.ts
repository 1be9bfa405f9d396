import assert from "node:assert/strict";
import { test } from "node:test";
import type { ServiceItem } from "./documents.ts";
import { lintCity, lintSchema } from "./lint.ts";
import { aCity, aDepartment, anOffice, aService } from "./testing.ts";

const text = { zh: "说明", en: "Words" };

/** Rules that one item breaks when it stands in an otherwise faultless city. */
function rulesBrokenBy(change: Partial<ServiceItem>): string[] {
  const city = aCity();
  city.services[0] = aService(change);
  return lintCity(city).map((finding) => finding.rule);
}

test("a faultless city has no findings", () => {
  assert.deepEqual(lintCity(aCity()), []);
});

const licenceSteps = (["accept", "review", "approve", "conclude", "deliver"] as const).map((stage) => ({ stage, actor: "department" as const, name: text, detail: text }));

/** Each rule of the linter with a document that breaks it, and nothing else. */
const BREACHES: [rule: string, change: Partial<ServiceItem>][] = [
  ["1-case-type", { limits: { promised: { amount: 3, unit: "working-day" } } }],
  ["1-case-type", { caseType: "promised" }],
  ["promised-within-statutory", { caseType: "promised", limits: { promised: { amount: 30, unit: "working-day" }, statutory: { amount: 20, unit: "calendar-day" } } }],
  ["2-result-type", { result: { ...aService().result, name: { zh: "许可证", en: "Permit" } } }],
  ["2-result-type", { result: { ...aService().result, name: { zh: "关于设立的批复", en: "Reply" } } }],
  ["7-result-sample", { result: { type: "information", name: text, delivery: ["online"] } }],
  ["3-visit-reason", { visits: { count: 1 }, onlineDepth: 3 }],
  ["3-no-visit-channel", { channels: ["window"] }],
  ["3-online-depth", { visits: { count: 1, reason: text }, onlineDepth: 4 }],
  ["4-fee-basis", { fee: { charged: true, onlinePayment: true, lines: [{ name: text, standard: text }] } }],
  ["4-fee-lines", { fee: { charged: true, onlinePayment: true, basis: text } }],
  ["4-free-payment", { fee: { charged: false, onlinePayment: true } }],
  ["5-phones", { phones: { consult: "0898-12328", complaint: "0898-12328" } }],
  ["5-area-code", { phones: { consult: "028-12328", complaint: "0898-12345" } }],
  ["6-audience-topic", { audience: "enterprise" }],
  ["7-licence-steps", { itemType: "licence", faq: [{ question: text, answer: text }], limits: { promised: "immediate", statutory: { amount: 20, unit: "working-day" } } }],
  ["7-licence-faq", { itemType: "licence", steps: licenceSteps, limits: { promised: "immediate", statutory: { amount: 20, unit: "working-day" } } }],
  ["licence-limit", { itemType: "licence", steps: licenceSteps, faq: [{ question: text, answer: text }] }],
  ["unknown-reference", { related: ["S999"] }],
  ["unknown-reference", { topic: "nowhere" }],
  ["unknown-reference", { jointDepartments: ["nobody"] }],
  ["self-reference", { related: ["S001"] }],
  ["implementing-code", { codes: { base: "002000001000", implementing: "11460100MB9999A02E4002000001000" } }],
  ["language", { summary: { zh: "查班车。", en: "Find 班车." } }],
  ["language", { summary: { zh: "Find a coach here", en: "Find a coach." } }],
];

for (const [rule, change] of BREACHES) {
  test(`an item that breaks ${rule} is reported for that and nothing else: ${JSON.stringify(change).slice(0, 60)}`, () => {
    assert.deepEqual(rulesBrokenBy(change), [rule]);
  });
}

test("an item offered at the counter needs an office that handles it", () => {
  const city = aCity({ offices: [anOffice({ services: ["S002"] })] });
  city.services[0] = aService({ channels: ["mobile", "window"] });
  assert.deepEqual(lintCity(city).map(({ of, rule }) => `${of.id} ${rule}`), ["S001 no-office"]);
});

test("departments, offices, divisions, life events and redirects are held to what exists", () => {
  const broken = aCity({
    departments: [aDepartment(), aDepartment({ id: "alone", socialCreditCode: "11460100MB9999A02F" })],
    offices: [anOffice({ departments: ["transport", "nobody"], division: "999999", location: { latitude: 110.2 - 60, longitude: 20 }, hours: { weekly: { ...anOffice().hours.weekly, monday: ["12:00-08:30"] } } })],
    retired: [{ id: "S900", on: "2026-01-01", reason: text, redirectTo: "S901" }],
  });
  broken.divisions[1] = { code: "460106", names: text, level: "district", parent: "460199", status: "current" };
  broken.lifeEvents[0]?.stages[0]?.services.push("S999");
  assert.deepEqual(lintCity(broken).map(({ of, rule }) => `${of.kind} ${of.id} ${rule}`).sort(), [
    "department alone credit-code", "department alone no-office", "division 460106 unknown-reference", "life-event car unknown-reference",
    "office main-hall far-away", "office main-hall opening-hours", "office main-hall unknown-reference", "office main-hall unknown-reference", "retirement S900 redirect",
  ]);
});

test("a time zone nobody has, and a division within itself, are found before they reach a page", () => {
  const broken = aCity();
  broken.city.timeZone = "Mars/Phobos";
  broken.divisions[1] = { code: "460106", names: text, level: "district", parent: "460106", status: "current" };
  assert.deepEqual(lintCity(broken).map(({ rule }) => rule).sort(), ["division-circle", "time-zone"]);
});

test("what was retired may still be named, so that nobody's document is stuck for it", () => {
  const city = aCity({ retired: [{ id: "S004", on: "2026-01-01", reason: text, redirectTo: "S001" }] });
  city.services.pop();
  assert.deepEqual(lintCity(city), []);
});

test("a wrong shape is told by pointer, with what would be right", () => {
  const findings = lintSchema("service", { ...aService(), kind: "ask", colour: "red", conditions: [{ zh: "一" }] });
  assert.deepEqual(findings.map(({ pointer, message }) => `${pointer}: ${message}`).sort(), [
    "/colour: /colour is not a field of this document",
    "/conditions/0/en: /conditions/0/en is missing",
    "/kind: /kind must be one of: query, book, handle, pay",
  ]);
});
