/** Places that were given back are offered to whoever waits, one after the other, each for a time. */
import { chinaDate } from "../../../kernel/china-time.ts";
import type { Handles } from "../../../kernel/database.ts";
import type { Job } from "../../../kernel/jobs.ts";
import { newId } from "../../../kernel/ids.ts";
import type { BookingCalendar } from "../../catalogue/index.ts";
import { noSuchHold, offerOver } from "../errors.ts";
import type { Details } from "../contract.ts";
import type { BookingParts } from "../parts.ts";
import { capacityFor } from "../calendar/free-places.ts";
import { type Day, runFrom, slotsOn } from "../calendar/slots.ts";
import { listClosures } from "../calendar/store.ts";
import { attempt } from "./attempt.ts";
import { book, confirmation, takeWithin, tellOfFreed } from "./book.ts";
import type { Booker } from "./booker.ts";
import { sendConfirmations } from "./confirmations.ts";
import { openDetails, placeOfVisit } from "./describe.ts";
import { placeOf } from "./details.ts";
import { fitsInHand, fitWishes, type Match, offerUntil, type SlotState } from "./fit-wishes.ts";
import {
  type AppointmentRow, changeSlots, deleteFreed, endOffer, endWish, expireOffers, findHeld, findOffer, findOpenOffer, findWish, insertHeld, insertOffer, listFreed, listLine, listOverdueHolds, lockFreed, type OfferRow, type SlotChange, updateAppointment, type WishRow,
} from "./store.ts";
import { endAppointments } from "./take-places.ts";
import { offerActions, offered, offerGone } from "./words.ts";
import { isChildOf, whomToTell } from "./whom-to-tell.ts";
import type { WishDetails } from "./wishes.ts";

const LINE_AT_ONCE = 500;
const HOLDS_AT_ONCE = 500;

/** Upon places given back, and each minute for what may have been missed. */
export function makeOffersJob(parts: BookingParts): Job {
  return {
    name: "booking:make-offers",
    schedule: "* * * * *",
    async run() {
      for (const { city, calendar } of await listFreed(parts.database)) {
        try {
          await makeOffers(parts, city, calendar);
        } catch (error) {
          // One calendar's trouble is not the others'; the next minute tries it again.
          parts.log.error({ err: error, city, calendar }, "places that were given back could not be offered");
        }
      }
    },
  };
}

