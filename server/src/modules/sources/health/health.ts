/** Counts how each source fares, and raises an alarm when one is left alone. */
import type { Clock } from "../../../kernel/clock.ts";
import type { Database } from "../../../kernel/database.ts";
import type { Events } from "../../../kernel/events.ts";
import { newId } from "../../../kernel/ids.ts";
import type { Job } from "../../../kernel/jobs.ts";
import type { Log } from "../../../kernel/log.ts";
import type { FaultKind } from "../transports/transport.ts";
import { LATENCY_CLASSES, latencyClass } from "./latency.ts";
import { addHealth, deleteHealthBefore, endAlarm, type HealthRow, openAlarm } from "./store.ts";

const FLUSH_MS = 5_000;
const MINUTE_MS = 60_000;
const KEPT_DAYS = 31;

export interface Health {
  noteAnswer(city: string, source: string, ms: number): void;
  noteFault(city: string, source: string, fault: FaultKind): void;
  /** The source is left alone from now on. */
  raiseAlarm(city: string, source: string, fault: FaultKind): void;
  /** The source has answered; it may have no alarm. */
  endAlarm(city: string, source: string): void;
  /** Writes what was counted. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

export function createHealth({ database, events, clock, log }: { database: Database; events: Events; clock: Clock; log: Log }): Health {
  let counted = new Map<string, HealthRow>();
  let work: Promise<unknown> = Promise.resolve();

  const rowOf = (city: string, source: string): HealthRow => {
    const minute = new Date(Math.floor(clock().getTime() / MINUTE_MS) * MINUTE_MS);
    const name = `${city}/${source}/${minute.getTime()}`;
    let row = counted.get(name);
    if (!row) counted.set(name, (row = { city, source, minute, answered: 0, failed: 0, faults: {}, latencies: Array.from({ length: LATENCY_CLASSES }, () => 0) }));
    return row;
  };
  // One after the other, so that an alarm's end never overtakes its beginning.
  const next = (what: string, task: () => Promise<unknown>) => (work = work.then(task).catch((error: unknown) => log.error({ err: error }, what)));
  const flush = async () => {
    if (counted.size > 0) {
      const rows = [...counted.values()];
      counted = new Map();
      void next("the sources' health could not be written", () => addHealth(database, rows));
    }
    await work;
  };
  const timer = setInterval(() => void flush(), FLUSH_MS);
  timer.unref();

  return {
    noteAnswer(city, source, ms) {
      const row = rowOf(city, source);
      row.answered += 1;
      const index = latencyClass(ms);
      row.latencies[index] = (row.latencies[index] ?? 0) + 1;
    },
    noteFault(city, source, fault) {
      const row = rowOf(city, source);
      row.failed += 1;
      row.faults[fault] = (row.faults[fault] ?? 0) + 1;
    },
    raiseAlarm(city, source, fault) {
      log.warn({ city, source, fault }, "a source is left alone after failing too often");
      const alarm = { id: newId(), city, source, fault, began_at: clock() };
      void next("an alarm could not be raised", () =>
        database.transaction(async (tx) => {
          if (await openAlarm(tx, alarm)) await events.publish(tx, { name: "sources.source-failed", version: 1, payload: { alarm: alarm.id, city, source, fault } });
        }),
      );
    },
    endAlarm(city, source) {
      void next("an alarm could not be ended", () =>
        database.transaction(async (tx) => {
          const alarm = await endAlarm(tx, city, source, clock());
          if (alarm === undefined) return;
          log.info({ city, source }, "a source answers again");
          await events.publish(tx, { name: "sources.source-recovered", version: 1, payload: { alarm, city, source } });
        }),
      );
    },
    flush,
    async close() {
      clearInterval(timer);
      await flush();
    },
  };
}

export function forgetHealthJob({ database, clock }: { database: Database; clock: Clock }): Job {
  return { name: "sources:forget-health", schedule: "17 3 * * *", run: () => deleteHealthBefore(database, new Date(clock().getTime() - KEPT_DAYS * 24 * 60 * MINUTE_MS)) };
}
