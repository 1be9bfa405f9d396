/** Reads and writes a city as a folder of JSON files, remembering where in which file everything stands. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { DOCUMENT_KINDS, documentId, type DocumentKind, KIND_TRAITS } from "./document-kinds.ts";
import type { CityDocuments, ServiceItem } from "./documents.ts";

/** Where a document stands, so that a fault found in it can be shown at its line. */
export interface SourcedDocument {
  kind: DocumentKind | "retirement";
  id: string;
  body: unknown;
  file: string;
  /** JSON pointer of the document within its file. */
  base: string;
}

export interface CityFolder {
  documents: SourcedDocument[];
  /** Files that are not JSON, or not of the shape their place asks for. */
  unreadable: { file: string; line: number; message: string }[];
  lineOf(file: string, pointer: string): number;
}

const LIST_FILES: Record<string, DocumentKind | "retirement"> = {
  "divisions.json": "division",
  "departments.json": "department",
  "topics.json": "topic",
  "offices.json": "office",
  "life-events.json": "life-event",
  "calendar.json": "calendar-year",
  "agreements.json": "agreement",
  "campaigns.json": "campaign",
  "retired.json": "retirement",
};

/** One file a document; services lie in a folder for each topic. */
const FOLDERS = { services: "service", sources: "source", records: "record-kind", calendars: "booking-calendar" } as const satisfies Record<string, DocumentKind>;

export function readCityFolder(folder: string): CityFolder {
  const trees = new Map<string, { text: string; root: Node }>();
  const result: CityFolder = { documents: [], unreadable: [], lineOf: (file, pointer) => lineOf(trees.get(file), pointer) };

  const parse = (file: string): unknown => {
    let text = "";
    const faults: ParseError[] = [];
    let root: Node | undefined;
    try {
      text = readFileSync(join(folder, file), "utf8");
      root = parseTree(text, faults, { disallowComments: true, allowTrailingComma: false });
    } catch (error) {
      // A folder or a dangling link by that name, or brackets nested beyond all sense.
      result.unreadable.push({ file, line: 1, message: `cannot be read: ${(error as Error).message}` });
      return undefined;
    }
    const [fault] = faults;
    if (fault || !root) {
      result.unreadable.push({ file, line: lineAt(text, fault?.offset ?? 0), message: fault ? printParseErrorCode(fault.error) : "is empty" });
      return undefined;
    }
    trees.set(file, { text, root });
    return JSON.parse(text);
  };
  const add = (kind: SourcedDocument["kind"], body: unknown, file: string, base: string) =>
    result.documents.push({ kind, id: documentId(kind === "retirement" ? "service" : kind, body) ?? "", body, file, base });

  if (existsSync(join(folder, "city.json"))) {
    const body = parse("city.json");
    if (body !== undefined) add("city", body, "city.json", "");
  } else {
    result.unreadable.push({ file: "city.json", line: 1, message: "is missing: a city folder begins with it" });
  }
  for (const [file, kind] of Object.entries(LIST_FILES)) {
    if (!existsSync(join(folder, file))) continue;
    const list = parse(file);
    if (Array.isArray(list)) list.forEach((body, index) => add(kind, body, file, `/${index}`));
    else if (list !== undefined) result.unreadable.push({ file, line: 1, message: "must hold a list" });
  }
  for (const [directory, kind] of Object.entries(FOLDERS)) {
    for (const file of listFiles(folder, directory)) {
      const body = parse(file);
      if (body !== undefined) add(kind, body, file, "");
    }
  }
  return result;
}

/**
 * The state of a folder: its files, and the code that reads and checks them, since a new rule may find fault with an old
 * file. A folder whose digest was loaded before needs no second look.
 * @returns SHA-256 in hexadecimal
 */
export function digestFolder(folder: string): string {
  const hash = createHash("sha256");
  const add = (directory: string, file: string) => hash.update(`${file}\0`).update(readFileSync(join(directory, file))).update("\0");
  for (const file of ["city.json", ...Object.keys(LIST_FILES), ...Object.keys(FOLDERS).flatMap((directory) => listFiles(folder, directory))]) {
    if (statSync(join(folder, file), { throwIfNoEntry: false })?.isFile()) add(folder, file);
  }
  const rules = readdirSync(import.meta.dirname).filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts")).sort();
  for (const file of rules) add(import.meta.dirname, file);
  return hash.digest("hex");
}

