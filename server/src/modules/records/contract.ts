/** What the records room takes and gives over HTTP. What a field of a record is, is said once, by its kind: GET /api/v1/cities/{city}/record-kinds. */
import Type, { type Static } from "typebox";
import { DOCUMENT_SCHEMAS } from "../catalogue/index.ts";

const closed = { additionalProperties: false };
const Kind = DOCUMENT_SCHEMAS["record-kind"].properties;
const Names = Kind.names;

const AnyId = (description: string) => Type.String({ pattern: "^[A-Za-z0-9_-]{1,64}$", description });
const CityId = AnyId("City id, for example haikou");
const KindId = AnyId("Kind of record, for example housing-fund-account");
const Instant = Type.String({ format: "date-time" });
const Lang = Type.Enum(["zh-Hans", "zh-Hant"], { type: "string", description: "Script of the `zh` texts" });
const Named = Type.Object({ id: Type.String(), names: Names });

/** What a field holds when it is no list: texts, dates and codes are strings; money, numbers and percents are numbers. */
const Value = Type.Unsafe<string | number | boolean>({ type: ["string", "number", "boolean"] });
const Shown = Type.Object({ field: Type.String(), value: Value }, { description: "A field and what is shown of it: masked when its kind says so" });

/** The record's fields by name, as its kind describes them. */
export const RecordContent = Type.Record(Type.String(), Type.Unknown(), {
  description: "Fields by name. date YYYY-MM-DD, month YYYY-MM, time ISO 8601, money integer fen, percent 3.1 is 3.1 %, list an array of objects",
});

/** What a question to a department needs beside the person: `line:3`. */
const Parameter = Type.String({ pattern: "^[a-z][A-Za-z0-9]{0,40}:.{0,60}$", description: "A parameter of the kind as `name:value`, for example `line:3`" });
/** Several are written one after the other: `?parameter=line:3&parameter=stop:21`. */
const ParametersInQuery = Type.Union([Parameter, Type.Array(Parameter, { maxItems: 5 })]);
const Parameters = Type.Record(Type.String({ pattern: "^[a-z][A-Za-z0-9]{0,40}$" }), Type.String({ maxLength: 60 }), { maxProperties: 5, description: "The kind's parameters by name" });

// My data

export const MyRecordsQuery = Type.Object(
  { city: Type.Optional(CityId), anew: Type.Optional(Type.Boolean({ description: "Ask the departments even when their answers are fresh; three times in ten minutes" })), lang: Type.Optional(Lang) },
  closed,
);

export const Reason = Type.Enum(["slow", "down", "malformed", "limited", "not-connected", "resting"], { type: "string", description: "Why there is no current answer; resting: the service is so busy that departments are not asked" });
const Notice = Type.Object({ tone: Type.Enum(["info", "warning", "urgent"], { type: "string" }), text: Names });

const answered = {
  kind: Type.String(),
  reason: Type.Optional(Reason),
  obtainedAt: Type.Optional({ ...Instant, description: "When the department said it" }),
  asOf: Type.Optional({ ...Instant, description: "As of when the department says it is" }),
  dueAt: Type.Optional({ ...Instant, description: "When a clerk's answer is promised" }),
  notices: Type.Array(Notice, { description: "What the record gives reason to say, as its kind decides" }),
};
const STATES = ["current", "last-known", "no-record", "unavailable", "asked"] as const;
const STATE_MEANINGS = "current: asked just now, or lately enough; last-known: the department does not answer and this is what it last said; no-record: it has none; unavailable: it does not answer and never has; asked: a clerk looks it up";

export const MyRecord = Type.Object({
  ...answered,
  state: Type.Enum([...STATES, "level-needed", "not-covered", "parameters-needed"], {
    type: "string",
    description: `${STATE_MEANINGS}; level-needed: prove more surely who you are; not-covered: what you were allowed does not reach it; parameters-needed: ask for it by itself`,
  }),
  headline: Type.Optional(Shown),
  facts: Type.Array(Shown),
});
export type MyRecord = Static<typeof MyRecord>;

