/** The fields of a kind of record, read from its published document. */
import type { Text } from "../api/types.ts";
import { isObject, type Json, type JsonObject, plain } from "../documents/json.ts";

export interface RecordField {
  name: string;
  names: Text;
  type: "text" | "date" | "month" | "time" | "money" | "number" | "percent" | "truth" | "code" | "list";
  unit?: Text;
  codes?: { value: string; names: Text }[];
  optional?: boolean;
  /** Of a list. */
  fields?: RecordField[];
}

/** A published document follows its schema; what is no field is left out all the same. */
export function fieldsOf(body: JsonObject | undefined): RecordField[] {
  return members(body?.fields).map((field) => ({
    name: plain(field.name),
    names: textOf(field.names),
    type: plain(field.type) as RecordField["type"],
    ...(isObject(field.unit) ? { unit: textOf(field.unit) } : {}),
    ...(Array.isArray(field.codes) ? { codes: members(field.codes).map(({ value, names }) => ({ value: plain(value), names: textOf(names) })) } : {}),
    ...(field.optional === true ? { optional: true } : {}),
    ...(field.type === "list" ? { fields: fieldsOf(field) } : {}),
  }));
}

function members(list: Json | undefined): JsonObject[] {
  return Array.isArray(list) ? list.filter(isObject) : [];
}

function textOf(value: Json | undefined): Text {
  return isObject(value) ? { zh: plain(value.zh), en: plain(value.en) } : { zh: "", en: "" };
}
