import assert from "node:assert/strict";
import { test } from "node:test";
import { departmentOf, hindranceTo } from "./permissions.ts";

test("a role is needed, and the department must be covered", () => {
  assert.equal(hindranceTo({ roles: ["editor"] }, "reviewer", "hrss"), "role");
  assert.equal(hindranceTo({ roles: ["editor"], department: "hrss" }, "editor", "health"), "department");
  assert.equal(hindranceTo({ roles: ["editor"], department: "hrss" }, "editor", "hrss"), undefined);
  assert.equal(hindranceTo({ roles: ["editor"] }, "editor", "health"), undefined);
});

test("what belongs to the whole city is out of one department's reach", () => {
  assert.equal(hindranceTo({ roles: ["editor"], department: "hrss" }, "editor"), "department");
});

test("a department's own sheet is that department's", () => {
  assert.equal(departmentOf("department", { id: "hrss" }), "hrss");
  assert.equal(departmentOf("service", { id: "S001", department: "health" }), "health");
  assert.equal(departmentOf("office", { id: "x", department: "health" }), undefined);
});
