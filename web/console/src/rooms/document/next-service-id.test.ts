import assert from "node:assert/strict";
import { test } from "node:test";
import { nextServiceId } from "./next-service-id.ts";

test("the next id follows the highest of the common series", () => {
  assert.equal(nextServiceId(["S001", "S264", "H003", "S077"]), "S265");
  assert.equal(nextServiceId(["S999"]), "S1000");
  assert.equal(nextServiceId([]), "S001");
});
