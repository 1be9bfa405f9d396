/**
 * The one door to departments' records. Whoever reads one, a citizen, a clerk, a rule or another department, says whose it
 * is, who asks, what for, on what ground and which fields; gets those fields; and the access is on record before the
 * answer is given.
 */
import { type AuditEntry, recordAll } from "../../audit/index.ts";
import type { KnownPerson } from "../../identity/index.ts";
import { createBatchFor } from "../../../kernel/batch.ts";
import type { Clock } from "../../../kernel/clock.ts";
import type { PersonCipher } from "../../../kernel/crypto/vault.ts";
import type { Database } from "../../../kernel/database.ts";
import { countAttempt } from "../../../kernel/rate-limit.ts";
import type { Log } from "../../../kernel/log.ts";
import { type Answers, type KeptAnswer, PUBLIC, type Question, type RecordContent } from "../answers/answers.ts";
import type { RecordShape } from "../mapping/record-shape.ts";
import type { Directory, KindEntry } from "../directory.ts";
import { agreementNeeded, noSuchRecordKind, personUnknown, purposeNeeded, wrongParameter } from "../errors.ts";
import type { ManualQuestions } from "../manual/manual-questions.ts";
import type { Asked, OpenSource, Outcome } from "../source.ts";
import { type FaultKind, SourceFault } from "../transports/transport.ts";
import { findLacking, type Ground, groundText } from "./grounds.ts";
import { requirePurpose } from "./purpose.ts";

export interface Reading {
  city: string;
  /** Id of the kind of record. */
  kind: string;
  /** Person id. */
  subject: string;
  actor: AuditEntry["actor"];
  /** In whose name, when not the actor's own. */
  actingFor?: string;
  /** In words that the person it is about understands. */
  purpose: string;
  ground: Ground;
  /** Left out: all of them, for whoever reads their own. */
  fields?: readonly string[];
  parameters?: Record<string, string>;
  /** Ask the department even when a fresh answer is at hand. */
  anew?: boolean;
}

export type AnswerState =
  /** Asked just now, or so lately that the source calls it fresh. */
  | "current"
  /** The department did not answer; this is what it last said. */
  | "last-known"
  | "no-record"
  /** It did not answer, and never has. */
  | "unavailable"
  /** A clerk will look it up. */
  | "asked";

export type Reason = "slow" | "down" | "malformed" | "limited" | "not-connected" | "resting";

export interface Answer {
  kind: string;
  source: string;
  department: string;
  state: AnswerState;
  record?: RecordContent;
  obtainedAt?: Date;
  /** As of when the department says this is, ISO 8601. */
  asOf?: string;
  /** Why there is no current answer. */
  reason?: Reason;
  /** When a clerk's answer is due. */
  dueAt?: Date;
}

export interface Door {
  /** @throws as {@link readAll} */
  read(reading: Reading, options?: { waitMs?: number }): Promise<Answer>;
  /**
   * Several at once: each answers for itself, and none is waited for longer than the others' time.
   * @param options.waitMs how long departments are waited for altogether; what comes later is kept for the next time
   * @throws purpose-needed, no-such-city, no-such-record-kind, agreement-needed, wrong-parameter, person-unknown, too-many-requests
   */
  readAll(readings: Reading[], options?: { waitMs?: number }): Promise<Answer[]>;
  /** What is about nobody, and leaves no access record. @throws no-such-city, no-such-record-kind, wrong-parameter */
  readPublic(question: { city: string; kind: string; parameters?: Record<string, string> }, options?: { waitMs?: number }): Promise<Answer>;
  /**
   * Asks an operation that no kind of record belongs to, such as whose car has a number plate. Nothing of it is kept.
   * @param lookUp.subjectOf whom the answer turned out to be about, for the record of accesses
   * @returns undefined when the department has nothing
   * @throws {SourceFault} and purpose-needed
   */
  lookUp(lookUp: LookUp): Promise<RecordContent | undefined>;
}

export interface LookUp {
  city: string;
  source: string;
  operation: string;
  parameters: Record<string, string>;
  actor: AuditEntry["actor"];
  purpose: string;
  ground: string;
  subjectOf(record: RecordContent): Promise<string | undefined>;
}

