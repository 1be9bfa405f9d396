import manifest from "virtual:client-manifest";
import type { Preferences } from "../device/preferences.tsx";
import { LOCALES, type Locale } from "../i18n/locale.ts";
import { formatAddress } from "../routing/address.ts";
import type { Head } from "../routing/head.tsx";
import type { ClientFiles } from "./client-manifest.ts";
import { PAGE_DATA_ID, type PageData } from "./page-data.ts";

interface DocumentParts {
  locale: Locale;
  city: string;
  cityPath: string;
  preferences: Preferences;
  head: Head;
  body: string;
  files: ClientFiles | undefined;
  origin: string | undefined;
  data: PageData;
}

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
}

/** Inside a script element only `<` can end the data; the two separators end lines in old parsers. */
function escapeJson(value: unknown): string {
  return JSON.stringify(value).replace(/[<\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** The style sheets a page is written with. */
export function sheetsOf(files: ClientFiles | undefined): ClientFiles[] {
  return [manifest.entry, files].filter((each) => each !== undefined && each.css !== "") as ClientFiles[];
}

export function writeDocument({ locale, city, cityPath, preferences, head, body, files, origin = "", data }: DocumentParts): string {
  const { mode, theme } = preferences;
  const scripts = [...manifest.entry.scripts, ...(files?.scripts ?? [])];
  const sheets = sheetsOf(files);
  const title = escapeHtml(head.title ?? "Citizen Cloud");
  const description = head.description ? `<meta name="description" content="${escapeHtml(head.description)}">` : "";
  const alternates = LOCALES.map((other) => `<link rel="alternate" hreflang="${other}" href="${escapeHtml(origin + formatAddress(other, city, cityPath))}">`);
  return [
    `<!doctype html><html lang="${locale}" data-mode="${mode}" data-theme="${theme}"><head><meta charset="utf-8">`,
    `<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"><title>${title}</title>${description}`,
    // Written into the page, the sheets cost no round trip before the first paint; the disabled links tell the loader
    // of the screens that they are there, and for no medium, so that the browser does not fetch them ahead.
    ...sheets.map(({ css }) => `<style>${css}</style>`),
    ...sheets.flatMap(({ styles }) => styles).map((file) => `<link rel="stylesheet" href="${file}" media="not all" disabled>`),
    ...scripts.map((file) => `<link rel="modulepreload" href="${file}">`),
    `<link rel="manifest" href="/${city}/manifest.webmanifest">`,
    `<link rel="icon" href="/icons/${city}.svg" type="image/svg+xml"><link rel="apple-touch-icon" href="/icons/${city}-180.png">`,
    `<meta name="theme-color" content="#0a4f4a"><meta name="format-detection" content="telephone=no">`,
    ...alternates,
    `</head><body><div id="app">${body}</div>`,
    `<script type="application/json" id="${PAGE_DATA_ID}">${escapeJson(data)}</script>`,
    `<script type="module" src="${manifest.entry.scripts[0]}"></script></body></html>`,
  ].join("");
}
