/**
 * XML of a stranger as plain objects: elements by their name without prefix, repeated ones as lists, texts as they stand.
 * No document type, hence no entities of the document's own and nothing fetched from anywhere (XXE, billion laughs).
 */
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { SourceFault } from "../source-fault.ts";

const DEEPEST = 40;
const MOST_ELEMENTS = 50_000;
/** Beginnings and ends of elements, comments; signs of attributes and of entities. */
const MOST_TAGS = 2 * MOST_ELEMENTS + 1_000;
const MOST_SIGNS = 100_000;
const LONGEST_TAG = 65_536;
const ATTRIBUTES = ":@";
const TEXT = "#text";
const PREDEFINED: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** What `preserveOrder` gives: one member named after the element, and its attributes. */
type Node = Record<string, unknown>;

export interface XmlElement {
  name: string;
  value: unknown;
}

/** The encoding that a document's first line declares. It is ASCII in every encoding we read. */
export function declaredEncoding(bytes: Buffer): string | undefined {
  const start = bytes.subarray(0, 200).toString("latin1").replace(/^\u00EF\u00BB\u00BF/, "");
  return start.match(/^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([^"']+)["']/)?.[1];
}

/** @throws {SourceFault} malformed */
export function readXml(text: string): XmlElement {
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw new SourceFault("malformed", "answers with XML that defines a document type, which is never read");
  checkParts(text);
  let nodes: Node[];
  try {
    if (XMLValidator.validate(text) !== true) throw new Error("not well-formed");
    nodes = new XMLParser({
      preserveOrder: true,
      ignoreAttributes: false,
      attributeNamePrefix: "",
      parseTagValue: false,
      parseAttributeValue: false,
      trimValues: false,
      ignoreDeclaration: true,
      ignorePiTags: true,
      maxNestedTags: DEEPEST,
      entityDecoder: { decode: decodeEntities, setExternalEntities: nothing, addInputEntities: nothing, reset: nothing, setXmlVersion: nothing },
    }).parse(text) as Node[];
  } catch (error) {
    if (error instanceof SourceFault) throw error;
    throw new SourceFault("malformed", "answers with something that is not XML, or is cut off");
  }
  const roots = nodes.filter((node) => elementName(node) !== TEXT);
  const [root] = roots;
  if (!root || roots.length > 1) throw new SourceFault("malformed", "answers with XML that has no one root");
  return { name: withoutPrefix(elementName(root)), value: asValue(root, { elements: 0 }) };
}

/** Before anything is made of it: what a few hundred kilobytes can be told to become keeps a process from everybody else for seconds. */
function checkParts(text: string): void {
  let tags = 0;
  let close = -1;
  for (let open = text.indexOf("<"); open !== -1; open = text.indexOf("<", open + 1)) {
    tags += 1;
    if (close < open) close = text.indexOf(">", open);
    const isTag = !text.startsWith("<!", open);
    if (tags > MOST_TAGS || (isTag && (close === -1 ? text.length : close) - open > LONGEST_TAG)) throw tooMuch();
  }
  for (const sign of ["=", "&"]) if (occursMore(text, sign, MOST_SIGNS)) throw tooMuch();
}

function occursMore(text: string, sign: string, times: number): boolean {
  let place = -1;
  for (let count = 0; count <= times; count += 1) {
    place = text.indexOf(sign, place + 1);
    if (place === -1) return false;
  }
  return true;
}

const tooMuch = () => new SourceFault("malformed", "answers with XML of too many parts");

function asValue(node: Node, counted: { elements: number }): unknown {
  counted.elements += 1;
  if (counted.elements > MOST_ELEMENTS) throw tooMuch();
  const attributes = (node[ATTRIBUTES] ?? {}) as Record<string, string>;
  const parts = node[elementName(node)] as Node[];
  const members: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(attributes)) {
    // Declarations and types are about the XML, not about the record.
    if (name !== "xmlns" && !name.startsWith("xmlns:") && !/^xsi:/i.test(name)) members[`@${withoutPrefix(name)}`] = text;
  }
  let text = "";
  for (const part of parts) {
    const name = elementName(part);
    if (name === TEXT) text += String(part[TEXT]);
    else addMember(members, withoutPrefix(name), asValue(part, counted));
  }
  text = text.trim();
  if (Object.keys(members).length === 0) return Object.entries(attributes).some(([name, value]) => /^xsi:nil$/i.test(name) && /^(true|1)$/.test(value)) ? null : text;
  if (text !== "") members[TEXT] = text;
  return members;
}

function addMember(members: Record<string, unknown>, name: string, value: unknown): void {
  if (name === "__proto__") throw new SourceFault("malformed", "answers with an element that no record has: __proto__");
  const present = members[name];
  if (!Object.hasOwn(members, name)) members[name] = value;
  else if (Array.isArray(present)) present.push(value);
  else members[name] = [present, value];
}

/** The five of XML itself and numbers: all others would need a document type. */
function decodeEntities(text: string): string {
  if (!text.includes("&")) return text;
  return text.replaceAll(/&([^;&\s]{0,20});?/g, (whole, name: string) => {
    const known = whole.endsWith(";") ? (PREDEFINED[name] ?? fromNumber(name)) : undefined;
    if (known === undefined) throw new SourceFault("malformed", "answers with XML that names an entity it may not");
    return known;
  });
}

function fromNumber(name: string): string | undefined {
  const digits = name.match(/^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i);
  if (!digits) return undefined;
  const code = digits[1] === undefined ? Number(digits[2]) : Number.parseInt(digits[1], 16);
  const isCharacter = code === 9 || code === 10 || code === 13 || (code >= 0x20 && code <= 0xD7FF) || (code >= 0xE000 && code <= 0xFFFD) || (code >= 0x10000 && code <= 0x10FFFF);
  return isCharacter ? String.fromCodePoint(code) : undefined;
}

const elementName = (node: Node) => Object.keys(node).find((name) => name !== ATTRIBUTES) ?? TEXT;
const withoutPrefix = (name: string) => name.slice(name.indexOf(":") + 1);
const nothing = () => undefined;
