import { type Kysely, sql } from "kysely";
import type { Handles } from "./database.ts";
import type { Job } from "./jobs.ts";

/** Something that happened, in the past tense, with ids rather than personal data. */
export interface DomainEvent {
  /** `module.thing-happened`, for example `catalogue.service-published`. */
  name: string;
  version: number;
  payload: Record<string, string | number | boolean | null>;
}

export interface Subscription {
  event: string;
  job: Job<DomainEvent["payload"]>;
}

export interface Events {
  /**
   * Tells the subscribers, in the same transaction as the change: the event's row and one job for each subscriber are
   * written together, so there is no outbox to poll and nothing to lose.
   */
  publish(tx: Handles, event: DomainEvent): Promise<void>;
  /** Only while the parts are put together: a job that publishes needs the events before it can be subscribed. */
  subscribe(subscriptions: Subscription[]): void;
}

export function createEvents(): Events {
  const subscriptions: Subscription[] = [];
  return {
    subscribe: (more) => void subscriptions.push(...more),
    async publish(tx, event) {
      const jobs = subscriptions.filter((each) => each.event === event.name).map((each) => each.job.name);
      const kernel: Kysely<unknown> = tx.handle("kernel");
      await sql`select kernel.publish_event(${event.name}, ${event.version}, ${JSON.stringify(event.payload)}::jsonb, ${jobs}::text[])`.execute(kernel);
    },
  };
}
