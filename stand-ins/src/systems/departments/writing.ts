/** How departments write amounts, dates and times. */
import type { Day, Month } from "../../lives/index.ts";

/** Yuan with two decimals, of fen. */
export function yuan(fen: number): string {
  const text = String(Math.abs(fen)).padStart(3, "0");
  return `${fen < 0 ? "-" : ""}${text.slice(0, -2)}.${text.slice(-2)}`;
}

/** 20261122 */
export function compactDay(day: Day): string {
  return day.replaceAll("-", "");
}

/** 202611 */
export function compactMonth(month: Month): string {
  return month.replace("-", "");
}

/** 20261122091200 */
export function compactTime(time: string): string {
  return time.slice(0, 19).replaceAll(/[-:T]/g, "");
}

/** 2026-11-22 09:12:00 */
export function spacedTime(time: string): string {
  return time.slice(0, 19).replace("T", " ");
}
