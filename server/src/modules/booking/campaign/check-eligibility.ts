/** Finds whether a person may take part: asks the departments whose records decide, and takes note of that where the person reads it. */
import { readIdNumber } from "../../../kernel/identifiers/id-number.ts";
import { chinaDate } from "../../../kernel/china-time.ts";
import type { AuditEntry } from "../../audit/index.ts";
import type { Campaign } from "../../catalogue/index.ts";
import { type Answer, type Ground, personUnknown, SourceFault } from "../../sources/index.ts";
import { ageOn, type Applicant, compileConditions, type Conditions, type Verdict } from "./eligibility.ts";
import { eligibilityUnknown } from "./errors.ts";
import type { CampaignParts } from "./parts.ts";

/** Whoever wants to take part waits for a department rather than for nothing. */
const WAIT_MS = 4_000;

const compiled = new WeakMap<Campaign, Conditions>();

function conditionsOf(rules: Campaign): Conditions {
  let conditions = compiled.get(rules);
  if (!conditions) compiled.set(rules, (conditions = compileConditions(rules)));
  return conditions;
}

export interface Candidate {
  city: string;
  person: string;
  /** Who asks: the person, or the channel through which they register. */
  actor: AuditEntry["actor"];
  /** On which their records are read, and whose child they are read for; left out: their own. */
  ground?: Ground;
  actingFor?: string;
}

/** @throws person-unknown, eligibility-unknown */
export async function checkEligibility(parts: Pick<CampaignParts, "identity" | "door" | "clock" | "log">, rules: Campaign, { city, person, actor, actingFor, ground = { kind: "own" } }: Candidate): Promise<Verdict> {
  const { identity, door, clock, log } = parts;
  const known = await identity.people.find(person);
  if (!known) throw personUnknown("This person has not proven who they are.");
  const now = clock();
  const read = readIdNumber(known.idNumber, now);
  if (!read.ok) throw personUnknown("The number this person is known by cannot be read.");
  const conditions = conditionsOf(rules);
  const answers = await door.readAll(
    rules.eligibility.records.map((kind) => {
      const fields = conditions.fieldsOf(kind);
      return { city, kind, subject: person, actor, purpose: "campaign-eligibility", ground, ...(actingFor === undefined ? {} : { actingFor }), ...(fields ? { fields } : {}) };
    }),
    { waitMs: WAIT_MS },
  );
  const applicant: Applicant = { age: ageOn(read.birthDate, chinaDate(now)), sex: read.sex, division: read.normalised.slice(0, 6), records: recordsOf(answers) };
  try {
    return await conditions.judge(applicant);
  } catch (error) {
    if (!(error instanceof SourceFault)) throw error;
    log.error({ err: error, campaign: rules.id }, "a campaign's condition failed");
    throw eligibilityUnknown("A condition of this campaign cannot be carried out. The operators have been told.", { cause: error });
  }
}

/** @throws eligibility-unknown when a department has said nothing: nobody is refused for that */
function recordsOf(answers: Answer[]): Applicant["records"] {
  const silent = answers.filter(({ state }) => state === "unavailable" || state === "asked");
  if (silent.length > 0) throw eligibilityUnknown("A department whose record decides does not answer.", { extensions: { records: silent.map(({ kind }) => kind), retryAfterSeconds: 120 } });
  return Object.fromEntries(answers.flatMap(({ kind, record }) => (record ? [[kind, record]] : [])));
}
