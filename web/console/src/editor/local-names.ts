/** What may stand where a document names a part of its own, or of the document beside it: an operation, a column, a field. */
import type { DocumentKey, DocumentKind } from "../api/types.ts";
import { isObject, type Json, type JsonObject, plain } from "../documents/json.ts";
import { namesOn, pointerParts, valueAt } from "../documents/pointer.ts";

export interface LocalName {
  id: string;
  names: Json | undefined;
}

/** The other document whose parts are named; undefined when it is the document's own. */
export function documentNamedFrom(kind: DocumentKind, body: JsonObject, pointer: string): DocumentKey | undefined {
  if (kind === "record-kind" && pointer === "/operation") return keyOf("source", body.source);
  if (kind === "agreement") return keyOf("record-kind", valueAt(body, pointer.replace(/\/fields$/, "/kind")));
  return undefined;
}

function keyOf(kind: DocumentKind, id: Json | undefined): DocumentKey | undefined {
  return typeof id === "string" && id !== "" ? { kind, id } : undefined;
}

/** @param beside the body of {@link documentNamedFrom}'s document */
export function localNames(kind: DocumentKind, body: JsonObject, pointer: string, beside: JsonObject | undefined): LocalName[] {
  switch (namesOn(pointer).at(-1)) {
    case "operation":
      return named(beside?.operations, "id");
    case "keyColumn":
      return named(valueAt(body, "/transport/columns"), "name");
    case "list":
      return named(members(body.fields).filter(({ type }) => type === "list"), "name");
    case "x":
    case "y": {
      const chart = `/${pointerParts(pointer).slice(0, 2).join("/")}`;
      const drawn = members(body.fields).find(({ name }) => name !== undefined && name === valueAt(body, `${chart}/list`));
      return named(drawn?.fields, "name");
    }
    default:
      return named((kind === "agreement" ? beside : body)?.fields, "name");
  }
}

function members(list: Json | undefined): JsonObject[] {
  return Array.isArray(list) ? list.filter(isObject) : [];
}

function named(list: Json | undefined, idMember: "id" | "name"): LocalName[] {
  return members(list).map((each) => ({ id: plain(each[idMember]), names: each.names })).filter(({ id }) => id !== "");
}
