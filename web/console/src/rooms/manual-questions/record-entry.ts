/** What a clerk typed, as the record that the kind asks for. */
import type { Json, JsonObject } from "../../documents/json.ts";
import type { RecordField } from "../../records/record-fields.ts";

/** Texts as they were typed, by the name of the field; entries of lists below theirs. */
export interface Entry {
  [name: string]: string | Entry[] | undefined;
}

/** What is empty is left out: whether it may be missing is the kind's to say. */
export function recordFrom(fields: readonly RecordField[], entry: Entry): JsonObject {
  const record: JsonObject = {};
  for (const field of fields) {
    const typed = entry[field.name];
    if (field.type === "list") {
      const entries = Array.isArray(typed) ? typed : [];
      if (entries.length > 0 || field.optional !== true) record[field.name] = entries.map((each) => recordFrom(field.fields ?? [], each));
    } else if (typeof typed === "string" && typed.trim() !== "") {
      record[field.name] = valueFrom(field, typed.trim());
    }
  }
  return record;
}

/** What is no number stays as it was typed, and the server says where it stands. */
function valueFrom({ type }: RecordField, typed: string): Json {
  const number = Number(typed.replaceAll(",", ""));
  if (type === "money") return Number.isFinite(number) ? Math.round(number * 100) : typed;
  if (type === "number" || type === "percent") return Number.isFinite(number) ? number : typed;
  if (type === "truth") return typed === "yes";
  // Clerks write the city's time.
  if (type === "time") return /Z|[+-]\d\d:\d\d$/.test(typed) ? typed : `${typed}:00+08:00`;
  return typed;
}

const WORDS: [beginning: string, name: string][] = [
  ["is missing", "field_fault_missing"],
  ["must be a day", "field_fault_date"],
  ["must be a month", "field_fault_month"],
  ["must be a time", "field_fault_time"],
  ["must be a whole number of fen", "field_fault_money"],
  ["must be a number", "field_fault_number"],
  ["is none of", "field_fault_code"],
  ["must be a text", "field_fault_text"],
  ["must be true", "field_fault_code"],
];

/** The name of our words for a fault that the server found. */
export function faultWordName(detail: string): string | undefined {
  return WORDS.find(([beginning]) => detail.startsWith(beginning))?.[1];
}
