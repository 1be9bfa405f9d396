/** What kind of control a piece of a document's schema asks for. */
import { isObject, type Json, type JsonObject } from "./json.ts";
import { namesOn, valueAt, withValue } from "./pointer.ts";

/** The part of JSON Schema that the documents use. */
export interface Schema {
  type?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  enum?: string[];
  anyOf?: Schema[];
  /** Several shapes, told apart by the member that `discriminator` names. */
  oneOf?: Schema[];
  discriminator?: { propertyName: string };
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
  | "windows" // hours of one day with how many come in them
  | "window-week" // windows by weekday
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
  | "instant"
  | "code" // an expression or a statement, over several lines
  | "local-name" // something that the document itself names elsewhere, or a document beside it
  | "local-names"
  | "string";

export type ReferenceKind = "service" | "department" | "office" | "topic" | "division" | "source" | "record-kind";

/** Members that name another document. The schemas tell only how its id is spelled. */
const REFERENCES: Record<string, ReferenceKind> = {
  topic: "topic",
  department: "department",
  jointDepartments: "department",
  departments: "department",
  office: "office",
  related: "service",
  service: "service",
  services: "service",
  popular: "service",
  newcomer: "service",
  student: "service",
  division: "division",
  parent: "division",
  mergedInto: "division",
  provider: "department",
  consumer: "department",
  source: "source",
  // Of what an agreement grants; elsewhere a kind is a choice.
  kind: "record-kind",
  records: "record-kind",
};

/** Members that name a field, an operation, a column: chosen from what there is (editor/local-names.ts). */
const LOCAL_NAMES = new Set(["operation", "keyColumn", "headline", "facts", "list", "x", "y", "fields"]);

/** Longer texts than this are no line: expressions and statements. */
const LONGEST_LINE = 1_000;

const SCALES = new Set(["assurance", "onlineDepth", "level"]);

export function referenceKind(name: string): ReferenceKind | undefined {
  return REFERENCES[name];
}

export function shapeOf(schema: Schema, name: string): Shape {
  if (schema.anyOf) return "promise";
  if (schema.oneOf) return "group";
  if (schema.properties) return groupShape(schema.properties);
  if (schema.type === "array") return listShape(schema.items ?? {}, name);
  if (schema.enum) return "choice";
  // Ids have a pattern: a source that is a sentence names no document.
  if (referenceKind(name) && schema.pattern !== undefined) return "reference";
  if (LOCAL_NAMES.has(name) && schema.type === "string") return "local-name";
  if (schema.type === "boolean") return "yes-no";
  if (schema.type === "integer" || schema.type === "number") return SCALES.has(name) ? "scale" : "number";
  if (schema.format === "date") return "date";
  if (schema.format === "date-time") return "instant";
  return (schema.maxLength ?? 0) > LONGEST_LINE ? "code" : "string";
}

function listShape(item: Schema, name: string): Shape {
  if (referenceKind(name)) return "references";
  if (item.enum) return "choices";
  if (isWindow(item)) return "windows";
  return LOCAL_NAMES.has(name) && item.type === "string" ? "local-names" : "list";
}

function groupShape(properties: Record<string, Schema>): Shape {
  const names = Object.keys(properties).join(" ");
  if (names === "zh en") return properties.zh?.type === "array" ? "words" : "text";
  if (names === "amount unit") return "duration";
  if (names === "latitude longitude") return "coordinates";
  if (!properties.monday) return "group";
  return isWindow(properties.monday.items ?? {}) ? "window-week" : "week";
}

function isWindow({ properties = {} }: Schema): boolean {
  return "hours" in properties && "capacity" in properties;
}

/** Everything a group may have, whichever of its shapes it takes. */
export function membersOf(schema: Schema): Record<string, Schema> {
  const { oneOf, discriminator } = schema;
  if (!oneOf) return schema.properties ?? {};
  const members: Record<string, Schema> = Object.assign({}, ...oneOf.map(({ properties }) => properties).reverse());
  const chooser = discriminator?.propertyName ?? "";
  const options = oneOf.flatMap(({ properties }) => choicesIn(properties?.[chooser]));
  return { ...members, [chooser]: { type: "string", enum: options } };
}

/** The shape that a group takes by what was chosen; while nothing is, what all of its shapes share. */
export function shapeTaken(schema: Schema, value: JsonObject): Schema {
  const { oneOf, discriminator } = schema;
  if (!oneOf || !discriminator) return schema;
  const members = membersOf(schema);
  const taken = oneOf.find(({ properties }) => choicesIn(properties?.[discriminator.propertyName]).some((each) => each === value[discriminator.propertyName]));
  const names = Object.keys(taken?.properties ?? members).filter((name) => taken !== undefined || oneOf.every(({ properties }) => properties?.[name]));
  return { type: "object", properties: Object.fromEntries(names.map((name) => [name, members[name] as Schema])), required: taken?.required ?? names.filter((name) => oneOf.every(({ required }) => required?.includes(name))) };
}

/**
 * The group after its shape was chosen: what the new shape lacks is taken away, or the group would never be right
 * again; what it needs is begun.
 */
export function chooseShape(schema: Schema, value: JsonObject): JsonObject {
  const taken = shapeTaken(schema, value);
  const kept = Object.entries(value).filter(([name]) => taken.properties?.[name]);
  return { ...(blankOf(taken) as JsonObject), ...Object.fromEntries(kept) };
}

/** The document after the value at a pointer was written, which may have chosen the shape of the group it stands in. */
export function fitShape(schema: Schema, body: JsonObject, pointer: string): JsonObject {
  const outer = pointer.slice(0, pointer.lastIndexOf("/"));
  let group = schemaAt(schema, namesOn(outer));
  while (group?.items) group = group.items;
  const value = valueAt(body, outer);
  if (!group?.discriminator || !isObject(value) || pointer !== `${outer}/${group.discriminator.propertyName}`) return body;
  return withValue(body, outer, chooseShape(group, value));
}

function choicesIn(schema: Schema | undefined): string[] {
  return schema?.const === undefined ? (schema?.enum ?? []) : [schema.const];
}

/** The schema at a path of names, through lists. */
export function schemaAt(schema: Schema, names: readonly string[]): Schema | undefined {
  let current: Schema | undefined = schema;
  for (const name of names) {
    while (current?.items) current = current.items;
    current = current && membersOf(current)[name];
  }
  return current;
}

/**
 * An empty value to fill in. Choices stay unmade: a value nobody chose would be published as if somebody had.
 */
export function blankOf(schema: Schema): Json | undefined {
  if (schema.oneOf) return blankOf(shapeTaken(schema, {}));
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
