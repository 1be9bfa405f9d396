/** Fields that we reckon from what the department said and from whom it is about. */
import type { RecordKind } from "../../catalogue/index.ts";
import { readIdNumber } from "../../../kernel/identifiers/id-number.ts";
import type { RecordContent } from "../../sources/index.ts";
import { type GivenDose, planImmunisation } from "../immunisation/plan-immunisation.ts";
import { SCHEDULE_2026 } from "../immunisation/schedule-2026.ts";

/** A record that is shown again is the same object for as long as it is fresh, and gives the same one again. */
const derived = new WeakMap<RecordContent, { idNumber: string; today: string; record: RecordContent }>();

/** @param idNumber whose record it is; its birth date and sex decide which doses are due */
export function deriveFields({ derivation }: Pick<RecordKind, "derivation">, record: RecordContent, idNumber: string | undefined, now: Date, today: string): RecordContent {
  if (derivation !== "immunisation-schedule" || idNumber === undefined) return record;
  const known = derived.get(record);
  if (known?.idNumber === idNumber && known.today === today) return known.record;
  const number = readIdNumber(idNumber, now);
  if (!number.ok) return record;
  const given = Array.isArray(record.doses) ? record.doses.filter(isGivenDose) : [];
  const { doses, next } = planImmunisation({ birthDate: number.birthDate, sex: number.sex, given, today, schedule: SCHEDULE_2026 });
  const withSchedule = {
    ...record,
    schedule: doses.map(({ vaccine, number: dose, dueFrom, dueBy, state }) => ({ vaccine, number: dose, dueFrom, ...(dueBy === undefined ? {} : { dueBy }), state })),
    ...(next ? { nextOn: next.dueFrom, nextVaccine: next.vaccine } : {}),
  };
  derived.set(record, { idNumber, today, record: withSchedule });
  return withSchedule;
}

function isGivenDose(value: unknown): value is GivenDose {
  const { vaccine, number, givenOn } = (value ?? {}) as Record<string, unknown>;
  return typeof vaccine === "string" && typeof number === "number" && typeof givenOn === "string";
}
