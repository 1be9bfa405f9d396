/** The words for documents, found by the names in their schemas. */
import * as messages from "../../document-words/src/paraglide/messages.js";
import { overwriteGetLocale } from "../../document-words/src/paraglide/runtime.js";
import { spokenLocale } from "../i18n/locale.ts";
import type { Word } from "../i18n/words.ts";

overwriteGetLocale(spokenLocale);

const WORDS = messages as unknown as Record<string, Word | undefined>;

export function findDocumentWord(name: string, inputs?: Record<string, string | number>): string | undefined {
  return WORDS[name]?.(inputs);
}

/**
 * The word for a path of names, from the most particular to the most general: `materials.name` is looked for as
 * `field_materials_name`, then as `field_name`.
 */
export function findPathWord(prefix: string, path: readonly string[]): string | undefined {
  for (let start = 0; start < path.length; start += 1) {
    const word = findDocumentWord([prefix, ...path.slice(start).map(snakeCase)].join("_"));
    if (word !== undefined) return word;
  }
  return undefined;
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]+/g, (capitals) => `_${capitals.toLowerCase()}`).replace(/^_/, "").replaceAll(/[-.]/g, "_");
}
