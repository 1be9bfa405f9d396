/** Writes XML from plain objects, and reads what callers ask. */
import { XMLParser } from "fast-xml-parser";

/** Members become elements in their order; a list becomes the same element again and again. */
export type XmlValue = string | XmlElements | readonly XmlValue[];
export interface XmlElements {
  readonly [name: string]: XmlValue;
}

export function writeXml(elements: XmlElements): string {
  return Object.entries(elements).map(([name, value]) => writeElement(name, value)).join("");
}

function writeElement(name: string, value: XmlValue): string {
  if (Array.isArray(value)) return value.map((each: XmlValue) => writeElement(name, each)).join("");
  if (value === "") return `<${name}/>`;
  return `<${name}>${typeof value === "string" ? escapeXml(value) : writeXml(value as XmlElements)}</${name}>`;
}

export function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** An element: its attributes begin with @, its text is #text beside them. */
export type ReadElement = string | { [member: string]: ReadElement | ReadElement[] | undefined };

const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "@", removeNSPrefix: true, parseTagValue: false, parseAttributeValue: false, ignoreDeclaration: true, htmlEntities: true });

/** @throws {Error} for what is not XML, or defines a document type */
export function readXml(text: string): ReadElement {
  if (/<!DOCTYPE/i.test(text)) throw new Error("A document type is not read.");
  return parser.parse(text, true) as ReadElement;
}

export function child(element: ReadElement | undefined, name: string): ReadElement | undefined {
  if (element === undefined || typeof element === "string") return undefined;
  const found = Object.hasOwn(element, name) ? element[name] : undefined;
  return Array.isArray(found) ? found[0] : found;
}

export function textOf(element: ReadElement | undefined): string {
  if (typeof element === "string") return element;
  const text = child(element, "#text");
  return typeof text === "string" ? text : "";
}
