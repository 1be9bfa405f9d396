/** Whether somebody may take part, and in which group: the campaign's conditions over who they are. Pure but for the expressions. */
import type { Campaign } from "../../catalogue/index.ts";
import { compileMapping, type Mapping } from "../../sources/index.ts";
import type { Words } from "./store.ts";

/** What conditions see. */
export interface Applicant {
  /** Full years on the day. */
  age: number;
  sex: "male" | "female";
  /** GB/T 2260, of first registration: the first six digits of the ID number. */
  division: string;
  /** By kind; one that the department does not have is left out. */
  records: Record<string, Record<string, unknown>>;
}

export type Verdict = { eligible: true; group: string } | { eligible: false; refusal: Words };

export interface Conditions {
  /** @throws {SourceFault} when a condition cannot be carried out over this applicant */
  judge(applicant: Applicant): Promise<Verdict>;
  /** Fields of a kind of record that the conditions look at; undefined: all of them. */
  fieldsOf(kind: string): string[] | undefined;
}

const NO_GROUP: Words = { zh: "您不属于本次活动的任何一类参加者。", en: "You belong to none of the groups that this is for." };

export function compileConditions({ eligibility, groups }: Pick<Campaign, "eligibility" | "groups">): Conditions {
  const conditions = eligibility.conditions.map(({ when, refusal }, index) => ({ holds: compileMapping(when, `eligibility.conditions[${index}]`), refusal }));
  const [bounded, rest] = [groups.filter(({ when }) => when !== undefined), groups.find(({ when }) => when === undefined)];
  const choices = bounded.map(({ id, when = "" }) => ({ id, holds: compileMapping(when, `groups.${id}`) }));
  const expressions = [...eligibility.conditions.map(({ when }) => when), ...bounded.map(({ when = "" }) => when)];
  return {
    async judge(applicant) {
      for (const { holds, refusal } of conditions) if (!(await isTrue(holds, applicant))) return { eligible: false, refusal };
      for (const { id, holds } of choices) if (await isTrue(holds, applicant)) return { eligible: true, group: id };
      return rest ? { eligible: true, group: rest.id } : { eligible: false, refusal: NO_GROUP };
    },
    fieldsOf: (kind) => findFields(expressions, kind),
  };
}

/** Only what is really true admits somebody: neither a number nor a text nor nothing. */
async function isTrue(holds: Mapping, applicant: Applicant): Promise<boolean> {
  return (await holds(applicant)) === true;
}

/** `records.licence.points`, with the kind in backticks or quotes where it has a dash. */
const RECORD_FIELD = /\brecords\s*\.\s*(?:`([^`]+)`|"([^"]+)"|([A-Za-z_]\w*))\s*(?:\.\s*([A-Za-z_]\w*))?/g;

/** Fields that the expressions name; undefined as soon as one of them looks at records in another way. */
function findFields(expressions: readonly string[], kind: string): string[] | undefined {
  const fields = new Set<string>();
  for (const expression of expressions) {
    const uses = [...expression.matchAll(RECORD_FIELD)];
    if (uses.length < [...expression.matchAll(/\brecords\b/g)].length || expression.includes("$$") || expression.includes("%")) return undefined;
    for (const [, ticked, quoted, plain, field] of uses) {
      if ((ticked ?? quoted ?? plain) !== kind) continue;
      if (field === undefined) return undefined;
      fields.add(field);
    }
  }
  return fields.size === 0 ? undefined : [...fields].sort();
}

/** @param today YYYY-MM-DD */
export function ageOn(birthDate: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  // By Chinese law somebody born on 29 February comes of age on the day after 28 February.
  return today.slice(5) < birthDate.slice(5) ? years - 1 : years;
}
