/** Whether a record is what its kind's document says: every field of its type, none missing, none besides. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const CITIES = join(import.meta.dirname, "../../../cities");

export interface RecordField {
  name: string;
  type: string;
  optional?: boolean;
  codes?: { value: string }[];
  fields?: RecordField[];
}

export interface RecordKindDocument {
  id: string;
  subject: "person" | "public";
  source: string;
  operation: string;
  fields: RecordField[];
  parameters: { name: string; sample?: string; optional?: boolean; options?: { value: string }[] }[];
}

export function readRecordKinds(city: string): RecordKindDocument[] {
  const folder = join(CITIES, city, "records");
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => name.endsWith(".json")).map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as RecordKindDocument);
}

/** One line for everything that does not fit. */
export function findMisfits(fields: readonly RecordField[], record: Record<string, unknown>, at = ""): string[] {
  const unknown = Object.keys(record).filter((name) => !fields.some((field) => field.name === name)).map((name) => `${at}${name} is no field`);
  return [...unknown, ...fields.flatMap((field) => judgeField(field, record[field.name], `${at}${field.name}`))];
}

function judgeField(field: RecordField, value: unknown, at: string): string[] {
  if (value === undefined) return field.optional ? [] : [`${at} is missing`];
  if (field.type === "list") return Array.isArray(value) ? value.flatMap((each, index) => findMisfits(field.fields ?? [], each as Record<string, unknown>, `${at}[${index}].`)) : [`${at} is no list`];
  return fits(field, value) ? [] : [`${at} is no ${field.type}: ${JSON.stringify(value)}`];
}

function fits({ type, codes }: RecordField, value: unknown): boolean {
  switch (type) {
    case "text": return typeof value === "string" && value !== "";
    case "date": return typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value));
    case "month": return typeof value === "string" && /^\d{4}-(0[1-9]|1[0-2])$/.test(value);
    case "time": return typeof value === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/.test(value) && !Number.isNaN(Date.parse(value));
    case "money": return Number.isInteger(value);
    case "number":
    case "percent": return typeof value === "number" && Number.isFinite(value);
    case "truth": return typeof value === "boolean";
    case "code": return codes?.some((code) => code.value === value) ?? false;
    default: return false;
  }
}