/** Each is joined with its kind by `kind`. */
export const MyRecords = Type.Object({ city: Type.String(), items: Type.Array(MyRecord), total: Type.Integer() });
export type MyRecords = Static<typeof MyRecords>;

export const KindParams = Type.Object({ kind: KindId });
export const MyRecordQuery = Type.Object(
  {
    city: Type.Optional(CityId),
    parameter: Type.Optional(ParametersInQuery),
    anew: Type.Optional(Type.Boolean({ description: "Ask the department even when its answer is fresh" })),
    lang: Type.Optional(Lang),
  },
  closed,
);
export const FullRecord = Type.Object({
  ...answered,
  city: Type.String(),
  state: Type.Enum([...STATES], { type: "string", description: STATE_MEANINGS }),
  record: Type.Optional(RecordContent),
  provable: Type.Boolean({ description: "POST /api/v1/me/proofs would make a proof of it now" }),
});
export type FullRecord = Static<typeof FullRecord>;

// Public

export const CityParams = Type.Object({ city: CityId });
export const LangQuery = Type.Object({ lang: Type.Optional(Lang) }, closed);
export const PublicKindParams = Type.Object({ city: CityId, kind: KindId });
export const PublicRecordQuery = Type.Object({ parameter: Type.Optional(ParametersInQuery), lang: Type.Optional(Lang) }, closed);

export const RecordKindView = Type.Object({
  id: Kind.id,
  names: Names,
  summary: Kind.summary,
  topic: Kind.topic,
  subject: Kind.subject,
  level: Kind.level,
  department: Named,
  source: Named,
  services: Type.Array(Named),
  parameters: Kind.parameters,
  fields: Kind.fields,
  headline: Kind.headline,
  facts: Kind.facts,
  charts: Kind.charts,
  derivation: Kind.derivation,
  correction: Type.Object({ text: Names, service: Type.Optional(Named) }),
  proof: Type.Optional(Type.Object({ title: Names, statement: Names, fields: Type.Array(Type.String()), validDays: Type.Integer() })),
  ground: Kind.ground,
});
export type RecordKindView = Static<typeof RecordKindView>;
export const RecordKindList = Type.Object({ items: Type.Array(RecordKindView), total: Type.Integer() });

export const PublicRecord = Type.Object({
  kind: Type.String(),
  state: Type.Enum(["current", "last-known", "no-record", "unavailable"], { type: "string", description: STATE_MEANINGS }),
  reason: Type.Optional(Reason),
  obtainedAt: Type.Optional(Instant),
  asOf: Type.Optional(Instant),
  notices: Type.Array(Notice),
  record: Type.Optional(RecordContent),
});
export type PublicRecord = Static<typeof PublicRecord>;

// Proofs

export const ProofBody = Type.Object({ kind: KindId, city: Type.Optional(CityId), parameters: Type.Optional(Parameters) }, closed);
export const ProofParams = Type.Object({ id: Type.String({ format: "uuid" }) });
const ProofState = Type.Enum(["valid", "expired", "revoked"], { type: "string" });

export const Proof = Type.Object({
  id: Type.String({ format: "uuid" }),
  kind: Type.String(),
  city: Type.String(),
  title: Names,
  state: ProofState,
  asOf: Type.Optional({ ...Instant, description: "As of when the department said it" }),
  issuedAt: Instant,
  validUntil: Instant,
  revokedAt: Type.Optional(Instant),
  code: Type.String({ description: "What whoever is shown the proof types to check it" }),
  checkAddress: Type.String({ description: "The page that checks it, as the code on the sheet holds it" }),
  checks: Type.Integer({ description: "How often it was checked" }),
});
export type Proof = Static<typeof Proof>;
export const ProofList = Type.Object({ items: Type.Array(Proof), total: Type.Integer() });

