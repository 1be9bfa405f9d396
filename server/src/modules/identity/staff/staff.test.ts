import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { findConflict, isSessionOver, liesIn, mayAct, type Role, ROLES, type Staff } from "./staff.ts";

const aStaff = (change: Partial<Staff> = {}): Staff => ({ id: "haikou-clerk", city: "haikou", name: "林听雨", department: undefined, division: undefined, roles: ["clerk"], emergencies: [], ...change });

describe("who may act where", () => {
  test("the role, the city, the department and the division all have to cover it", () => {
    const hrss = aStaff({ department: "hrss", division: "460106" });
    assert.equal(mayAct(hrss, "clerk", { city: "haikou", department: "hrss", division: "460106002" }), true);
    assert.equal(mayAct(hrss, "clerk", { city: "haikou", department: "hrss" }), false, "the whole city is out of one division's reach");
    assert.equal(mayAct(hrss, "clerk", { city: "haikou", department: "health", division: "460106" }), false);
    assert.equal(mayAct(hrss, "clerk", { city: "haikou", department: "hrss", division: "460107" }), false);
    assert.equal(mayAct(hrss, "clerk", { city: "chengdu", department: "hrss", division: "460106" }), false);
    assert.equal(mayAct(hrss, "reviewer", { city: "haikou", department: "hrss", division: "460106" }), false);
  });

  test("the emergency right of the whole city widens the place and gives no role", () => {
    const widened = aStaff({ department: "hrss", emergencies: [{ id: "e", right: "whole-city", endsAt: new Date() }] });
    assert.equal(mayAct(widened, "clerk", { city: "haikou", department: "health" }), true);
    assert.equal(mayAct(widened, "operator", { city: "haikou" }), false);
    assert.equal(mayAct(widened, "clerk", { city: "chengdu" }), false);
  });

  test("a division lies in the city, the district and the street whose codes it begins with", () => {
    for (const [division, area, lies] of [["460106", "460100", true], ["460106002", "460106", true], ["460106002003", "460106002000", true], ["460107", "460106", false], ["460200", "460100", false], ["110105", "110000", true]] as const) {
      assert.equal(liesIn(division, area), lies, `${division} in ${area}`);
    }
  });
});

describe("separation of duties", () => {
  test("the auditor and the security officer act in nothing that they watch", () => {
    for (const watcher of ["auditor", "security-officer"] as const) {
      for (const actor of ["operator", "clerk", "editor"] as const) assert.deepEqual(findConflict([actor, watcher]), [watcher, actor]);
    }
    assert.deepEqual(findConflict(["security-officer", "auditor"]), ["auditor", "security-officer"]);
    assert.deepEqual(findConflict(["personnel-officer", "operator"]), ["personnel-officer", "operator"]);
  });

  test("every single role stands, and those of the demonstration do", () => {
    for (const role of ROLES) assert.equal(findConflict([role]), undefined);
    for (const roles of [["editor", "reviewer"], ["reviewer", "operator"], ["clerk", "department-head"]] as Role[][]) assert.equal(findConflict(roles), undefined);
  });
});

test("a session ends after half an hour of nothing, and after ten hours in any case", () => {
  const opened = new Date("2026-11-21T01:00:00Z");
  const expiresAt = new Date("2026-11-21T11:00:00Z");
  const at = (minutes: number) => new Date(opened.getTime() + minutes * 60_000);
  assert.equal(isSessionOver({ lastSeenAt: opened, expiresAt }, at(30)), false);
  assert.equal(isSessionOver({ lastSeenAt: opened, expiresAt }, at(31)), true);
  assert.equal(isSessionOver({ lastSeenAt: at(599), expiresAt }, at(600)), true);
});