export interface DoorParts {
  database: Database;
  directory: Directory;
  answers: Answers;
  manual: ManualQuestions;
  people: { find(person: string): Promise<KnownPerson | undefined> };
  publicCipher: PersonCipher;
  clock: Clock;
  today: () => string;
  sparing: () => boolean;
  /** How many times longer than said departments are waited for: once, unless a test has to outlast a busy machine. */
  patience: () => number;
  log: Log;
}

/** The purpose under which people look at My data. */
const OWN_RECORDS = "own-records";
const DEFAULT_WAIT_MS = 1_000;

/** A question that is going to be answered: everything about it has been found and allowed. */
interface Admitted {
  entry: KindEntry;
  question: Question;
  asked: Asked;
  cipher: PersonCipher;
  anew: boolean;
  /** Somebody looks at their own, which can wait; what a rule or a clerk decides by cannot. */
  canWait: boolean;
}

const recordAccesses = createBatchFor(async (database: Database, batch: AuditEntry[][]) => {
  // One statement, which is a transaction by itself.
  await recordAll(database, batch.flat());
  return batch;
});

export function createDoor(parts: DoorParts): Door {
  const { database, directory, answers, manual, people, publicCipher, clock, today, sparing, patience, log } = parts;
  const underWay = new Map<string, { source: OpenSource; outcome: Promise<Outcome> }>();

  const admit = async (reading: Reading): Promise<Admitted> => {
    requirePurpose(reading.purpose, "Say what the record is needed for.");
    const entry = directory.getKind(reading.city, reading.kind);
    // Asked in somebody's name, each of its endless parameters would be kept for them.
    if (entry.kind.subject !== "person") throw noSuchRecordKind("This kind of record is about nobody: it is among the public records.");
    const parameters = checkParameters(entry, reading.parameters ?? {});
    if (reading.ground.kind === "agreement") await admitByAgreement(entry, reading, reading.ground);
    const person = await people.find(reading.subject);
    if (!person) throw personUnknown("This person has not proven who they are.");
    const { id: source } = entry.source.source;
    return {
      entry, anew: reading.anew ?? false, canWait: reading.purpose === OWN_RECORDS, cipher: person.cipher,
      question: { subject: reading.subject, city: reading.city, source, operation: entry.operation.id, parameters },
      asked: { subject: { idNumber: person.idNumber, name: person.name }, parameters },
    };
  };

  const admitByAgreement = async ({ kind }: KindEntry, reading: Reading, ground: Extract<Ground, { kind: "agreement" }>) => {
    const agreement = directory.findAgreement(reading.city, ground.id);
    const lacking = findLacking(agreement, { department: ground.department, service: ground.service, kind: kind.id, fields: reading.fields ?? kind.fields.map(({ name }) => name) }, today());
    if (lacking || !agreement) {
      await recordAccesses(database, [{ ...accessEntry(reading), act: "record.refused", detail: { lacking: lacking ?? "agreement", reference: ground.reference } }]);
      throw agreementNeeded("No agreement between the departments covers this question.", { extensions: { lacking } });
    }
    await countAttempt(database, [{ bucket: `agreement:${reading.city}/${agreement.id}`, limit: agreement.requestsPerDay, windowSeconds: 86_400 }]);
  };

  /** Asks the department, once for all who ask the same at the same time, and keeps what it says. */
  const ask = ({ entry, question, asked, cipher }: Admitted): Promise<Outcome> => {
    const name = JSON.stringify(question);
    const running = underWay.get(name);
    // What is being asked over a connection that was changed since is for those who asked it.
    if (running?.source === entry.source) return running.outcome;
    const outcome = entry.source.ask(question.operation, asked, entry.shape).then((said) => {
      if (underWay.get(name)?.outcome !== outcome) return said;
      const obtainedAt = clock();
      answers.keep(question, { ...said, obtainedAt, keepUntil: new Date(obtainedAt.getTime() + Math.max(entry.operation.keepSeconds, entry.operation.freshSeconds) * 1000) }, cipher);
      return said;
    });
    underWay.set(name, { source: entry.source, outcome });
    void outcome.catch(() => undefined).finally(() => {
      if (underWay.get(name)?.outcome === outcome) underWay.delete(name);
    });
    return outcome;
  };

  const isFresh = ({ operation }: KindEntry, { obtainedAt }: KeptAnswer) => clock().getTime() - obtainedAt.getTime() < operation.freshSeconds * 1000;

  const obtain = async (admitted: Admitted, deadline: Promise<"late">): Promise<Answer> => {
    const { entry, question, cipher } = admitted;
    const kept = ofItsKind(entry, await answers.recall(question, cipher));
    if (kept && isFresh(entry, kept) && !admitted.anew) return describe(entry, kept, "current");
    if (entry.source.source.transport.kind === "manual") return askClerk(admitted, kept);
    if (admitted.canWait && sparing()) return fallBack(entry, kept, "resting");
    const { guard } = entry.source;
    if (!guard.isOpenForQuestions()) return fallBack(entry, kept, "down");
    const asking = ask(admitted);
    asking.catch(() => undefined);
    // A source that was down is tried behind the back of whoever can be shown something.
    if (guard.state() !== "closed" && kept && !admitted.anew) return fallBack(entry, kept, "down");
    try {
      const outcome = await Promise.race([asking, deadline]);
      if (outcome === "late") return fallBack(entry, kept, "slow");
      return describe(entry, { ...outcome, obtainedAt: clock() }, "current");
    } catch (error) {
      // One department's mapping with a mistake of ours in it must not cost the others' answers.
      if (!(error instanceof SourceFault)) log.error({ err: error, source: question.source, operation: question.operation }, "a source could not be asked");
      return fallBack(entry, kept, error instanceof SourceFault ? REASONS[error.kind] : "malformed");
    }
  };

  const askClerk = async ({ entry, question, cipher, anew }: Admitted, before: KeptAnswer | undefined): Promise<Answer> => {
    let [kept, dueAt] = [before, await manual.findDue(entry, question)];
    if (!dueAt && !anew) {
      // Nobody looks for it any more: another process may have been given the answer.
      answers.reread(question.subject);
      kept = ofItsKind(entry, await answers.recall(question, cipher));
      if (kept && isFresh(entry, kept)) return describe(entry, kept, "current");
    }
    dueAt ??= await manual.ask(entry, question, cipher);
    return kept ? { ...describe(entry, kept, "last-known"), dueAt } : { ...nameAnswer(entry), state: "asked", dueAt };
  };

  const readAll = async (readings: Reading[], { waitMs = DEFAULT_WAIT_MS }: { waitMs?: number } = {}): Promise<Answer[]> => {
    const admitted = await Promise.all(readings.map(admit));
    const found = await withDeadline(waitMs * patience(), (deadline) => Promise.all(admitted.map((each) => obtain(each, deadline))));
    const given = found.map((answer, index) => pick(answer, readings[index]?.fields));
    await recordAccesses(database, given.map((answer, index) => readEntry(readings[index] as Reading, answer)));
    return given;
  };

  return {
    readAll,
    async read(reading, options) {
      const [answer] = await readAll([reading], options);
      return answer as Answer;
    },
    async readPublic({ city, kind, parameters = {} }, { waitMs = DEFAULT_WAIT_MS } = {}) {
      const entry = directory.getKind(city, kind);
      if (entry.kind.subject !== "public") throw purposeNeeded("This kind of record is about a person: it is read with a purpose.");
      const checked = checkParameters(entry, parameters);
      const question = { subject: PUBLIC, city, source: entry.source.source.id, operation: entry.operation.id, parameters: checked };
      const admitted = { entry, question, asked: { subject: undefined, parameters: checked }, cipher: publicCipher, anew: false, canWait: false };
      return withDeadline(waitMs * patience(), (deadline) => obtain(admitted, deadline));
    },
    async lookUp({ city, source, operation, parameters, actor, purpose, ground, subjectOf }) {
      requirePurpose(purpose, "Say what this is looked up for.");
      const entry = { actor, city, purpose, ground, about: { kind: "operation", id: `${source}/${operation}` } };
      let wentOut = false;
      try {
        const { record } = await directory.getSource(city, source).ask(operation, { subject: undefined, parameters }, undefined, ({ step }) => (wentOut ||= step === "request"));
        const subject = record && (await subjectOf(record));
        await recordAccesses(database, [{ ...entry, act: "record.looked-up", ...(record ? { fields: Object.keys(record) } : {}), ...(subject === undefined ? {} : { subject }) }]);
        return record;
      } catch (error) {
        // What nobody answered was still asked for; whom it is about nobody has said.
        if (wentOut) await recordAccesses(database, [{ ...entry, act: "record.asked", detail: { source, state: "unavailable", reason: error instanceof SourceFault ? REASONS[error.kind] : "malformed" } }]);
        throw error;
      }
    },
  };
}

