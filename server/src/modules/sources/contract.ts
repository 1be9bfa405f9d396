import Type, { type Static } from "typebox";

const closed = { additionalProperties: false } as const;
const Instant = Type.String({ format: "date-time" });
const Id = Type.String({ pattern: "^[a-z][a-z0-9-]{1,60}$" });
const Names = Type.Object({ zh: Type.String(), en: Type.String() });
const City = Type.String({ pattern: "^[a-z][a-z0-9-]{1,30}$" });
const Milliseconds = Type.Integer({ minimum: 0, description: "Milliseconds" });

export const SOURCE_STATES = ["up", "troubled", "down", "not-connected"] as const;
const SourceState = Type.Enum([...SOURCE_STATES], {
  type: "string",
  description: "troubled: more than a twentieth of the last quarter of an hour's questions failed; down: left alone after failing too often",
});
export type SourceState = (typeof SOURCE_STATES)[number];

/** How a source fared over a time. */
const Performance = {
  answered: Type.Integer({ description: "Questions answered" }),
  failed: Type.Integer(),
  availability: Type.Optional(Type.Number({ description: "Share of the questions answered, between 0 and 1; left out when none was asked" })),
  medianMs: Type.Optional(Milliseconds),
  p95Ms: Type.Optional(Milliseconds),
};

export const CityParams = Type.Object({ city: City });
export const SourceParams = Type.Object({ city: City, id: Id });

export const PublishedSources = Type.Object({
  asOf: Instant,
  items: Type.Array(Type.Object({ id: Id, names: Names, department: Type.String(), departmentNames: Names, state: SourceState, day: Type.Object(Performance), month: Type.Object(Performance) })),
  total: Type.Integer(),
});
export type PublishedSource = Static<typeof PublishedSources>["items"][number];

const Alarm = Type.Object({
  id: Type.String({ format: "uuid" }),
  source: Id,
  fault: Type.String(),
  beganAt: Instant,
  endedAt: Type.Optional(Instant),
  seenBy: Type.Optional(Type.String()),
  seenAt: Type.Optional(Instant),
});
export const AlarmList = Type.Object({ items: Type.Array(Alarm), total: Type.Integer() });
export const AlarmParams = Type.Object({ city: City, id: Type.String({ format: "uuid" }) });

const SourceSummary = Type.Object({
  id: Id,
  names: Names,
  department: Type.String(),
  transport: Type.String(),
  state: SourceState,
  guard: Type.Enum(["closed", "open", "half-open"], { type: "string", description: "The circuit breaker of the process that answers" }),
  quarter: Type.Object(Performance, { description: "The last fifteen minutes" }),
  day: Type.Object(Performance),
});
export type SourceSummary = Static<typeof SourceSummary>;
export const SourceSummaryList = Type.Object({ items: Type.Array(SourceSummary), total: Type.Integer() });

export const SourceDetail = Type.Intersect([
  SourceSummary,
  Type.Object({
    operations: Type.Array(Type.Object({ id: Id, kinds: Type.Array(Id), freshSeconds: Type.Integer(), keepSeconds: Type.Integer() })),
    limits: Type.Record(Type.String(), Type.Integer()),
    faults: Type.Array(Type.Object({ fault: Type.String(), times: Type.Integer() }), { description: "Of the last day" }),
    minutes: Type.Array(Type.Object({ minute: Instant, answered: Type.Integer(), failed: Type.Integer(), p95Ms: Type.Optional(Milliseconds) }), { description: "The last three hours, oldest first" }),
    files: Type.Array(
      Type.Object({ id: Type.String({ format: "uuid" }), name: Type.String(), state: Type.Enum(["taken", "rejected"], { type: "string" }), rowCount: Type.Integer(), reason: Type.Optional(Type.String()), at: Instant }),
      { description: "The files dropped last, newest first" },
    ),
  }),
]);

const Purpose = Type.String({ minLength: 4, maxLength: 200, description: "What for, in words that the person understands who reads it later" });
const IdNumber = Type.String({ minLength: 1, maxLength: 18 });
const PersonName = Type.String({ minLength: 1, maxLength: 50 });
const Parameters = Type.Record(Type.String({ pattern: "^[a-z][A-Za-z0-9]{0,40}$" }), Type.String({ maxLength: 100 }), { maxProperties: 10 });

export const TryBody = Type.Object(
  { operation: Id, name: Type.Optional(PersonName), idNumber: Type.Optional(IdNumber), parameters: Type.Optional(Parameters), purpose: Purpose },
  closed,
);
/** Steps without the values that passed: an operator mends a mapping and reads nobody's records. */
export const TryResult = Type.Object({
  outcome: Type.Enum(["record", "no-record", "fault"], { type: "string" }),
  tookMs: Milliseconds,
  fault: Type.Optional(Type.Object({ kind: Type.String(), message: Type.String(), detail: Type.Record(Type.String(), Type.Unknown()) })),
  fields: Type.Array(Type.String(), { description: "Names of the fields that the record has" }),
  steps: Type.Array(Type.Object({ step: Type.String(), summary: Type.String(), tookMs: Type.Optional(Milliseconds) })),
});
export type TryResult = Static<typeof TryResult>;

const QuestionSummary = Type.Object({ id: Type.String({ format: "uuid" }), kind: Id, kindNames: Names, department: Type.String(), askedAt: Instant, dueAt: Instant, overdue: Type.Boolean() });
export const QuestionList = Type.Object({ items: Type.Array(QuestionSummary), total: Type.Integer() });
export const QuestionParams = Type.Object({ city: City, id: Type.String({ format: "uuid" }) });
export const QuestionDetail = Type.Intersect([
  QuestionSummary,
  Type.Object({ name: Type.String(), idNumber: Type.String(), parameters: Type.Record(Type.String(), Type.String()), instructions: Names }),
]);
export const AnswerBody = Type.Object({ record: Type.Optional(Type.Record(Type.String(), Type.Unknown())), noRecord: Type.Optional(Type.Literal(true)) }, { ...closed, description: "One of the two" });

const AgreementSummary = Type.Object({
  id: Id,
  names: Names,
  provider: Type.String(),
  consumer: Type.String(),
  purpose: Names,
  ground: Names,
  grants: Type.Array(Type.Object({ kind: Id, kindNames: Names, fields: Type.Array(Type.Object({ name: Type.String(), names: Names })) })),
  services: Type.Array(Type.String()),
  validFrom: Type.String(),
  validUntil: Type.String(),
  requestsPerDay: Type.Integer(),
});
export const AgreementList = Type.Object({ items: Type.Array(AgreementSummary), total: Type.Integer() });

export const DataRequestBody = Type.Object(
  {
    agreement: Id,
    kind: Id,
    fields: Type.Array(Type.String({ maxLength: 41 }), { minItems: 1, maxItems: 40, uniqueItems: true }),
    service: Type.String({ pattern: "^[A-Z][0-9]{3,4}$" }),
    reference: Type.String({ minLength: 1, maxLength: 60, description: "Number of the case that needs it" }),
    name: PersonName,
    idNumber: IdNumber,
    purpose: Purpose,
  },
  closed,
);
export const DataAnswer = Type.Object({
  state: Type.Enum(["current", "last-known", "no-record", "unavailable", "asked"], { type: "string" }),
  department: Type.String(),
  record: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  obtainedAt: Type.Optional(Instant),
  asOf: Type.Optional(Instant),
  reason: Type.Optional(Type.String()),
});
