/** What fields, options and sections are called. */
import type { DocumentKind } from "../api/types.ts";
import { w } from "../i18n/room-words.ts";
import { findDocumentWord, findPathWord } from "./words.ts";
import { namesOn, pointerParts } from "./pointer.ts";

export function fieldLabel(kind: DocumentKind, pointer: string): string {
  const names = namesOn(pointer);
  return findPathWord("field", [kind, ...names]) ?? names.at(-1) ?? pointer;
}

export function fieldHint(kind: DocumentKind, pointer: string): string | undefined {
  return findPathWord("hint", [kind, ...namesOn(pointer)]);
}

export function optionLabel(name: string, value: string | number): string {
  return findPathWord("option", [name, String(value)]) ?? String(value);
}

export function sectionLabel(id: string): string {
  return findDocumentWord(`section_${id.replaceAll("-", "_")}`) ?? id;
}

/** The whole way to a field: 申请材料 › 第 2 项 › 名称. */
export function fieldTrail(kind: DocumentKind, pointer: string): string[] {
  const parts = pointerParts(pointer);
  return parts.map((part, index) => (/^\d+$/.test(part) ? w.nth({ n: Number(part) + 1 }) : fieldLabel(kind, `/${parts.slice(0, index + 1).join("/")}`)));
}
