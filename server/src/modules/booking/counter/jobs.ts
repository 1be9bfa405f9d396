import { addDays, chinaDate } from "../../../kernel/china-time.ts";
import type { Subscription } from "../../../kernel/events.ts";
import type { Job } from "../../../kernel/jobs.ts";
import type { BookingParts } from "../parts.ts";
import { deleteTicketsBefore, endDaysBefore, forgetTicketHolders, forgetTicketsOf, moveTickets, notifyQueueChanged } from "./store.ts";

/** A complaint about the queue can be looked into for so long; how busy the hall was serves its planning for longer. */
const HOLDERS_KEPT_DAYS = 30;
const TICKETS_KEPT_DAYS = 400;

type Parts = Pick<BookingParts, "database" | "clock">;

/** What the queue does behind requests, and the events it does it upon. */
export function counterWork(parts: Parts): { jobs: Job[]; subscriptions: Subscription[] } {
  const forget = forgetPersonJob(parts) as Job;
  const join = joinPersonsJob(parts) as Job;
  return {
    jobs: [endDayJob(parts), forget, join],
    subscriptions: [
      { event: "identity.account-closed", job: forget },
      { event: "identity.person-joined", job: join },
    ],
  };
}

function endDayJob({ database, clock }: Parts): Job {
  return {
    name: "booking:end-queue-day",
    // Past midnight in China, and each hour of the night after, for a worker that was away.
    schedule: "2 16-23 * * *",
    async run() {
      const today = chinaDate(clock());
      await database.transaction(async (tx) => {
        await endDaysBefore(tx, today, clock());
        await forgetTicketHolders(tx, addDays(today, -HOLDERS_KEPT_DAYS));
        await deleteTicketsBefore(tx, addDays(today, -TICKETS_KEPT_DAYS));
      });
    },
  };
}

function forgetPersonJob({ database, clock }: Parts): Job<{ person: string }> {
  return {
    name: "booking:forget-queue-tickets",
    run: ({ person }) =>
      database.transaction(async (tx) => {
        for (const office of await forgetTicketsOf(tx, person, clock())) await notifyQueueChanged(tx, office);
      }),
  };
}

/** Somebody proved who they are while they waited. */
function joinPersonsJob({ database }: Parts): Job<{ from: string; into: string }> {
  return {
    name: "booking:join-queue-tickets",
    run: ({ from, into }) => database.transaction((tx) => moveTickets(tx, from, into)),
  };
}
