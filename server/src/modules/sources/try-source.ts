/** Asks one operation once and tells each step: to mend a mapping, or to see why a department does not answer. */
import { type AuditEntry, record } from "../audit/index.ts";
import type { TryResult } from "./contract.ts";
import { requirePurpose } from "./door/purpose.ts";
import { noSuchSource } from "./errors.ts";
import type { SourcesParts } from "./parts.ts";
import { type Explain, SourceFault, type Step } from "./transports/transport.ts";
import type { RecordContent } from "./answers/answers.ts";

export interface Trial {
  city: string;
  source: string;
  operation: string;
  name?: string;
  idNumber?: string;
  parameters?: Record<string, string>;
  actor: AuditEntry["actor"];
  purpose: string;
}

const MOST_NAMES = 40;

type TryingParts = Pick<SourcesParts, "database" | "directory" | "identity">;

/**
 * On record before the department is asked, about the person when the city knows them.
 * @param explain is told each step, with the personal data that pass: for the operator's own terminal
 * @returns the record; undefined when the department has none
 * @throws {SourceFault} and no-such-source, purpose-needed
 */
export async function trySource({ database, directory, identity }: TryingParts, trial: Trial, explain?: Explain): Promise<RecordContent | undefined> {
  const { city, source: id, operation, name, idNumber, parameters = {}, actor, purpose } = trial;
  requirePurpose(purpose, "Say what the trial is for.");
  const source = directory.getSource(city, id);
  if (!source.source.operations.some((each) => each.id === operation)) throw noSuchSource(`The source has no operation "${operation}".`);
  const subject = idNumber === undefined ? undefined : await identity.people.findByIdNumber(idNumber.toUpperCase());
  await database.transaction((tx) =>
    record(tx, { actor, act: "source.tried", city, purpose, ground: "Data Security Law 27", about: { kind: "operation", id: `${id}/${operation}` }, ...(subject === undefined ? {} : { subject }) }),
  );
  const kind = directory.listKinds(city).find((entry) => entry.source === source && entry.operation.id === operation);
  const { record: found } = await source.ask(operation, { subject: idNumber === undefined ? undefined : { idNumber: idNumber.toUpperCase(), name: name ?? "" }, parameters }, kind?.shape, explain);
  return found;
}

/** The same for the console: the steps without the values that passed. */
export async function trySourceQuietly(parts: TryingParts, trial: Trial): Promise<TryResult> {
  const startedAt = performance.now();
  const steps: TryResult["steps"] = [];
  const tookMs = () => Math.round(performance.now() - startedAt);
  try {
    const found = await trySource(parts, trial, (step) => steps.push(summariseStep(step)));
    return { outcome: found ? "record" : "no-record", tookMs: tookMs(), fields: Object.keys(found ?? {}).map(nameShown), steps };
  } catch (error) {
    if (!(error instanceof SourceFault)) throw error;
    return { outcome: "fault", tookMs: tookMs(), fault: { kind: error.kind, message: error.message, detail: { ...error.detail } }, fields: [], steps };
  }
}

function summariseStep(step: Step): TryResult["steps"][number] {
  const name = step.step;
  if (step.step === "token") return { step: name, summary: `${step.outcome}: ${step.address}` };
  // Its summary holds the address, and that the ID number.
  if (step.step === "request") return { step: name, summary: Object.keys(step.headers ?? {}).join(", ") };
  if (step.step === "decoded") return { step: name, summary: describeShape(step.value) };
  if (step.step === "mapped") return { step: name, summary: `${step.what}: ${describeShape(step.value)}` };
  if (step.step === "validated") return { step: name, summary: step.faults.length === 0 ? "no faults" : step.faults.map(({ pointer, message }) => `${pointer} ${message}`).join("; ") };
  const { contentType, charset, bytes, rows, tookMs } = step;
  const size = bytes === undefined ? `${rows ?? 0} rows` : `${bytes} bytes`;
  return { step: name, summary: [contentType, charset, size].filter(Boolean).join(", "), tookMs: Math.round(tookMs) };
}

/** What something is, without what it says. */
function describeShape(value: unknown): string {
  if (Array.isArray(value)) return `list of ${value.length}`;
  if (value !== null && typeof value === "object") return `{ ${Object.keys(value).slice(0, MOST_NAMES).map(nameShown).join(", ")} }`;
  return value === null ? "null" : typeof value;
}

/** A name of a member as a programmer gives it; others are made of data, such as ID numbers that lead to their records. */
function nameShown(name: string): string {
  return /^[\p{L}_@#][\p{L}\p{N}_.:@#-]{0,60}$/u.test(name) && !/\d{5}/.test(name) ? name : "…";
}
