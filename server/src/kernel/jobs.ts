import { Logger, parseCrontab, run, type Runner } from "graphile-worker";
import pg from "pg";
import type { Log } from "./log.ts";

/** Work that runs behind a request. It is delivered at least once, so doing it twice must be harmless. */
export interface Job<Payload = unknown> {
  /** `module:verb-noun`, for example `catalogue:find-near-duplicates`. */
  name: string;
  run(payload: Payload): Promise<void>;
  /** Cron expression in UTC for work that nothing triggers. */
  schedule?: string;
}

/** Jobs mostly wait for other systems: several at a time cost little. */
const CONCURRENCY = 8;

/**
 * Starts taking jobs from the queue. Stopping waits for the running ones.
 * @param bySchedule whether jobs also come by themselves, when the machine's clock says so
 */
export async function startWorker(url: string, jobs: Job[], log: Log, bySchedule: boolean): Promise<{ stop(): Promise<void> }> {
  // Read in any case: a schedule that is none is found by whatever starts a worker.
  const schedules = parseCrontab(jobs.filter((job) => job.schedule).map((job) => `${job.schedule} ${job.name}`).join("\n"));
  const pgPool = new pg.Pool({ connectionString: url, max: CONCURRENCY / 2 + 2 });
  pgPool.on("error", (error) => log.warn({ err: error }, "a worker connection broke"));
  pgPool.on("connect", (client) => client.on("error", () => undefined));
  const runner: Runner = await run({
    pgPool,
    noHandleSignals: true,
    // Taken and reported done in batches when many come at once; a single job still runs the moment it is written.
    preset: { worker: { concurrentJobs: CONCURRENCY, localQueue: { size: CONCURRENCY + 1 }, completeJobBatchDelay: 2, failJobBatchDelay: 2 } },
    logger: workerLogger(log),
    taskList: Object.fromEntries(jobs.map((job) => [job.name, (payload: unknown) => job.run(payload)])),
    parsedCronItems: bySchedule ? schedules : [],
  });
  return {
    async stop() {
      await runner.stop();
      await pgPool.end();
    },
  };
}

export function workerLogger(log: Log): Logger {
  return new Logger((scope) => (level, message) => {
    if (level === "error") log.error({ job: scope.taskIdentifier, jobId: scope.jobId }, message);
    else if (level === "warning") log.warn({ job: scope.taskIdentifier }, message);
    else log.debug({ job: scope.taskIdentifier }, message);
  });
}
