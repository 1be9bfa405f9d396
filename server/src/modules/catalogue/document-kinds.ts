import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { type CityDocuments, DOCUMENT_SCHEMAS } from "./documents.ts";

/** The kinds of document a city has, in the order in which an import must take them. */
export const DOCUMENT_KINDS = ["city", "division", "department", "topic", "service", "office", "life-event", "calendar-year", "source", "record-kind", "agreement", "booking-calendar", "campaign"] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

interface KindTraits {
  schema: keyof typeof DOCUMENT_SCHEMAS;
  /** Where {@link CityDocuments} keeps them. */
  key: Exclude<keyof CityDocuments, "retired">;
  /** The member that tells one from another. */
  idMember: "id" | "code";
}

export const KIND_TRAITS: Record<DocumentKind, KindTraits> = {
  city: { schema: "city", key: "city", idMember: "id" },
  division: { schema: "division", key: "divisions", idMember: "code" },
  department: { schema: "department", key: "departments", idMember: "id" },
  topic: { schema: "topic", key: "topics", idMember: "id" },
  service: { schema: "service-item", key: "services", idMember: "id" },
  office: { schema: "office", key: "offices", idMember: "id" },
  "life-event": { schema: "life-event", key: "lifeEvents", idMember: "id" },
  "calendar-year": { schema: "calendar-year", key: "calendar", idMember: "id" },
  source: { schema: "source", key: "sources", idMember: "id" },
  "record-kind": { schema: "record-kind", key: "recordKinds", idMember: "id" },
  agreement: { schema: "agreement", key: "agreements", idMember: "id" },
  "booking-calendar": { schema: "booking-calendar", key: "bookingCalendars", idMember: "id" },
  campaign: { schema: "campaign", key: "campaigns", idMember: "id" },
};

const ajv = addFormats.default(new Ajv2020({ strict: false, allErrors: true, verbose: false, discriminator: true }));
const validators = new Map<string, ValidateFunction>();

/** What keeps a document from following its schema, by JSON pointer. Empty: nothing. */
export function findSchemaFaults(schema: keyof typeof DOCUMENT_SCHEMAS, document: unknown): { pointer: string; message: string }[] {
  let validate = validators.get(schema);
  if (!validate) {
    validate = ajv.compile(DOCUMENT_SCHEMAS[schema]);
    validators.set(schema, validate);
  }
  if (validate(document)) return [];
  return (validate.errors ?? []).map(({ instancePath, keyword, params, message }) => {
    if (keyword === "additionalProperties") return { pointer: `${instancePath}/${params.additionalProperty}`, message: "is not a field of this document" };
    if (keyword === "required") return { pointer: `${instancePath}/${params.missingProperty}`, message: "is missing" };
    if (keyword === "enum") return { pointer: instancePath, message: `must be one of: ${(params.allowedValues as string[]).join(", ")}` };
    return { pointer: instancePath, message: message ?? "is malformed" };
  });
}

/** The id of a document of a kind; undefined when it has none. */
export function documentId(kind: DocumentKind, document: unknown): string | undefined {
  const id = (document as Record<string, unknown> | null)?.[KIND_TRAITS[kind].idMember];
  return typeof id === "string" ? id : undefined;
}
