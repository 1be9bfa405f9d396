/**
 * The documents that connect a city to its departments' systems: where a record is asked for and how its answer is read
 * (source), what people see of it (record kind), and which department may ask another for what (agreement). Addresses
 * and secrets never stand in them: they are the operators', in the connections file.
 */
import Type, { type Static } from "typebox";
import { closed, DepartmentKey, oneOf, oneShapeOf, ServiceId, Slug, Text } from "./document-parts.ts";

/** Name of a field, a parameter or a column. */
const FieldName = Type.String({ pattern: "^[a-z][A-Za-z0-9]{0,40}$" });
/** Shape of the texts that a parameter takes. */
const Pattern = Type.String({ minLength: 1, maxLength: 200, description: "Regular expression that the whole text must match" });
const Mapping = Type.String({ minLength: 1, maxLength: 8000, description: "JSONata" });
const Path = Type.String({ pattern: "^/[A-Za-z0-9._~{}/-]{0,300}$", description: "Below the connection's address; `{name}` stands for a member of the input" });

const Authentication = oneOf(["none", "api-key", "oauth-client-credentials", "mutual-tls", "signed", "username-token"], {
  description: "How the system knows us: RFC 6749 §4.4, RFC 8705, RFC 9421 or WS-Security 1.1 for those that have a standard",
});
const Encoding = oneOf(["utf-8", "gb18030"]);

const HttpJson = closed({
  kind: Type.Literal("http-json"),
  authentication: Authentication,
  apiKeyHeader: Type.Optional(Type.String({ pattern: "^[A-Za-z][A-Za-z0-9-]{0,60}$" })),
  /** Where tokens are had, with oauth-client-credentials. */
  tokenPath: Type.Optional(Path),
  scope: Type.Optional(Type.String({ maxLength: 200 })),
  /** Of answers that do not say theirs. */
  encoding: Type.Optional(Encoding),
});
const Soap = closed({
  kind: Type.Literal("soap"),
  version: oneOf(["1.1", "1.2"]),
  path: Path,
  namespace: Type.String({ minLength: 1, maxLength: 200 }),
  authentication: Authentication,
  apiKeyHeader: Type.Optional(Type.String({ pattern: "^[A-Za-z][A-Za-z0-9-]{0,60}$" })),
  encoding: Type.Optional(Encoding),
});
const Sql = closed({ kind: Type.Literal("sql"), dialect: oneOf(["postgresql", "mysql"]) });
const FileDrop = closed({
  kind: Type.Literal("file-drop"),
  format: oneOf(["csv", "fixed-width"]),
  encoding: Encoding,
  delimiter: Type.Optional(Type.String({ minLength: 1, maxLength: 1 })),
  /** First line names the columns. */
  header: Type.Optional(Type.Boolean()),
  pattern: Type.String({ pattern: "^[A-Za-z0-9_*.-]{1,100}$", description: "Names of the files; `*` stands for anything" }),
  columns: Type.Array(
    closed({
      name: Type.String({ minLength: 1, maxLength: 60 }),
      start: Type.Optional(Type.Integer({ minimum: 0, description: "Byte of the line, from 0" })),
      length: Type.Optional(Type.Integer({ minimum: 1, maximum: 2000, description: "Bytes" })),
    }),
    { minItems: 1, maxItems: 100 },
  ),
  /** The last line says how many rows come before it: this, then the number. A file without it is cut off. */
  countPrefix: Type.Optional(Type.String({ minLength: 1, maxLength: 20 })),
  /** A new file adds to the earlier ones; left out: it replaces them. */
  appends: Type.Optional(Type.Boolean()),
  /** Holds the ID number that a row belongs to. */
  keyColumn: Type.String({ minLength: 1, maxLength: 60 }),
});
const Manual = closed({
  kind: Type.Literal("manual"),
  promiseHours: Type.Integer({ minimum: 1, maximum: 720, description: "Within how many hours a clerk answers" }),
  instructions: Text,
});

const Transport = oneShapeOf("kind", [HttpJson, Soap, Sql, FileDrop, Manual], { description: "By what means the department's system is reached" });

const Operation = closed({
  id: Slug,
  /** Asking twice is asking once: it may be tried again. */
  safe: Type.Boolean(),
  freshSeconds: Type.Integer({ minimum: 0, maximum: 2_592_000, description: "How long an answer is given without asking again" }),
  keepSeconds: Type.Integer({ minimum: 0, maximum: 31_536_000, description: "How long the last answer is shown, marked, while the source does not answer" }),
  parameters: Type.Array(closed({ name: FieldName, pattern: Pattern, optional: Type.Optional(Type.Boolean()) }), { maxItems: 10 }),
  request: closed(
    {
      /** Over the subject, the parameters, the city and today. */
      input: Mapping,
      method: Type.Optional(oneOf(["GET", "POST"])),
      path: Type.Optional(Path),
      action: Type.Optional(Type.String({ maxLength: 300 })),
      element: Type.Optional(Type.String({ pattern: "^[A-Za-z_][A-Za-z0-9_.-]{0,80}$" })),
      statement: Type.Optional(Type.String({ minLength: 10, maxLength: 4000, description: "One select; parameters are written :name" })),
    },
    { description: "http-json: method, path; soap: action, element; sql: statement" },
  ),
  /** Over the decoded answer: whether the department has a record; left out: whenever it answers with something. */
  found: Type.Optional(Mapping),
  /** Over the decoded answer: the record. */
  answer: Mapping,
  /** Over the decoded answer: as of when the department says this is, ISO 8601. */
  asOf: Type.Optional(Mapping),
});
export type Operation = Static<typeof Operation>;

