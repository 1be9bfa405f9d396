import { LRUCache } from "lru-cache";
import { addDays, chinaDate } from "../../../kernel/china-time.ts";
import type { Database } from "../../../kernel/database.ts";
import type { Closing } from "./slots.ts";
import { type ClosureRow, listCityClosures } from "./store.ts";

const KEPT_MS = 1_000;
const LONGEST_HORIZON_DAYS = 366;

const kept = new WeakMap<Database, LRUCache<string, Promise<Map<string, ClosureRow[]>>>>();

/**
 * What the staff shut of a calendar: of the whole city in one query, which serves every booking of the next second. Whoever
 * slips in meanwhile is told like everybody else whose time was shut (booking:clear-closed).
 */
export async function closingsOf(database: Database, city: string, calendar: string, now: Date): Promise<Closing[]> {
  const cities = kept.get(database) ?? new LRUCache({ max: 100, ttl: KEPT_MS });
  kept.set(database, cities);
  let closures = cities.get(city);
  if (!closures) {
    const today = chinaDate(now);
    closures = listCityClosures(database, city, today, addDays(today, LONGEST_HORIZON_DAYS)).then((rows) => Map.groupBy(rows, (row) => row.calendar));
    cities.set(city, closures);
    closures.catch(() => cities.delete(city));
  }
  return (await closures).get(calendar) ?? [];
}

/** This process has just changed one. */
export function forgetClosures(database: Database): void {
  kept.delete(database);
}
