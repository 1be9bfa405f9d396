import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Log } from "./log.ts";

const RECONNECT_MS = 1_000;

/**
 * What other processes changed, told by PostgreSQL's NOTIFY over one connection of this process. Word may be missed while
 * that connection is broken, so whoever keeps a copy of something makes it anew each time listening begins.
 */
export interface Notifications {
  on(channel: string, handler: (payload: string) => unknown): void;
  /** Called each time word begins to arrive: at the start, and after a broken connection was made again. */
  onListening(handler: () => unknown): void;
  /** Begins to listen to every channel that has a handler by then. */
  start(): Promise<void>;
  /** Whether word would arrive now. */
  connected(): boolean;
  close(): Promise<void>;
}

export function createNotifications(databaseUrl: string, log: Log): Notifications {
  const closing = new AbortController();
  const handlers = new Map<string, ((payload: string) => unknown)[]>();
  const listeningHandlers: (() => unknown)[] = [];
  let client: pg.Client | undefined;

  const tell = async (handler: () => unknown, channel: string) => {
    try {
      await handler();
    } catch (error) {
      log.error({ err: error, channel }, "a notification could not be followed");
    }
  };
  const connect = async () => {
    const fresh = new pg.Client({ connectionString: databaseUrl });
    fresh.on("notification", ({ channel, payload = "" }) => {
      for (const handler of handlers.get(channel) ?? []) void tell(() => handler(payload), channel);
    });
    // A connection that breaks may say so more than once; without a listener Node would end the process.
    fresh.on("error", () => undefined);
    await fresh.connect();
    for (const channel of handlers.keys()) await fresh.query(`listen ${channel}`);
    client = fresh;
    // Only a connection that stood is made again: one that fails is tried again by whoever tries.
    fresh.once("end", () => {
      client = undefined;
      void reconnect();
    });
    for (const handler of listeningHandlers) await tell(handler, "listening");
  };
  const reconnect = async () => {
    while (!closing.signal.aborted) {
      await sleep(RECONNECT_MS, undefined, { ref: false, signal: closing.signal }).catch(() => undefined);
      if (closing.signal.aborted) return;
      try {
        await connect();
        return;
      } catch (error) {
        log.warn({ err: error }, "waiting for the database, to hear of changes again");
      }
    }
  };
  return {
    on(channel, handler) {
      handlers.set(channel, [...(handlers.get(channel) ?? []), handler]);
    },
    onListening: (handler) => void listeningHandlers.push(handler),
    start: connect,
    connected: () => client !== undefined,
    async close() {
      closing.abort();
      await client?.end();
    },
  };
}
