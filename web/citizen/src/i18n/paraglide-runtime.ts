/**
 * What the compiled words need of their runtime. Paraglide's own carries strategies for cookies, addresses and storage
 * that this app does not use; the build puts this file in its place (see vite.config.ts).
 */
import type { Locale } from "./locale.ts";

export const experimentalStaticLocale = undefined;

export let getLocale: () => Locale = () => "zh-Hans";

export function overwriteGetLocale(next: () => Locale): void {
  getLocale = next;
}
