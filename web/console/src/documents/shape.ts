/** What kind of control a piece of a document's schema asks for. */
import type { Json, JsonObject } from "./json.ts";

/** The part of JSON Schema that the documents use. */
export interface Schema {
  type?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  enum?: string[];
  anyOf?: Schema[];
  const?: string;
  pattern?: string;
  format?: string;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
}

export type Shape =
  | "text" // the same in Chinese and English
  | "words" // lists of words in Chinese and English
  | "duration"
  | "promise" // at once, or within a duration
  | "coordinates"
  | "week" // opening hours by weekday
  | "group"
  | "list"
  | "choice"
  | "choices"
  | "reference"
  | "references"
  | "yes-no"
  | "scale" // few whole numbers, each with its own meaning
  | "number"
  | "date"
  | "string";

export type ReferenceKind = "service" | "department" | "topic" | "division";

/** Members that name another document. The schemas tell only how its id is spelled. */
const REFERENCES: Record<string, ReferenceKind> = {
  topic: "topic",
  department: "department",
  jointDepartments: "department",
  departments: "department",
  related: "service",
  services: "service",
  popular: "service",
  newcomer: "service",
  student: "service",
  division: "division",
  parent: "division",
  mergedInto: "division",
};

const SCALES = new Set(["assurance", "onlineDepth"]);

export function referenceKind(name: string): ReferenceKind | undefined {
  return REFERENCES[name];
}

export function shapeOf(schema: Schema, name: string): Shape {
  if (schema.anyOf) return "promise";
  if (schema.properties) return groupShape(schema.properties);
  if (schema.type === "array") {
    if (referenceKind(name)) return "references";
    return schema.items?.enum ? "choices" : "list";
  }
  if (schema.enum) return "choice";
  if (referenceKind(name)) return "reference";
  if (schema.type === "boolean") return "yes-no";
  if (schema.type === "integer" || schema.type === "number") return SCALES.has(name) ? "scale" : "number";
  return schema.format === "date" ? "date" : "string";
}

function groupShape(properties: Record<string, Schema>): Shape {
  const names = Object.keys(properties).join(" ");
  if (names === "zh en") return properties.zh?.type === "array" ? "words" : "text";
  if (names === "amount unit") return "duration";
  if (names === "latitude longitude") return "coordinates";
  return "monday" in properties ? "week" : "group";
}

/** The schema at a path of names, through lists. */
export function schemaAt(schema: Schema, names: readonly string[]): Schema | undefined {
  let current: Schema | undefined = schema;
  for (const name of names) {
    while (current?.items) current = current.items;
    current = current?.properties?.[name];
  }
  return current;
}

/**
 * An empty value to fill in. Choices stay unmade: a value nobody chose would be published as if somebody had.
 */
export function blankOf(schema: Schema): Json | undefined {
  if (schema.properties) {
    const blank: JsonObject = {};
    for (const name of schema.required ?? []) {
      const value = schema.properties[name] && blankOf(schema.properties[name]);
      if (value !== undefined) blank[name] = value;
    }
    return blank;
  }
  if (schema.type === "array") return Array.from({ length: schema.minItems ?? 0 }, () => (schema.items && blankOf(schema.items)) ?? "").filter((each) => each !== "");
  if (schema.type === "string" && !schema.enum && !schema.format) return "";
  return undefined;
}
