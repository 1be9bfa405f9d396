/** The language the console speaks. One variable: the browser shows one language at a time. */
import { overwriteGetLocale } from "../paraglide/runtime.js";

export const LOCALES = ["zh-Hans", "zh-Hant", "en"] as const;
export type Locale = (typeof LOCALES)[number];

/** Each language by its own name. */
export const LOCALE_NAMES: Record<Locale, string> = { "zh-Hans": "简体中文", "zh-Hant": "繁體中文", en: "English" };

const STORED = "console.locale";
let spoken: Locale = LOCALES.find((each) => each === localStorage.getItem(STORED)) ?? "zh-Hans";
overwriteGetLocale(() => spoken);

export function speak(locale: Locale): void {
  spoken = locale;
  localStorage.setItem(STORED, locale);
  document.documentElement.lang = locale;
}

export function spokenLocale(): Locale {
  return spoken;
}

/** A text of the catalogue in the language being spoken. Documents hold simplified Chinese only. */
export function say(text: { zh: string; en: string }): string {
  return spoken === "en" ? text.en : text.zh;
}
