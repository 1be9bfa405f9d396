/** Weeks as they hang on the wall: from Monday on, by China's dates. */
const DAY_MS = 86_400_000;
const OFFSET_MS = 8 * 3_600_000;

export function todayInChina(now = new Date()): string {
  return new Date(now.getTime() + OFFSET_MS).toISOString().slice(0, 10);
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

export function mondayOf(date: string): string {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return addDays(date, weekday === 0 ? -6 : 1 - weekday);
}

/** 09:30, of China. */
export function clockOf(instant: string): string {
  return new Date(Date.parse(instant) + OFFSET_MS).toISOString().slice(11, 16);
}

/** Up to 1; a slot without places is full. */
export function shareTaken({ taken, capacity }: { taken: number; capacity: number }): number {
  return capacity === 0 ? 1 : Math.min(1, taken / capacity);
}