/** What is in hand of one calendar goes to whom it fits, and what fits nobody to everybody. */
async function makeOffers(parts: BookingParts, city: string, id: string): Promise<void> {
  const now = parts.clock();
  const catalogue = parts.cities.list().find(({ documents }) => documents.city.id === city);
  const calendar = catalogue?.bookingCalendars.get(id);
  await parts.database.transaction(async (tx) => {
    const { slots, freed } = await lockFreed(tx, city, id);
    if (freed.length === 0) return;
    const days = new Map<string, Day>();
    if (calendar && catalogue) {
      const dates = [...new Set(freed.map(({ starts_at }) => chinaDate(starts_at)))].sort();
      const closings = await listClosures(tx, city, [id], dates[0] ?? "", dates.at(-1) ?? "");
      for (const date of dates) days.set(date, slotsOn(calendar, catalogue.documents.calendar, closings, date));
    }
    const takenOf = new Map(slots.map((slot) => [`${slot.starts_at.getTime()} ${slot.kind}`, slot.taken]));
    const states = [...days.values()].flatMap((day) => day.slots.map((slot): SlotState => {
      const at = slot.startsAt.getTime();
      const kinds = (calendar?.kinds ?? []).filter(({ capacity }) => capacity !== undefined);
      return {
        startsAt: slot.startsAt, inHand: freed.find(({ starts_at }) => starts_at.getTime() === at)?.places ?? 0,
        free: Math.max(0, slot.capacity - (takenOf.get(`${at} `) ?? 0)),
        freeOfKind: new Map(kinds.map((kind) => [kind.id, capacityFor(slot, kind) - (takenOf.get(`${at} ${kind.id}`) ?? 0)])),
      };
    }));
    const run = (startsAt: Date, count: number) => {
      const day = days.get(chinaDate(startsAt));
      // Too near for an offer: then it is open to whoever is faster.
      return day && calendar && offerUntil(startsAt, calendar.leadMinutes, now) ? runFrom(day, startsAt, count)?.map((slot) => slot.startsAt) : undefined;
    };
    const matches = calendar ? await fitLine(tx, city, calendar, states, run) : [];
    const left = new Map(freed.map(({ starts_at, places }) => [starts_at.getTime(), places]));
    const changes = new Map<string, SlotChange>();
    const change = (startsAt: Date, kind: string, by: number, capacity: number) => {
      const key = `${startsAt.getTime()} ${kind}`;
      const before = changes.get(key);
      changes.set(key, { startsAt, kind, by: (before?.by ?? 0) + by, capacity: Math.max(before?.capacity ?? 0, capacity) });
    };
    for (const { wish, slots: starts, fromHand } of matches) {
      const [startsAt] = starts;
      const endsAt = days.get(chinaDate(startsAt as Date))?.slots.find((slot) => slot.startsAt.getTime() === starts.at(-1)?.getTime())?.endsAt;
      const until = startsAt && calendar && offerUntil(startsAt, calendar.leadMinutes, now);
      if (!startsAt || !endsAt || !until) continue;
      const kind = calendar.kinds.find((each) => each.id === wish.kind);
      const ofKind = kind?.capacity !== undefined;
      const appointment = newId();
      await insertHeld(tx, {
        id: appointment, city, calendar: id, person: wish.person, made_by: wish.made_by, enterprise: wish.enterprise, state: "held", kind: wish.kind, services: wish.services, party: wish.party,
        starts_at: startsAt, ends_at: endsAt, slots: starts, of_kind: ofKind, needs: [], details: null, code: null, code_hash: null, held_until: until, created_at: now, remind_at: null, coming_at: null, arrived_at: null,
        sequence: 0, cancelled_at: null, cancelled_by: null, reason: null,
      });
      const offer = newId();
      await insertOffer(tx, { id: offer, wish: wish.id, appointment, instead_of: null, starts_at: startsAt, until, state: "open" });
      for (const [index, at] of starts.entries()) {
        const slot = days.get(chinaDate(at))?.slots.find((each) => each.startsAt.getTime() === at.getTime());
        if (!slot) continue;
        left.set(at.getTime(), (left.get(at.getTime()) ?? 0) - (fromHand[index] ?? 0));
        change(at, "", wish.party - (fromHand[index] ?? 0), slot.capacity);
        if (ofKind) change(at, wish.kind, wish.party, capacityFor(slot, kind));
      }
      await tell(parts, tx, wish, offer, startsAt, until);
    }
    // What is left fits nobody who waits.
    for (const [key, places] of left) change(new Date(key), "", -Math.max(0, places), 0);
    await changeSlots(tx, city, id, [...changes.values()]);
    await deleteFreed(tx, city, id, freed.map(({ starts_at }) => starts_at));
  });
}

/** Goes along the line until nothing is in hand that anybody in it might use. */
async function fitLine(tx: Handles, city: string, { id, kinds }: BookingCalendar, states: SlotState[], run: (startsAt: Date, count: number) => Date[] | undefined): Promise<Match<WishRow & { passed: Date[] }>[]> {
  const matches: Match<WishRow & { passed: Date[] }>[] = [];
  const pageAfter = async (last?: string) => {
    const fits = fitsInHand(states, kinds.map((kind) => kind.id)).filter(({ startsAt }) => run(startsAt, 1));
    return fits.length === 0 ? [] : listLine(tx, city, id, fits, LINE_AT_ONCE, last);
  };
  for (let page = await pageAfter(); page.length > 0; page = await pageAfter(page.at(-1)?.id)) {
    const fitted = fitWishes(page, states, run);
    matches.push(...fitted.matches);
    states = fitted.left;
  }
  return matches;
}

async function tell(parts: BookingParts, tx: Parameters<BookingParts["messages"]["send"]>[0], wish: WishRow, offer: string, startsAt: Date, until: Date): Promise<void> {
  const { names, office } = placeOfVisit(parts, wish);
  const person = await whomToTell(parts, tx, wish);
  const mayTap = person === wish.owner || (wish.enterprise === null && (await isChildOf(parts, wish.person, person)));
  const { title, body, sms } = offered({ id: wish.id, startsAt, names, office: office?.names }, until);
  await parts.messages.send(tx, { person, city: wish.city, class: "appointment", title, body, sms, smsUntil: until, link: "/me/appointments", ...(mayTap ? { actions: offerActions(offer) } : {}), about: { kind: "offer", id: offer } });
}

