import { atChina, chinaDate, DAY_MS } from "../../../kernel/china-time.ts";
import type { Subscription } from "../../../kernel/events.ts";
import type { Job } from "../../../kernel/jobs.ts";
import type { BookingParts } from "../parts.ts";
import { tellOfFreed } from "./book.ts";
import { clearClosedJob } from "./clear-closed.ts";
import { personKey } from "./details.ts";
import { expireHoldsJob, makeOffersJob } from "./offers.ts";
import { sendRemindersJob } from "./remind.ts";
import { deleteFeedsOf, deleteFreedBefore, deleteOf, endWishesBefore, forgetPast, leaveToCompanies, listStandingOf, markMissed, movePerson } from "./store.ts";
import { endAppointments } from "./take-places.ts";

/** Long enough for the rule about who stayed away, which looks back a year at most. */
const KEPT_MS = 400 * DAY_MS;

export function appointmentWork(parts: BookingParts): { jobs: Job[]; subscriptions: Subscription[] } {
  const makeOffers = makeOffersJob(parts);
  const clearClosed = clearClosedJob(parts);
  const forgetPerson = forgetPersonJob(parts) as Job;
  const joinPersons = joinPersonsJob(parts) as Job;
  const closeFeeds = closeFeedsJob(parts) as Job;
  return {
    jobs: [makeOffers, clearClosed, expireHoldsJob(parts), sendRemindersJob(parts), endDayJob(parts), forgetPerson, joinPersons, closeFeeds],
    subscriptions: [
      { event: "booking.places-freed", job: makeOffers },
      { event: "booking.calendar-closed", job: clearClosed },
      { event: "identity.account-closed", job: forgetPerson },
      { event: "identity.person-joined", job: joinPersons },
      { event: "identity.account-locked", job: closeFeeds },
      { event: "identity.account-recovered", job: closeFeeds },
    ],
  };
}

/** After midnight of China: nobody comes any more to what was booked for yesterday, nor waits for it. */
function endDayJob({ database, cities, clock }: BookingParts): Job {
  return {
    name: "booking:end-day",
    schedule: "7 16-23 * * *",
    async run() {
      const now = clock();
      const today = chinaDate(now);
      const home = cities.list().flatMap(({ documents }) => documents.bookingCalendars.filter(({ where }) => where === "home").map(({ id }) => ({ city: documents.city.id, calendar: id })));
      await markMissed(database, atChina(today, "00:00"), home);
      await deleteFreedBefore(database, atChina(today, "00:00"));
      await endWishesBefore(database, today, now);
      await forgetPast(database, new Date(now.getTime() - KEPT_MS));
    },
  };
}

/** Somebody else was in the account, and may have an address of its appointments, which asks nobody to sign in. */
function closeFeedsJob({ database }: BookingParts): Job<{ person: string }> {
  return {
    name: "booking:close-feeds",
    run: ({ person }) => deleteFeedsOf(database, person),
  };
}

/** Their places are for others, and nothing of them is kept. What they booked for a company is for whoever else acts for it. */
function forgetPersonJob(parts: BookingParts): Job<{ person: string }> {
  return {
    name: "booking:forget-person",
    async run({ person }) {
      const freed = await parts.database.transaction(async (tx) => {
        const now = parts.clock();
        const done = await endAppointments(tx, await listStandingOf(tx, person), { by: "person", now });
        await deleteOf(tx, person);
        await leaveToCompanies(tx, person, now);
        return done.freed;
      });
      if (freed) await tellOfFreed(parts);
    },
  };
}

/** Their appointments went over with them; what they booked at that very moment does now, without what a key sealed that is gone. */
function joinPersonsJob({ database }: BookingParts): Job<{ from: string; into: string }> {
  return {
    name: "booking:join-persons",
    run: ({ from, into }) => database.transaction((tx) => movePerson(tx, { from, into, fromKey: personKey(from), intoKey: personKey(into) })),
  };
}