export const Source = closed({
  id: Slug,
  names: Text,
  /** Owns the records and answers for them. */
  department: DepartmentKey,
  transport: Transport,
  limits: closed({
    timeoutMs: Type.Integer({ minimum: 50, maximum: 60_000 }),
    concurrency: Type.Integer({ minimum: 1, maximum: 500, description: "Questions under way at once, by process" }),
    retries: Type.Integer({ minimum: 0, maximum: 3, description: "More tries of a safe operation" }),
    largestAnswerBytes: Type.Integer({ minimum: 1_000, maximum: 16_777_216 }),
    perMinute: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000, description: "Questions a minute, by process; left out: no limit" })),
  }),
  breaker: closed(
    {
      failures: Type.Integer({ minimum: 1, maximum: 100, description: "Failures in a row after which the source is left alone" }),
      openSeconds: Type.Integer({ minimum: 1, maximum: 3600, description: "How long, before one question probes it" }),
    },
    { description: "Circuit breaker" },
  ),
  operations: Type.Array(Operation, { minItems: 1, maxItems: 30 }),
});
export type Source = Static<typeof Source>;
export type TransportSettings = Source["transport"];

const Tone = oneOf(["good", "neutral", "attention", "bad"]);
const fieldMembers = {
  name: FieldName,
  names: Text,
  type: oneOf(["text", "date", "month", "time", "money", "number", "percent", "truth", "code"], { description: "money: integer fen; percent: 3.1 is 3.1 %; month: 2026-11" }),
  unit: Type.Optional(Text),
  codes: Type.Optional(Type.Array(closed({ value: Type.String({ pattern: "^[A-Za-z0-9][A-Za-z0-9-]{0,40}$" }), names: Text, tone: Type.Optional(Tone) }), { minItems: 1, maxItems: 100 })),
  sensitivity: oneOf(["plain", "personal", "sensitive"], { description: "sensitive: PIPL article 28" }),
  mask: Type.Optional(oneOf(["id-number", "name", "account", "phone"])),
  optional: Type.Optional(Type.Boolean()),
};
const Field = closed(fieldMembers);
const ListField = closed({
  name: FieldName,
  names: Text,
  type: Type.Literal("list"),
  sensitivity: fieldMembers.sensitivity,
  optional: Type.Optional(Type.Boolean()),
  fields: Type.Array(Field, { minItems: 1, maxItems: 20 }),
});
export type RecordField = Static<typeof Field>;
export type RecordListField = Static<typeof ListField>;

export const RecordKind = closed({
  id: Slug,
  names: Text,
  summary: Text,
  topic: Slug,
  /** public: about nobody, asked without signing in. */
  subject: oneOf(["person", "public"]),
  level: Type.Integer({ minimum: 1, maximum: 3, description: "How surely somebody must have proven who they are" }),
  source: Slug,
  operation: Slug,
  /** Items of the catalogue that this answers. */
  services: Type.Array(ServiceId, { maxItems: 10 }),
  parameters: Type.Array(
    closed({
      name: FieldName,
      names: Text,
      type: oneOf(["text", "choice", "date"]),
      options: Type.Optional(Type.Array(closed({ value: Type.String({ minLength: 1, maxLength: 60 }), names: Text }), { minItems: 1, maxItems: 200 })),
      optional: Type.Optional(Type.Boolean()),
      sample: Type.Optional(Type.String({ maxLength: 60 })),
    }),
    { maxItems: 5 },
  ),
  fields: Type.Array(oneShapeOf("type", [Field, ListField]), { minItems: 1, maxItems: 40 }),
  /** Shown large. */
  headline: Type.Optional(FieldName),
  /** Shown on the card under it. */
  facts: Type.Array(FieldName, { maxItems: 4 }),
  charts: Type.Array(closed({ names: Text, shape: oneOf(["bars", "line"]), list: FieldName, x: FieldName, y: Type.Array(FieldName, { minItems: 1, maxItems: 3 }) }), { maxItems: 4 }),
  notices: Type.Array(closed({ when: Mapping, tone: oneOf(["info", "warning", "urgent"]), text: Text }), { maxItems: 10 }),
  /** A rule of the records room that adds fields of its own. */
  derivation: Type.Optional(oneOf(["immunisation-schedule"])),
  /** How an error in it is put right (PIPL article 46). */
  correction: closed({ text: Text, service: Type.Optional(ServiceId) }),
  /** What may be shown to a third party, as a dated proof. */
  proof: Type.Optional(
    closed({ title: Text, statement: Text, fields: Type.Array(FieldName, { minItems: 1, maxItems: 20 }), validDays: Type.Integer({ minimum: 1, maximum: 365 }) }),
  ),
  /** The law by which the department holds it and the person may see it. */
  ground: Text,
});
export type RecordKind = Static<typeof RecordKind>;

export const Agreement = closed({
  id: Slug,
  names: Text,
  /** Gives. */
  provider: DepartmentKey,
  /** Asks. */
  consumer: DepartmentKey,
  purpose: Text,
  /** Article of law. */
  ground: Text,
  grants: Type.Array(closed({ kind: Slug, fields: Type.Array(FieldName, { minItems: 1, maxItems: 40 }) }), { minItems: 1, maxItems: 20 }),
  /** For which items alone. */
  services: Type.Array(ServiceId, { minItems: 1, maxItems: 50 }),
  validFrom: Type.String({ format: "date" }),
  validUntil: Type.String({ format: "date" }),
  requestsPerDay: Type.Integer({ minimum: 1, maximum: 10_000_000 }),
});
export type Agreement = Static<typeof Agreement>;
