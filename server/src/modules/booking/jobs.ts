import type { Subscription } from "../../kernel/events.ts";
import type { Job } from "../../kernel/jobs.ts";
import type { BookingParts } from "./parts.ts";

/** What the room does behind requests, and the events it does it upon. */
export function bookingWork(_parts: BookingParts): { jobs: Job[]; subscriptions: Subscription[] } {
  return { jobs: [], subscriptions: [] };
}
