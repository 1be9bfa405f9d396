import type { Job } from "../../../kernel/jobs.ts";
import type { BookingParts } from "../parts.ts";
import { attempt } from "./attempt.ts";
import { placeOfVisit } from "./describe.ts";
import { makeLink } from "./links.ts";
import { nextReminder } from "./reminders.ts";
import { type AppointmentRow, lockDueReminders, updateAppointment } from "./store.ts";
import { whomToTell } from "./whom-to-tell.ts";
import { comingActions, reminder } from "./words.ts";

const AT_ONCE = 100;
const MINUTE_MS = 60_000;

/** The evening before and two hours before: in the inbox and by SMS, each with one tap to say coming or to cancel. */
export function sendRemindersJob(parts: BookingParts): Job {
  return {
    name: "booking:send-reminders",
    schedule: "* * * * *",
    async run() {
      // Whose reminder cannot be sent keeps nobody else's; the next minute tries it again.
      const failed: string[] = [];
      for (let sent = AT_ONCE; sent === AT_ONCE; ) {
        sent = await parts.database.transaction(async (tx) => {
          const now = parts.clock();
          const due = await lockDueReminders(tx, now, AT_ONCE, failed);
          for (const row of due) {
            await attempt(tx, () => remind(parts, tx, row, now)).catch((error: unknown) => {
              failed.push(row.id);
              parts.log.error({ err: error, appointment: row.id }, "a reminder could not be sent");
            });
          }
          return due.length;
        });
      }
    },
  };
}

async function remind(parts: BookingParts, tx: Parameters<BookingParts["messages"]["send"]>[0], row: AppointmentRow, now: Date): Promise<void> {
  const { id, city, starts_at: startsAt } = row;
  await updateAppointment(tx, id, { remind_at: nextReminder(startsAt, now) ?? null });
  // The worker was down for long: nobody is reminded of what has begun.
  if (startsAt <= now) return;
  const { names, office, changeUntilMinutes } = placeOfVisit(parts, row);
  const mayCancel = now.getTime() < startsAt.getTime() - changeUntilMinutes * MINUTE_MS;
  const person = await whomToTell(parts, tx, row);
  // The inbox posts as the person themselves: for a child or a company the app's own screens are the way.
  const actions = person === row.owner ? { actions: comingActions(id, mayCancel) } : {};
  await parts.messages.settle(tx, person, { kind: "appointment", id });
  await parts.messages.send(tx, {
    person, city, class: "appointment", ...reminder({ id, startsAt, names, office: office?.names }, now, await makeLink(tx, id)), smsUntil: startsAt, link: `/me/appointments/${id}`, ...actions, about: { kind: "appointment", id },
  });
}
