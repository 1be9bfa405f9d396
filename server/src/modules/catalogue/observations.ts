import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "../../kernel/database.ts";
import type { Log } from "../../kernel/log.ts";
import { addItemViews, addSearchMisses } from "./store.ts";
import { normaliseQuery } from "./search/index.ts";

const FLUSH_MS = 2_000;
/** Distinct things remembered between two writes; a flood past it is counted as nothing rather than filling the memory. */
const MAX_PENDING = 500;
const MAX_QUERY_LENGTH = 40;

/**
 * Counts what people read and what they looked for in vain. Counts are kept for a moment and written together, since a
 * lost second of statistics harms nobody and a write for each reading would cost more than the reading.
 */
export interface Observations {
  noteView(city: string, serviceId: string): void;
  noteMiss(city: string, query: string): void;
  /** Writes what is pending now. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

export function startObservations(database: Database, log: Log): Observations {
  let views = new Map<string, { city: string; id: string; views: number }>();
  let misses = new Map<string, { city: string; query: string; asked: number }>();
  const stop = new AbortController();

  const flush = async () => {
    const [pendingViews, pendingMisses] = [[...views.values()], [...misses.values()]];
    views = new Map();
    misses = new Map();
    await addItemViews(database, pendingViews);
    await addSearchMisses(database, pendingMisses);
  };
  const keepFlushing = async () => {
    while (!stop.signal.aborted) {
      await sleep(FLUSH_MS, undefined, { ref: false, signal: stop.signal }).catch(() => undefined);
      await flush().catch((error: unknown) => log.warn({ err: error }, "counts of readings could not be written"));
    }
  };
  const flushing = keepFlushing();

  return {
    noteView(city, id) {
      const entry = views.get(`${city} ${id}`);
      if (entry) entry.views += 1;
      else if (views.size < MAX_PENDING) views.set(`${city} ${id}`, { city, id, views: 1 });
    },
    noteMiss(city, text) {
      const query = normaliseQuery(text);
      if (!isWorthKeeping(query)) return;
      const entry = misses.get(`${city} ${query}`);
      if (entry) entry.asked += 1;
      else if (misses.size < MAX_PENDING) misses.set(`${city} ${query}`, { city, query, asked: 1 });
    },
    flush,
    async close() {
      stop.abort();
      await flushing;
    },
  };
}

/** People type numbers of their own into search boxes; what may be one, or an address of theirs, is never kept. */
function isWorthKeeping(query: string): boolean {
  const digits = query.replaceAll(/\D/g, "").length;
  return query.length > 0 && query.length <= MAX_QUERY_LENGTH && digits < 6 && !query.includes("@");
}