const REASONS: Record<FaultKind, Reason> = {
  slow: "slow", overloaded: "slow", unreachable: "down", failed: "down", refused: "down", certificate: "down", redirected: "down",
  limited: "limited", "not-connected": "not-connected", malformed: "malformed", "too-large": "malformed", "wrong-charset": "malformed",
};

/** Refuses what the operation does not take, before it reaches anybody. */
function checkParameters({ kind, operation }: KindEntry, given: Record<string, string>): Record<string, string> {
  const faults = Object.keys(given).filter((name) => !operation.parameters.some((each) => each.name === name)).map((name) => ({ pointer: `/parameters/${name}`, detail: "is not known here" }));
  for (const { name, pattern, optional } of operation.parameters) {
    const value = given[name];
    const options = kind.parameters.find((each) => each.name === name)?.options;
    if (value === undefined ? !optional : /[\p{Cc}\p{Cs}]/u.test(value) || !new RegExp(`^(?:${pattern})$`, "u").test(value) || (options && !options.some((option) => option.value === value))) {
      faults.push({ pointer: `/parameters/${name}`, detail: value === undefined ? "is missing" : "is not in the form the department takes" });
    }
  }
  if (faults.length > 0) throw wrongParameter("Correct what was given for the question.", { fields: faults });
  return given;
}