/** Sorted by id, so that lists and exports have one order whatever the file system says. */
function listFiles(folder: string, directory: string): string[] {
  const files = join(folder, directory);
  if (!existsSync(files) || !statSync(files).isDirectory()) return [];
  return readdirSync(files, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".json"))
    .map((file) => relative(folder, join(files, file)))
    .sort((a, b) => basename(a).localeCompare(basename(b)) || a.localeCompare(b));
}

/** Takes a folder without faults as the documents it holds. */
export function assembleDocuments(folder: CityFolder): CityDocuments {
  const bodies = (kind: SourcedDocument["kind"]) => folder.documents.filter((each) => each.kind === kind).map((each) => each.body);
  const assembled: Record<string, unknown> = { retired: bodies("retirement") };
  for (const kind of DOCUMENT_KINDS) assembled[KIND_TRAITS[kind].key] = kind === "city" ? bodies(kind)[0] : bodies(kind);
  return assembled as unknown as CityDocuments;
}

/** Writes a city as the folder that {@link readCityFolder} reads back to the same documents. */
export function writeCityFolder(folder: string, documents: CityDocuments): string[] {
  const files = new Map<string, unknown>([["city.json", documents.city]]);
  for (const [file, kind] of Object.entries(LIST_FILES)) {
    files.set(file, kind === "retirement" ? documents.retired : documents[KIND_TRAITS[kind].key]);
  }
  for (const service of documents.services) files.set(servicePath(service), service);
  for (const source of documents.sources) files.set(join("sources", `${source.id}.json`), source);
  for (const kind of documents.recordKinds) files.set(join("records", `${kind.id}.json`), kind);
  for (const calendar of documents.bookingCalendars) files.set(join("calendars", `${calendar.id}.json`), calendar);
  for (const [file, content] of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), formatDocument(content));
  }
  return [...files.keys()];
}

function servicePath(service: Pick<ServiceItem, "id" | "topic">): string {
  return join("services", service.topic, `${service.id}.json`);
}

/**
 * Two-space JSON in which an object or list that fits on a line stays on it: a bilingual text is one line, and a change
 * to it is one line in a comparison.
 */
function formatDocument(value: unknown): string {
  return `${format(value, "")}\n`;
}

const LINE_WIDTH = 140;

function format(value: unknown, indent: string): string {
  const flat = flatten(value);
  if (indent !== "" && indent.length + flat.length <= LINE_WIDTH) return flat;
  const inner = `${indent}  `;
  if (Array.isArray(value) && value.length > 0) return `[\n${value.map((each) => inner + format(each, inner)).join(",\n")}\n${indent}]`;
  if (value !== null && typeof value === "object" && Object.keys(value).length > 0) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return `{\n${members.map(([name, member]) => `${inner}${JSON.stringify(name)}: ${format(member, inner)}`).join(",\n")}\n${indent}}`;
  }
  return flat;
}

function flatten(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flatten).join(", ")}]`;
  if (value !== null && typeof value === "object") {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return members.length === 0 ? "{}" : `{ ${members.map(([name, member]) => `${JSON.stringify(name)}: ${flatten(member)}`).join(", ")} }`;
  }
  return JSON.stringify(value);
}

function lineOf(source: { text: string; root: Node } | undefined, pointer: string): number {
  if (!source) return 1;
  const path = pointer.split("/").slice(1).map((part) => (/^[0-9]+$/.test(part) ? Number(part) : part.replaceAll("~1", "/").replaceAll("~0", "~")));
  // A missing member has no place of its own: show where it should have been.
  for (; path.length > 0; path.pop()) {
    const node = findNodeAtLocation(source.root, path);
    if (node) return lineAt(source.text, node.parent?.type === "property" ? node.parent.offset : node.offset);
  }
  return lineAt(source.text, source.root.offset);
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

