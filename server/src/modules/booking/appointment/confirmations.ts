/** What somebody did with an appointment, confirmed in the inbox of everybody whom it concerns. */
import type { Handles } from "../../../kernel/database.ts";
import type { OutgoingMessage } from "../../messages/index.ts";
import type { BookingParts } from "../parts.ts";
import { placeOfVisit } from "./describe.ts";
import type { AppointmentRow } from "./store.ts";
import type { News } from "./take-places.ts";
import { allToTell } from "./whom-to-tell.ts";
import { booked, cancelled, changed } from "./words.ts";

export type Confirmed = Pick<AppointmentRow, "id" | "city" | "calendar" | "kind" | "services" | "person" | "made_by" | "enterprise" | "starts_at">;
export type Happening = { what: "booked" } | { what: "changed"; before: Date } | { what: "cancelled" };

type Parts = Pick<BookingParts, "database" | "identity" | "cities" | "messages">;

/**
 * Whoever did it finds it in the inbox without being called to it; the others are told. By SMS only who is signed in nowhere, and
 * would not see it.
 * @param by who did it; undefined: whoever had the link of a message
 */
export async function confirmationsOf(parts: Parts, row: Confirmed, by: string | undefined, happening: Happening, source: Handles = parts.database): Promise<OutgoingMessage[]> {
  const { id, city, person, enterprise, starts_at: startsAt } = row;
  const { names, office } = placeOfVisit(parts, row);
  const visit = { id, startsAt, names, office: office?.names };
  return Promise.all(
    (await allToTell(parts, source, row, by)).map(async (to): Promise<OutgoingMessage> => {
      const own = to === by;
      const whose = own && enterprise === null && person !== to ? "another's" : own ? "own" : "by-another";
      const { title, body, sms } = happening.what === "booked" ? booked(visit, whose) : happening.what === "changed" ? changed(visit, happening.before) : cancelled(visit);
      const seesIt = own || (await parts.identity.people.isSignedIn(to, source));
      return { person: to, city, class: "appointment", title, body, ...(seesIt ? {} : { sms, smsUntil: startsAt }), own, link: `/me/appointments/${id}`, about: { kind: "appointment", id } };
    }),
  );
}

/** The same, written before the places are taken: then it goes out in the transaction that takes them. */
export async function newsOf(parts: Parts, row: Confirmed, by: string, happening: Happening): Promise<News> {
  const sealed = await Promise.all((await confirmationsOf(parts, row, by, happening)).map((message) => parts.messages.seal(message)));
  return { messages: sealed.filter((message) => message !== undefined), deliver: parts.messages.deliver };
}

export async function sendConfirmations(parts: Parts, tx: Handles, row: Confirmed, by: string | undefined, happening: Happening): Promise<void> {
  for (const message of await confirmationsOf(parts, row, by, happening, tx)) await parts.messages.send(tx, message);
}