/** Which description each kept record was last found to fit. */
const fitting = new WeakMap<RecordContent, RecordShape>();

/** What was kept under an earlier description of the kind may hold what this one does not show, or lack what it promises. */
function ofItsKind({ shape }: KindEntry, kept: KeptAnswer | undefined): KeptAnswer | undefined {
  if (!kept?.record || fitting.get(kept.record) === shape) return kept;
  if (shape.findFaults(kept.record).length > 0) return undefined;
  fitting.set(kept.record, shape);
  return kept;
}

function nameAnswer({ kind, source }: KindEntry): Pick<Answer, "kind" | "source" | "department"> {
  return { kind: kind.id, source: source.source.id, department: source.source.department };
}

function describe(entry: KindEntry, { record, asOf, obtainedAt }: Pick<KeptAnswer, "record" | "asOf" | "obtainedAt">, state: "current" | "last-known"): Answer {
  return { ...nameAnswer(entry), state: record || state === "last-known" ? state : "no-record", ...(record ? { record } : {}), obtainedAt, ...(asOf === undefined ? {} : { asOf }) };
}

function fallBack(entry: KindEntry, kept: KeptAnswer | undefined, reason: Reason): Answer {
  return kept ? { ...describe(entry, kept, "last-known"), reason } : { ...nameAnswer(entry), state: "unavailable", reason };
}

function pick(answer: Answer, fields: readonly string[] | undefined): Answer {
  if (!answer.record || !fields) return answer;
  return { ...answer, record: Object.fromEntries(Object.entries(answer.record).filter(([name]) => fields.includes(name))) };
}

function accessEntry({ actor, actingFor, subject, purpose, ground, city, kind }: Reading): Omit<AuditEntry, "act"> {
  return { actor, subject, purpose, ground: groundText(ground), city, about: { kind: "record", id: kind }, ...(actingFor === undefined ? {} : { actingFor }) };
}

/** What nobody answered was still asked for. */
function readEntry(reading: Reading, { state, source, record }: Answer): AuditEntry {
  const { ground } = reading;
  return {
    ...accessEntry(reading),
    act: record ? "record.read" : "record.asked",
    ...(record ? { fields: Object.keys(record) } : {}),
    detail: { source, state, ...(ground.kind === "agreement" ? { service: ground.service, reference: ground.reference } : {}) },
  };
}

async function withDeadline<Result>(waitMs: number, work: (deadline: Promise<"late">) => Promise<Result>): Promise<Result> {
  const { promise: deadline, resolve } = Promise.withResolvers<"late">();
  const timer = setTimeout(resolve, waitMs, "late");
  try {
    return await work(deadline);
  } finally {
    clearTimeout(timer);
  }
}
