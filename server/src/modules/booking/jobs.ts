import type { Subscription } from "../../kernel/events.ts";
import type { Job } from "../../kernel/jobs.ts";
import { appointmentWork } from "./appointment/jobs.ts";
import { counterWork } from "./counter/jobs.ts";
import type { BookingParts } from "./parts.ts";
import { resealBookingJob } from "./rotation/reseal.ts";

/** What the room does behind requests, and the events it does it upon. */
export function bookingWork(parts: BookingParts): { jobs: Job[]; subscriptions: Subscription[] } {
  const appointments = appointmentWork(parts);
  const counter = counterWork(parts);
  return { jobs: [...appointments.jobs, ...counter.jobs, resealBookingJob(parts.database, parts)], subscriptions: [...appointments.subscriptions, ...counter.subscriptions] };
}