export const ProofChecks = Type.Object({
  items: Type.Array(Type.Object({ at: Instant, state: ProofState, checker: Type.Optional(Type.String({ description: "Who checked, in their own words" })) })),
  total: Type.Integer(),
});

/** Printable characters only; what is longer than a line is no name. */
const Line = (maxLength: number, description: string) => Type.String({ minLength: 1, maxLength, pattern: "^[^\\p{Cc}\\p{Cs}]*$", description });

export const ProofCheckBody = Type.Object(
  {
    code: Type.String({ minLength: 1, maxLength: 60, description: "As typed: small letters, spaces and hyphens are understood" }),
    checker: Type.Optional(Line(60, "Who checks, in words: the holder reads it")),
  },
  closed,
);
const CheckedField = Type.Object({
  name: Type.String(),
  names: Names,
  type: Type.String(),
  unit: Type.Optional(Names),
  codes: Type.Optional(Type.Array(Type.Object({ value: Type.String(), names: Names }))),
  fields: Type.Optional(Type.Array(Type.Object({ name: Type.String(), names: Names, type: Type.String(), unit: Type.Optional(Names), codes: Type.Optional(Type.Array(Type.Object({ value: Type.String(), names: Names }))) }))),
});
export type CheckedField = Static<typeof CheckedField>;
/** No more than whoever is shown the sheet reads on it; name and number masked. */
export const ProofCheck = Type.Object({
  state: ProofState,
  title: Names,
  statement: Names,
  city: Type.String(),
  department: Names,
  name: Type.String({ description: "Masked" }),
  idNumber: Type.String({ description: "Masked" }),
  fields: Type.Array(CheckedField, { description: "What the members of `record` are" }),
  record: RecordContent,
  asOf: Type.Optional(Instant),
  issuedAt: Instant,
  validUntil: Instant,
  revokedAt: Type.Optional(Instant),
});
export type ProofCheck = Static<typeof ProofCheck>;

// Asking the owner of a car to move it

const Plate = Type.String({ minLength: 1, maxLength: 20, description: "As on the car, for example 琼A12345" });
export const MoveReason = Type.Enum(["blocks-exit", "blocks-garage", "emergency-lane", "double-parked", "other"], { type: "string" });
export const MoveAnswer = Type.Enum(["coming-5", "coming-15", "not-possible", "not-my-car"], { type: "string", description: "coming-5: within five minutes" });

export const MoveBody = Type.Object({ plate: Plate, place: Line(100, "Where the car stands"), reason: MoveReason, city: Type.Optional(CityId) }, closed);
export const MoveParams = Type.Object({ id: Type.String({ format: "uuid" }) });

const MOVE_STATE = Type.Enum(["sending", "sent", "failed", "answered", "cancelled", "ended"], {
  type: "string",
  description: "sent: the owner was told, if the car is registered here; failed: the traffic police did not answer; ended: a day is over, or the owner wants no more of it",
});
const asked = { place: Type.String(), reason: MoveReason, state: MOVE_STATE, askedAt: Instant, endsAt: Instant, answer: Type.Optional(MoveAnswer), answeredAt: Type.Optional(Instant) };

export const MoveRequest = Type.Object({ id: Type.String({ format: "uuid" }), plate: Type.String({ description: "As the asker typed it" }), city: Type.String(), ...asked });
export type MoveRequest = Static<typeof MoveRequest>;
export const MoveRequestList = Type.Object({ items: Type.Array(MoveRequest), total: Type.Integer() });

/** From the message; not checked for its form, since whatever leads nowhere is answered alike. */
export const MoveTokenParams = Type.Object({ token: Type.String({ maxLength: 60 }) });
/** What the owner sees: never who asks. */
export const OwnersMoveRequest = Type.Object({ plate: Type.String({ description: "Masked" }), city: Type.String(), ...asked, misuseReported: Type.Boolean() });
export type OwnersMoveRequest = Static<typeof OwnersMoveRequest>;
export const MoveAnswerBody = Type.Object({ answer: MoveAnswer }, closed);
