/** What the console's catalogue rooms take and answer. */
import Type, { type Static } from "typebox";
import { DOCUMENT_KINDS } from "./document-kinds.ts";
import { CityId, Level, Retirement, ServiceId, Text } from "./documents.ts";

const DocumentKind = Type.Enum([...DOCUMENT_KINDS], { type: "string" });
const DocumentId = Type.String({ pattern: "^[A-Za-z0-9_-]{1,64}$" });
/** PostgreSQL keeps no NUL in a text. */
const Words = (options: { minLength?: number; maxLength: number }) => Type.String({ pattern: "^[^\\u0000]*$", ...options });
const Moment = Type.String({ format: "date-time" });

export const StaffCityParams = Type.Object({ city: CityId });
export const DocumentParams = Type.Object({ city: CityId, kind: DocumentKind, id: DocumentId });
export const VersionParams = Type.Object({ ...DocumentParams.properties, version: Type.Integer({ minimum: 1, maximum: 1_000_000 }) });
export const StaffServiceParams = Type.Object({ city: CityId, id: ServiceId });

/** A rule that a document breaks. */
const FindingSchema = Type.Object({ rule: Type.String(), pointer: Type.String(), message: Type.String(), remedy: Type.String() });

/** Any JSON object: a draft may still break its schema. */
const AnyDocument = Type.Record(Type.String(), Type.Unknown());

export const DocumentsQuery = Type.Object({ kind: Type.Optional(DocumentKind) }, { additionalProperties: false });
export const DocumentSummaryList = Type.Object({
  items: Type.Array(
    Type.Object({
      kind: DocumentKind,
      id: DocumentId,
      names: Text,
      /** Absent while the document is only a draft. */
      version: Type.Optional(Type.Integer()),
      changedAt: Type.Optional(Moment),
      draft: Type.Optional(Type.Enum(["open", "submitted"], { type: "string" })),
      retired: Type.Optional(Type.Boolean()),
      department: Type.Optional(Type.String()),
      topic: Type.Optional(Type.String()),
      serviceKind: Type.Optional(Type.String()),
      level: Type.Optional(Level),
      /** Readings of the guide in the last 90 days; services only. */
      views: Type.Optional(Type.Integer()),
    }),
  ),
  total: Type.Integer(),
});
export type DocumentSummary = Static<typeof DocumentSummaryList>["items"][number];

const Draft = Type.Object({
  kind: DocumentKind,
  id: DocumentId,
  body: AnyDocument,
  baseVersion: Type.Optional(Type.Integer()),
  state: Type.Enum(["open", "submitted"], { type: "string" }),
  editors: Type.Array(Type.String()),
  note: Type.Optional(Type.String()),
  remark: Type.Optional(Type.String({ description: "What the reviewer sent back" })),
  revision: Type.Integer(),
  updatedAt: Moment,
});
export const DraftList = Type.Object({ items: Type.Array(Draft), total: Type.Integer() });

export const DocumentDetail = Type.Object({
  kind: DocumentKind,
  id: DocumentId,
  version: Type.Optional(Type.Integer()),
  body: Type.Optional(AnyDocument),
  draft: Type.Optional(Draft),
  /** What the draft breaks, or without one the published document. */
  findings: Type.Array(FindingSchema),
  retirement: Type.Optional(Retirement),
  history: Type.Array(
    Type.Object({
      version: Type.Integer(),
      origin: Type.Enum(["import", "review", "roll-back"], { type: "string" }),
      author: Type.String(),
      reviewer: Type.Optional(Type.String()),
      note: Type.Optional(Type.String()),
      publishedAt: Moment,
    }),
  ),
});
export const PastVersion = Type.Object({ version: Type.Integer(), body: AnyDocument });

export const SaveDraftBody = Type.Object(
  {
    body: AnyDocument,
    note: Type.Optional(Words({ maxLength: 500 })),
    revision: Type.Optional(Type.Integer({ minimum: 1, description: "Of the draft you changed; absent when there was none" })),
  },
  { additionalProperties: false },
);
export const SavedDraft = Type.Object({ revision: Type.Integer(), findings: Type.Array(FindingSchema) });
export const SendBackBody = Type.Object({ remark: Type.Optional(Words({ minLength: 1, maxLength: 1000 })) }, { additionalProperties: false });
export const Published = Type.Object({ version: Type.Integer() });
export const RollBackBody = Type.Object({ version: Type.Integer({ minimum: 1, maximum: 1_000_000 }), note: Words({ minLength: 1, maxLength: 500 }) }, { additionalProperties: false });
export const RetireBody = Type.Object({ reason: Text, redirectTo: Type.Optional(ServiceId) }, { additionalProperties: false });

const LikeItem = Type.Object({ id: ServiceId, names: Text, retired: Type.Boolean() });
export const NearDuplicateList = Type.Object({
  items: Type.Array(
    Type.Object({
      first: LikeItem,
      second: LikeItem,
      score: Type.Number(),
      reasons: Type.Array(Type.String()),
      foundAt: Moment,
      decision: Type.Optional(Type.Enum(["keep-both", "merge"], { type: "string" })),
      decidedBy: Type.Optional(Type.String()),
      decidedAt: Type.Optional(Moment),
      note: Type.Optional(Type.String()),
    }),
  ),
  total: Type.Integer(),
});
export const DecideDuplicateBody = Type.Object(
  { firstId: ServiceId, secondId: ServiceId, decision: Type.Enum(["keep-both", "merge"], { type: "string" }), note: Type.Optional(Words({ maxLength: 500 })) },
  { additionalProperties: false },
);

export const SearchMissList = Type.Object({
  items: Type.Array(Type.Object({ query: Type.String(), asked: Type.Integer(), firstAt: Moment, lastAt: Moment })),
  total: Type.Integer(),
});
export const SettleMissBody = Type.Object({ query: Words({ minLength: 1, maxLength: 100 }) }, { additionalProperties: false });
