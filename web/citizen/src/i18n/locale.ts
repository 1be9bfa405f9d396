/**
 * The language words are said in. It is one variable, not a context: the server renders a page in one synchronous pass
 * and the browser shows one language at a time, so nothing can come between `speak` and the words that follow it.
 */
import type { Text } from "../api/catalogue.ts";
import { overwriteGetLocale } from "../paraglide/runtime.js";

export const LOCALES = ["zh-Hans", "zh-Hant", "en"] as const;
export type Locale = (typeof LOCALES)[number];

/** Each language by its own name. */
export const LOCALE_NAMES: Record<Locale, string> = { "zh-Hans": "简体中文", "zh-Hant": "繁體中文", en: "English" };

let spoken: Locale = "zh-Hans";
overwriteGetLocale(() => spoken);

export function speak(locale: Locale): void {
  spoken = locale;
}

export function spokenLocale(): Locale {
  return spoken;
}

/** A text of the catalogue in the language being spoken; `zh` already comes in the right script. */
export function say(text: Text): string {
  return spoken === "en" ? text.en : text.zh;
}

/** The other language of the same text, for people who have to show a clerk the official name. */
export function sayOfficial(text: Text): string | undefined {
  return spoken === "en" ? text.zh : undefined;
}