/** @throws offer-over for what is not theirs too */
async function getOwnOffer(parts: BookingParts, booker: Booker, id: string): Promise<{ offer: OfferRow; wish: WishRow | undefined }> {
  const offer = await findOffer(parts.database, id);
  const held = offer && (await findHeld(parts.database, offer.appointment));
  // The message to a parent says one tap: it is sent in the parent's own name.
  const isOwn = held && booker.covers(held.services, held.city) && (held.owner === booker.owner || (held.enterprise === null && held.made_by === booker.by && (await isChildOf(parts, held.person, booker.by))));
  if (!offer || !isOwn) throw offerOver("The offer is over.");
  return { offer, wish: offer.wish === null ? undefined : await findWish(parts.database, offer.wish) };
}

/**
 * The place becomes an appointment with what was told when the wish was made, or now.
 * @returns the appointment's id
 * @throws offer-over, details-needed, booking-limit
 */
export async function acceptOffer(parts: BookingParts, booker: Booker, id: string, given: Details): Promise<string> {
  const { offer, wish } = await getOwnOffer(parts, booker, id);
  const held = await findHeld(parts.database, offer.appointment);
  const now = parts.clock();
  if (offer.state !== "open" || held?.state !== "held" || offer.until <= now) {
    // The same tap, sent twice: the other one was first, perhaps since the offer was read.
    if (held && (await findOffer(parts.database, id))?.state === "accepted") return held.id;
    throw offerOver("The offer is over.");
  }
  // For a company it is from now on whoever takes it: who asked for it may have left, and no key of theirs seals anything any more.
  const taken = held.enterprise === null ? held : { ...held, person: booker.by, made_by: booker.by };
  const owner: Booker = { ...booker, owner: held.owner, person: taken.person, enterprise: held.enterprise ?? undefined };
  const details = Object.keys(given).length > 0 ? given : await detailsBefore(parts, offer, wish);
  const request = await confirmation(parts, owner, taken, details);
  const told = await whomToTell(parts, parts.database, held);
  await parts.database.transaction(async (tx) => {
    const { outcome } = await takeWithin(tx, offer.instead_of === null ? request : { ...request, limits: undefined }, now).catch((error: { code?: string }) => {
      throw error.code === "no-such-hold" ? offerOver("The offer is over.") : error;
    });
    // The same tap, sent twice: the other one was first.
    if (outcome === "done" && (await findOffer(tx, offer.id))?.state === "accepted") return;
    if (!(await endOffer(tx, offer.id, "accepted"))) throw offerOver("The offer is over.");
    if (offer.wish !== null) await endWish(tx, offer.wish, "fulfilled", now, held.id);
    if (taken !== held) await updateAppointment(tx, held.id, { person: taken.person, made_by: taken.made_by });
    await parts.messages.settle(tx, told, { kind: "offer", id: offer.id });
    await sendConfirmations(parts, tx, taken, booker.by, { what: "booked" });
  });
  return held.id;
}

/** What was told with the wish, or with the appointment that the office could not keep. */
async function detailsBefore(parts: BookingParts, { instead_of: insteadOf }: OfferRow, wish: WishRow | undefined): Promise<Details> {
  if (insteadOf !== null) {
    const before = await findHeld(parts.database, insteadOf);
    const cipher = before && (await parts.identity.people.cipherOf(before.person));
    return before ? toDetails({ ...openDetails(before, cipher), needs: before.needs }) : {};
  }
  const cipher = wish?.details ? await parts.identity.people.cipherOf(wish.person) : undefined;
  return wish?.details && cipher ? toDetails(JSON.parse(cipher.open(placeOf.wish(wish.id), wish.details)) as WishDetails) : {};
}

function toDetails({ members, answers, needs, address }: WishDetails): Details {
  return {
    ...(members.length > 0 ? { members: members.map(({ name, idNumber }) => ({ name, idNumber })) } : {}),
    ...(Object.keys(answers).length > 0 ? { answers } : {}),
    ...(needs.length > 0 ? { needs: needs as NonNullable<Details["needs"]> } : {}),
    ...(address === undefined ? {} : { address }),
  };
}

/** It goes to the next at once; the wish stays in the line. @throws offer-over */
export async function refuseOffer(parts: BookingParts, booker: Booker, id: string): Promise<void> {
  const { offer } = await getOwnOffer(parts, booker, id);
  if (offer.state === "refused") return;
  const held = await findHeld(parts.database, offer.appointment);
  if (!held || !(await giveBack(parts, held, offer))) throw offerOver("The offer is over.");
}

