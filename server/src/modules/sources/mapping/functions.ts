/**
 * What departments write in ways of their own, read once here instead of in every mapping: written as JSONata functions these
 * took more time than all the rest of a page of records.
 */

/** Thrown as JSONata's own errors are: a code, and never the value. */
const unreadable = () => ({ code: "unreadable" });

const AMOUNT = /^(-?)0*(\d{1,13})(?:\.(\d{1,2})0*)?$/;

/** Yuan, as "12.30" or 12.3, in fen; nothing of nothing. */
export function fen(yuan: unknown): number | undefined {
  if (yuan === undefined || yuan === null) return undefined;
  if (typeof yuan === "number") {
    const rounded = Math.round(yuan * 100);
    if (!Number.isSafeInteger(rounded)) throw unreadable();
    return rounded;
  }
  const parts = typeof yuan === "string" ? AMOUNT.exec(yuan.trim()) : null;
  if (!parts) throw unreadable();
  const [, sign, whole = "", cents = ""] = parts;
  const amount = Number(whole) * 100 + Number(cents.padEnd(2, "0"));
  return sign === "-" && amount !== 0 ? -amount : amount;
}

/** "20261122", also followed by a time, as "2026-11-22"; nothing of nothing. */
export function day(digits: unknown): string | undefined {
  return rewrite(digits, /^(\d{4})[-/.年]?(\d{2})[-/.月]?(\d{2})/, (year, number, date) => `${year}-${number}-${date}`);
}

/** "202611", also as the beginning of a day, as "2026-11"; nothing of nothing. */
export function month(digits: unknown): string | undefined {
  return rewrite(digits, /^(\d{4})[-/.年]?(\d{2})/, (year, number) => `${year}-${number}`);
}

/** "20261122093000" or "2026-11-22 09:30:00", China's time, as "2026-11-22T09:30:00+08:00"; nothing of nothing. */
export function time(digits: unknown): string | undefined {
  return rewrite(digits, /^(\d{4})-?(\d{2})-?(\d{2})[ T]?(\d{2}):?(\d{2}):?(\d{2})?/, (year, number, date, hour, minute, second) => `${year}-${number}-${date}T${hour}:${minute}:${second ?? "00"}+08:00`);
}

function rewrite(value: unknown, form: RegExp, write: (...parts: string[]) => string): string | undefined {
  if (value === undefined || value === null) return undefined;
  const parts = typeof value === "string" || typeof value === "number" ? form.exec(String(value).trim()) : null;
  if (!parts) throw unreadable();
  return write(...parts.slice(1));
}

/** By the names that mappings call them by. */
export const FUNCTIONS = { fen, day, month, time } as const;
