/** A department's system, opened: how to ask it, within its limits, for records that have been checked. */
import type { Operation, Source } from "../catalogue/index.ts";
import { createGuard, type Guard, isUnasked, type Places } from "./guard/guard.ts";
import type { Lane } from "./guard/lane.ts";
import type { Health } from "./health/health.ts";
import { compileMapping, type Mapping } from "./mapping/mapping.ts";
import type { RecordShape } from "./mapping/record-shape.ts";
import { type Connection, findMissingMembers } from "./transports/connection.ts";
import type { OpenDropStore } from "./drop/drop-store.ts";
import { openTransport } from "./transports/open-transport.ts";
import { type Explain, SourceFault, type Transport } from "./transports/transport.ts";
import type { RecordContent } from "./answers/answers.ts";

/** Whom a question is about, and what was given with it. */
export interface Asked {
  subject: { idNumber: string; name: string } | undefined;
  parameters: Record<string, string>;
}

/** What the department says. */
export interface Outcome {
  /** Undefined: it has no record. */
  record: RecordContent | undefined;
  /** As of when, ISO 8601. */
  asOf: string | undefined;
}

export interface OpenSource {
  readonly city: string;
  readonly source: Source;
  readonly guard: Guard;
  readonly connected: boolean;
  /**
   * One question, within the source's limits, its answer mapped and checked against the record's shape.
   * @param shape undefined takes whatever the mapping gives, for operations that no kind of record belongs to
   * @throws {SourceFault}
   */
  ask(operation: string, asked: Asked, shape?: RecordShape, explain?: Explain): Promise<Outcome>;
  /** Another takes its place: the wire closes once the questions under way are answered. */
  retire(): void;
  /** Ends the questions under way. */
  close(): Promise<void>;
}

export interface OpeningParts {
  city: string;
  source: Source;
  connection: Connection | undefined;
  health: Health;
  drops: OpenDropStore;
  places: Places;
  lane: Lane;
  today: () => string;
}

export function openSource({ city, source, connection, health, drops, places, lane, today }: OpeningParts): OpenSource {
  const guard = createGuard(source, (state, fault) => {
    if (state === "open") health.raiseAlarm(city, source.id, fault ?? "failed");
    else if (state === "closed") health.endAlarm(city, source.id);
  }, places);
  const missing = connection && findMissingMembers(source, connection);
  const connected = source.transport.kind === "manual" || missing?.length === 0;
  const operations = new Map(source.operations.map((operation) => [operation.id, compileOperation(operation)]));
  let transport: Transport | undefined;
  let closed = false;
  let retired = false;
  let underWay = 0;
  let hasAnswered = false;

  const transportOf = () => {
    if (!connected || connection === undefined || closed) throw new SourceFault("not-connected", "the operators have not connected this source", missing && { detail: { missing } });
    return (transport ??= openTransport(source, connection, source.transport.kind === "file-drop" ? { drops: drops({ city, source: source.id, appends: source.transport.appends ?? false }) } : {}));
  };
  const leaveWhenIdle = () => {
    if (!retired || underWay > 0) return;
    void transport?.close();
    // Whoever still held it from before is answered too, over a wire of its own.
    transport = undefined;
  };
  /** Counts what went out to the department; what the guard held back says nothing about how it fares. */
  const counted = async (question: () => Promise<Outcome>): Promise<Outcome> => {
    const startedAt = performance.now();
    try {
      const outcome = await question();
      health.noteAnswer(city, source.id, performance.now() - startedAt);
      // The alarm may be of a guard that is no more: the operators mended the connection, or the process began anew.
      if (!hasAnswered) health.endAlarm(city, source.id);
      hasAnswered = true;
      return outcome;
    } catch (error) {
      if (error instanceof SourceFault && error.kind !== "not-connected" && !isUnasked(error)) health.noteFault(city, source.id, error.kind);
      throw error;
    }
  };
  return {
    city, source, guard, connected,
    async ask(id, asked, shape, explain) {
      const operation = operations.get(id);
      if (!operation) throw new Error(`The source ${source.id} has no operation ${id}`);
      underWay += 1;
      try {
        return await guard.run((signal) => counted(() => {
          if (operation instanceof SourceFault) throw operation;
          return askOnce(transportOf(), operation, { ...asked, city, today: today() }, { shape, signal, explain, lane });
        }), { safe: !(operation instanceof SourceFault) && operation.document.safe, about: asked.subject?.idNumber });
      } finally {
        underWay -= 1;
        leaveWhenIdle();
      }
    },
    retire() {
      retired = true;
      leaveWhenIdle();
    },
    async close() {
      closed = true;
      await transport?.close();
    },
  };
}

interface CompiledOperation {
  document: Operation;
  input: Mapping;
  found: Mapping | undefined;
  answer: Mapping;
  asOf: Mapping | undefined;
}

/** An expression that may not be carried out is its operation's fault: all other records of the city are asked for as ever. */
function compileOperation(document: Operation): CompiledOperation | SourceFault {
  const optional = (expression: string | undefined, place: string) => (expression === undefined ? undefined : compileMapping(expression, place));
  try {
    return {
      document,
      input: compileMapping(document.request.input, "request.input"),
      found: optional(document.found, "found"),
      answer: compileMapping(document.answer, "answer"),
      asOf: optional(document.asOf, "asOf"),
    };
  } catch (error) {
    return new SourceFault("failed", (error as Error).message, { detail: { operation: document.id }, retryable: false });
  }
}

interface Asking {
  shape: RecordShape | undefined;
  signal: AbortSignal;
  explain: Explain | undefined;
  lane: Lane;
}

type FullQuestion = Asked & { city: string; today: string };

async function askOnce(transport: Transport, operation: CompiledOperation, question: FullQuestion, { shape, signal, explain, lane }: Asking): Promise<Outcome> {
  const input = await operation.input(question);
  explain?.({ step: "mapped", what: "input", value: input });
  const raw = await transport.ask({ operation: operation.document, input }, signal, explain);
  return raw.found ? lane(() => readAnswer(raw.value, operation, question, shape, explain)) : { record: undefined, asOf: undefined };
}

async function readAnswer(answer: unknown, operation: CompiledOperation, { subject, parameters, today, city }: FullQuestion, shape: RecordShape | undefined, explain: Explain | undefined): Promise<Outcome> {
  const bindings = { subject, parameters, today, city };
  if (operation.found) {
    const found = await operation.found(answer, bindings);
    explain?.({ step: "mapped", what: "found", value: found });
    if (found !== true) return { record: undefined, asOf: undefined };
  }
  const record = await operation.answer(answer, bindings);
  explain?.({ step: "mapped", what: "answer", value: record });
  const asOf = await operation.asOf?.(answer, bindings);
  if (operation.asOf) explain?.({ step: "mapped", what: "asOf", value: asOf });
  const faults = shape ? shape.findFaults(record) : [];
  explain?.({ step: "validated", faults });
  if (faults.length > 0) throw new SourceFault("malformed", "the answer is not a record of its kind", { detail: { faults: faults.slice(0, 5).map(({ pointer, message }) => `${pointer} ${message}`) } });
  return { record: record as RecordContent, asOf: typeof asOf === "string" && !Number.isNaN(Date.parse(asOf)) ? new Date(asOf).toISOString() : undefined };
}
