// Who may take part, and in which group: exactly as the conditions say, and nobody by accident.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ageOn, type Applicant, compileConditions } from "./eligibility.ts";

const words = (text: string) => ({ zh: text, en: text });
const group = (id: string, when?: string) => ({ id, names: words(id), weight: 1, ...(when === undefined ? {} : { when }) });
const condition = (when: string, refusal = "no") => ({ when, refusal: words(refusal) });
const somebody = (change: Partial<Applicant> = {}): Applicant => ({ age: 30, sex: "female", division: "460105", records: {}, ...change });
const judge = (conditions: { when: string; refusal: { zh: string; en: string } }[], groups = [group("all")], applicant = somebody()) => compileConditions({ eligibility: { level: 2, records: [], conditions }, groups }).judge(applicant);

test("every condition must hold; the first that does not says why", async () => {
  assert.deepEqual(await judge([condition("age >= 18"), condition("sex = 'female'")]), { eligible: true, group: "all" });
  assert.deepEqual(await judge([condition("age >= 18"), condition("age >= 60", "too young"), condition("false", "never")]), { eligible: false, refusal: words("too young") });
  assert.deepEqual(await judge([]), { eligible: true, group: "all" });
});

test("only what is true admits: no number, no text, nothing", async () => {
  for (const when of ["age", "'yes'", "records.nothing", "null", "[true, true]", "{}", "1"]) assert.equal((await judge([condition(when)])).eligible, false, when);
});

test("records by their kind, and what a department does not have is not there", async () => {
  const points = [condition("records.`driving-licence`.points < 6", "points")];
  assert.equal((await judge(points, undefined, somebody({ records: { "driving-licence": { points: 3 } } }))).eligible, true);
  assert.equal((await judge(points, undefined, somebody({ records: { "driving-licence": { points: 9 } } }))).eligible, false);
  assert.equal((await judge(points)).eligible, false);
  assert.equal((await judge([condition("$not($exists(records.`driving-licence`))")])).eligible, true);
});

test("the first group whose condition holds; else the one that takes the rest; else none", async () => {
  const groups = [group("rest"), group("old", "age >= 60"), group("here", "$substring(division, 0, 4) = '4601'")];
  assert.deepEqual(await judge([], groups, somebody({ age: 70 })), { eligible: true, group: "old" });
  assert.deepEqual(await judge([], groups), { eligible: true, group: "here" });
  assert.deepEqual(await judge([], groups, somebody({ division: "510104" })), { eligible: true, group: "rest" });
  assert.equal((await judge([], groups.slice(1), somebody({ division: "510104" }))).eligible, false);
});

test("a group is one of the campaign's for everybody, whatever they are", async () => {
  const groups = [group("young", "age < 25"), group("women", "sex = 'female'"), group("rest")];
  const conditions = compileConditions({ eligibility: { level: 2, records: [], conditions: [] }, groups });
  for (let age = 0; age < 110; age += 1) {
    for (const sex of ["male", "female"] as const) {
      const verdict = await conditions.judge(somebody({ age, sex }));
      assert.deepEqual(verdict, { eligible: true, group: age < 25 ? "young" : sex === "female" ? "women" : "rest" });
    }
  }
});

test("no more of a record is read than the conditions look at", () => {
  const fields = (...whens: string[]) => compileConditions({ eligibility: { level: 2, records: [], conditions: whens.map((when) => condition(when)) }, groups: [group("all")] }).fieldsOf("driving-licence");
  assert.deepEqual(fields("records.`driving-licence`.points < 6", "records.`driving-licence`.class = 'C1' and records.fund.balance > 0"), ["class", "points"]);
  assert.equal(fields("$exists(records.`driving-licence`)"), undefined);
  assert.equal(fields("records.*.points < 6"), undefined);
  assert.equal(fields("$lookup(records, 'driving-licence').points < 6"), undefined);
  assert.equal(fields("records.`driving-licence`.points < 6 and $count($keys(records)) > 0"), undefined);
});

test("years are full ones", () => {
  assert.deepEqual(["2026-11-21", "2026-11-22", "2026-11-23"].map((today) => ageOn("1966-11-22", today)), [59, 60, 60]);
  assert.deepEqual(["2027-02-28", "2027-03-01"].map((today) => ageOn("2004-02-29", today)), [22, 23]);
});
