/** When people are reminded. Pure. */
import { addDays, atChina, chinaDate, DAY_MS } from "../../../kernel/china-time.ts";

const HOUR_MS = 3_600_000;
const EVENING = "18:00";

/** The evening before, and two hours before; neither at night. */
export function remindersOf(startsAt: Date): Date[] {
  const evening = atChina(addDays(chinaDate(startsAt), -1), EVENING);
  const twoHours = new Date(startsAt.getTime() - 2 * HOUR_MS);
  const morning = atChina(chinaDate(startsAt), "07:00");
  const before = twoHours < morning ? new Date(Math.min(morning.getTime(), startsAt.getTime() - HOUR_MS / 2)) : twoHours;
  return [evening, before].sort((a, b) => a.getTime() - b.getTime());
}

/** The next one after a moment; undefined: none. */
export function nextReminder(startsAt: Date, after: Date): Date | undefined {
  return remindersOf(startsAt).find((at) => at > after);
}

/** Of something just booked: whoever books now for tomorrow need not be reminded within the hour. */
export function firstReminder(startsAt: Date, now: Date): Date | undefined {
  return nextReminder(startsAt, new Date(now.getTime() + HOUR_MS));
}

/** A link of a reminder is of use until then. */
export const LINKS_LAST_MS = DAY_MS;
