/** Which members of a group mean anything beside what was chosen. The schemas allow them all, so that one shape serves every transport. */
import { createContext } from "react";
import type { DocumentKind } from "../api/types.ts";
import { isObject, type JsonObject, plain } from "../documents/json.ts";
import { namesOn } from "../documents/pointer.ts";

/** How the document's source is reached: parts of its form far away depend on it. */
export interface Transport {
  kind: string;
  format: string;
}

export const TransportContext = createContext<Transport>({ kind: "", format: "" });

export function transportOf({ transport }: JsonObject): Transport {
  return isObject(transport) ? { kind: plain(transport.kind), format: plain(transport.format) } : { kind: "", format: "" };
}

const REQUEST_MEMBERS: Record<string, readonly string[] | undefined> = { "http-json": ["method", "path"], soap: ["action", "element"], sql: ["statement"], "file-drop": [], manual: [] };

/** By kind of document and path: whether an optional member belongs beside the others. */
const RULES: Record<string, ((name: string, group: JsonObject, transport: Transport) => boolean) | undefined> = {
  "source transport"(name, { authentication, format }) {
    if (name === "apiKeyHeader") return authentication === "api-key";
    if (name === "tokenPath" || name === "scope") return authentication === "oauth-client-credentials";
    return (name !== "delimiter" && name !== "header") || format === "csv";
  },
  "source transport.columns": (name, _column, { format }) => name === "name" || format === "fixed-width",
  "source operations.request": (name, _request, { kind }) => name === "input" || (REQUEST_MEMBERS[kind]?.includes(name) ?? false),
  "record-kind parameters": (name, { type }) => name !== "options" || type === "choice",
  "record-kind fields": belongsToField,
  "record-kind fields.fields": belongsToField,
};

function belongsToField(name: string, { type }: JsonObject): boolean {
  if (name === "codes") return type === "code";
  if (name === "unit") return type === "number";
  return name !== "mask" || type === "text";
}

/** What is written stays in sight, even where it does not belong: it is a fault to mend. */
export function isRelevant(kind: DocumentKind, pointer: string, name: string, group: JsonObject, transport: Transport): boolean {
  return group[name] !== undefined || (RULES[`${kind} ${namesOn(pointer).join(".")}`]?.(name, group, transport) ?? true);
}
