import { isObject, type JsonObject } from "../../documents/json.ts";
import { withValue } from "../../documents/pointer.ts";

/** Adds a search word to an item's aliases, in the list of its language. */
export function withAlias(alias: string): { language: "zh" | "en"; edit(body: JsonObject): JsonObject } {
  const language = /[\u3400-\u9fff]/.test(alias) ? "zh" : "en";
  return {
    language,
    edit(body) {
      const lists = isObject(body.aliases) ? body.aliases : {};
      const words = Array.isArray(lists[language]) ? lists[language] : [];
      if (words.includes(alias)) return body;
      return withValue(body, `/aliases/${language}`, [...words, alias]);
    },
  };
}
