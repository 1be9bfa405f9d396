/** How far a place is, and the way there. */
import type { Office } from "../api/catalogue.ts";
import { say } from "../i18n/locale.ts";
import { m } from "../paraglide/messages.js";

export function distanceText(metres: number): string {
  return metres < 1000 ? m.distance_metres({ metres: Math.round(metres / 10) * 10 }) : m.distance_kilometres({ kilometres: (metres / 1000).toFixed(1) });
}

/** The phone offers its own map apps for a geo: address. */
export function mapAddress({ location: { latitude, longitude }, names }: Pick<Office, "location" | "names">): string {
  return `geo:${latitude},${longitude}?q=${latitude},${longitude}(${encodeURIComponent(say(names))})`;
}

const PRECISION = 3;

/** Where the telephone is, to about a hundred metres; asked for only when the person taps. */
export function findHere(): Promise<string> {
  return new Promise((resolve, reject) => {
    navigator.geolocation.getCurrentPosition(({ coords }) => resolve(`${coords.latitude.toFixed(PRECISION)},${coords.longitude.toFixed(PRECISION)}`), reject, { timeout: 10_000, maximumAge: 300_000 });
  });
}
