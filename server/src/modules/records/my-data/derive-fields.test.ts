import assert from "node:assert/strict";
import { test } from "node:test";
import { anIdNumber } from "../testing.ts";
import { deriveFields } from "./derive-fields.ts";

const NOW = new Date("2026-11-22T04:00:00Z");
const BABY = anIdNumber("2026-09-01", 611);
const derive = (record: Record<string, unknown>, idNumber: string | undefined = BABY) => deriveFields({ derivation: "immunisation-schedule" }, record, idNumber, NOW, "2026-11-22");

test("doses given are set against the schedule, by the birth date in the ID number", () => {
  const { schedule, nextOn, nextVaccine, doses } = derive({ doses: [{ vaccine: "HepB", number: 1, givenOn: "2026-09-01", batch: "B1" }] }) as { schedule: Record<string, unknown>[]; nextOn: string; nextVaccine: string; doses: unknown[] };
  assert.equal(doses.length, 1);
  assert.deepEqual(schedule.find(({ vaccine, number }) => vaccine === "HepB" && number === 1)?.state, "given");
  assert.ok(schedule.every((dose) => Object.keys(dose).every((name) => ["vaccine", "number", "dueFrom", "dueBy", "state"].includes(name))));
  assert.ok(nextOn >= "2026-09-01" && nextVaccine.length > 0);
});

test("what cannot be reckoned stays as the department said it", () => {
  const record = { doses: [{ vaccine: "HepB" }, null, 3] };
  assert.equal(deriveFields({}, record, BABY, NOW, "2026-11-22"), record);
  assert.equal(deriveFields({ derivation: "immunisation-schedule" }, record, undefined, NOW, "2026-11-22"), record);
  assert.equal(derive(record, "460105188503140015"), record);
  assert.ok(Array.isArray(derive(record).schedule));
  assert.ok(Array.isArray(derive({}).schedule));
});