/** A place that is held while a form is filled goes back; by giving back one that was offered the offer is refused. @throws no-such-hold */
export async function letHoldGo(parts: BookingParts, booker: Booker, id: string): Promise<void> {
  const held = await findHeld(parts.database, id);
  if (!held || held.owner !== booker.owner || held.state !== "held" || !booker.covers(held.services, held.city)) throw noSuchHold("The place is not held for you.");
  await giveBack(parts, held, await findOpenOffer(parts.database, { appointment: id }));
}

/** @returns false when the offer had ended */
async function giveBack(parts: BookingParts, held: AppointmentRow, offer: OfferRow | undefined): Promise<boolean> {
  const told = offer && (await whomToTell(parts, parts.database, held));
  const done = await parts.database.transaction(async (tx) => {
    if (offer && !(await endOffer(tx, offer.id, "refused"))) return undefined;
    if (offer && told !== undefined) await parts.messages.settle(tx, told, { kind: "offer", id: offer.id });
    return endAppointments(tx, [held.id], { by: undefined, now: parts.clock(), state: "held" });
  });
  if (done?.freed) await tellOfFreed(parts);
  return done !== undefined;
}

/** Books a place that is held; one that was offered is accepted by that. @throws as book and acceptOffer */
export async function bookHeldOrOffered(parts: BookingParts, booker: Booker, { hold, ...given }: Details & { hold: string }): Promise<AppointmentRow> {
  const offer = await findOpenOffer(parts.database, { appointment: hold });
  if (!offer) return book(parts, booker, { hold, ...given });
  const row = await findHeld(parts.database, await acceptOffer(parts, booker, offer.id, given));
  if (!row) throw noSuchHold("The place is no longer held for you.");
  return row;
}

/** Places that were held or offered for long enough go back, to the line first. */
export function expireHoldsJob(parts: BookingParts): Job {
  return {
    name: "booking:expire-holds",
    schedule: "* * * * *",
    async run() {
      const now = parts.clock();
      const failed: string[] = [];
      for (let looked = HOLDS_AT_ONCE; looked === HOLDS_AT_ONCE; ) {
        const ids = await listOverdueHolds(parts.database, now, HOLDS_AT_ONCE, failed);
        looked = ids.length;
        if (looked > 0 && (await parts.database.transaction((tx) => expireAll(parts, tx, ids, now, failed)))) await tellOfFreed(parts);
      }
    },
  };
}

/** Together when they can be; otherwise one that cannot keeps none of the others. @returns whether somebody waits for a place of theirs */
async function expireAll(parts: BookingParts, tx: Handles, ids: readonly string[], now: Date, failed: string[]): Promise<boolean> {
  try {
    return await attempt(tx, () => expire(parts, tx, ids, now));
  } catch (error) {
    const [id = "", ...others] = ids;
    if (others.length === 0) {
      failed.push(id);
      parts.log.error({ err: error, appointment: id }, "a held place could not be given back");
      return false;
    }
    let freed = false;
    for (const each of ids) freed = (await expireAll(parts, tx, [each], now, failed)) || freed;
    return freed;
  }
}

async function expire(parts: BookingParts, tx: Handles, ids: readonly string[], now: Date): Promise<boolean> {
  // Before their rows are gone: who let an offer pass is not offered the same time again.
  const { ended, freed } = await endAppointments(tx, ids, { by: undefined, now, state: "held", heldBefore: now });
  for (const offer of await expireOffers(tx, ended)) await tellOfEnd(parts, tx, offer);
  return freed;
}

async function tellOfEnd(parts: BookingParts, tx: Parameters<BookingParts["messages"]["send"]>[0], offer: OfferRow): Promise<void> {
  const wish = offer.wish === null ? undefined : await findWish(tx, offer.wish);
  const held = await findHeld(tx, offer.appointment);
  if (held) await parts.messages.settle(tx, await whomToTell(parts, tx, held), { kind: "offer", id: offer.id });
  if (!wish || wish.state !== "waiting") return;
  const { names, office } = placeOfVisit(parts, wish);
  await parts.messages.send(tx, { person: await whomToTell(parts, tx, wish), city: wish.city, class: "appointment", ...offerGone({ id: wish.id, startsAt: offer.starts_at, names, office: office?.names }), link: "/me/appointments", about: { kind: "wish", id: wish.id } });
}
