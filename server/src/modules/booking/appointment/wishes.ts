/** Waiting for a place: who waits for which times, in the order in which they came. */
import { addDays, chinaDate, minutesOf } from "../../../kernel/china-time.ts";
import { newId } from "../../../kernel/ids.ts";
import { invalidRequest } from "../../../kernel/http/problem.ts";
import type { Wish, WishBody } from "../contract.ts";
import { detailsNeeded, noSuchWish, tooManyWishes } from "../errors.ts";
import type { BookingParts } from "../parts.ts";
import { getCalendar } from "../calendar/find-places.ts";
import { slotCount } from "../calendar/slots.ts";
import { tellOfFreed } from "./book.ts";
import type { Booker } from "./booker.ts";
import { chooseVisit } from "./choose.ts";
import { placeOfVisit } from "./describe.ts";
import { isEmpty, type KeptDetails, placeOf, readDetails, sealDetails } from "./details.ts";
import { countWaiting, endOffer, endWish, findOpenOffer, findWish, findHeld, insertWish, listWishes, lockWisher, placeInLine, type WishRow } from "./store.ts";
import { endAppointments } from "./take-places.ts";
import { whomToTell } from "./whom-to-tell.ts";

const LISTED = 50;
const SHOWN_AFTER_MS = 30 * 86_400_000;
/** Who waits everywhere keeps others from waiting anywhere. */
const WISHES_BY_CALENDAR = 2;
const WISHES_BY_PERSON = 10;
const LONGEST_DAYS = 120;

/** What is kept of a wish until it is fulfilled. */
export interface WishDetails extends KeptDetails {
  needs: string[];
}

/** @throws no-such-calendar, invalid-request, details-needed, too-many-wishes */
export async function addWish(parts: BookingParts, booker: Booker, body: WishBody): Promise<string> {
  const { calendar } = getCalendar(parts, body.city, body.calendar);
  const { kind, services, party } = chooseVisit(calendar, body);
  const now = parts.clock();
  const today = chinaDate(now);
  if (body.until < body.from || body.until < today || body.until > addDays(today, LONGEST_DAYS)) throw invalidRequest("These days do not fit.", { fields: [{ pointer: "/until", detail: `lies between the first day, today and ${LONGEST_DAYS} days ahead` }] });
  const [from, until] = body.hours === undefined ? [null, null] : body.hours.split("-").map(minutesOf);
  if (body.hours !== undefined && (from ?? 0) >= (until ?? 0)) throw invalidRequest("These hours do not fit.", { fields: [{ pointer: "/hours", detail: "end before they begin" }] });
  const details = await readWishDetails(parts, booker, calendar, party, body);
  const id = newId();
  const sealed = (await sealDetails(parts, booker.person, placeOf.wish(id), details ?? {}, details === undefined)) ?? null;
  await parts.database.transaction(async (tx) => {
    // However many are sent at once, each sees those before it.
    await lockWisher(tx, booker.owner);
    const [here, everywhere] = await Promise.all([countWaiting(tx, booker.owner, body.city, body.calendar), countWaiting(tx, booker.owner, body.city)]);
    if (here >= WISHES_BY_CALENDAR || everywhere >= WISHES_BY_PERSON) throw tooManyWishes("You wait for this already.");
    await insertWish(tx, {
      id, city: body.city, calendar: calendar.id, person: booker.person, made_by: booker.by, enterprise: booker.enterprise ?? null, kind: kind.id, services, slots: slotCount(kind, services.length), party,
      from_date: body.from < today ? today : body.from, until_date: body.until, days: body.days ?? null, from_minute: from ?? null, until_minute: until ?? null,
      details: sealed, state: "waiting", appointment: null, created_at: now, ended_at: null,
    });
  });
  return id;
}

/** Told now so that one tap is enough later. What is left out is asked for when the place is taken. */
async function readWishDetails(parts: BookingParts, booker: Booker, calendar: ReturnType<typeof getCalendar>["calendar"], party: number, body: WishBody): Promise<WishDetails | undefined> {
  const told = body.members !== undefined || body.answers !== undefined || body.needs !== undefined || body.address !== undefined;
  try {
    const { kept, needs } = await readDetails(parts, booker, calendar, party, body);
    return isEmpty(kept) && needs.length === 0 ? undefined : { ...kept, needs };
  } catch (error) {
    if (told || (error as { code?: string }).code !== detailsNeeded("").code) throw error;
    return undefined;
  }
}

export async function listOwnWishes(parts: BookingParts, booker: Booker): Promise<Wish[]> {
  const rows = await listWishes(parts.database, booker.owner, new Date(parts.clock().getTime() - SHOWN_AFTER_MS), LISTED);
  return Promise.all(rows.filter(({ services, city }) => booker.covers(services, city)).map((row) => describeWish(parts, row)));
}

/** @throws no-such-wish */
export async function getOwnWish(parts: BookingParts, booker: Booker, id: string): Promise<WishRow> {
  const row = await findWish(parts.database, id);
  if (!row || row.owner !== booker.owner || !booker.covers(row.services, row.city)) throw noSuchWish("There is no such wish of yours.");
  return row;
}

/** A place that was offered goes to the next. @throws no-such-wish */
export async function endOwnWish(parts: BookingParts, booker: Booker, id: string): Promise<void> {
  const row = await getOwnWish(parts, booker, id);
  const now = parts.clock();
  const told = await whomToTell(parts, parts.database, row);
  const freed = await parts.database.transaction(async (tx) => {
    if (!(await endWish(tx, row.id, "ended", now))) return false;
    const offer = await findOpenOffer(tx, { wish: row.id });
    if (!offer || !(await endOffer(tx, offer.id, "refused"))) return false;
    await parts.messages.settle(tx, told, { kind: "offer", id: offer.id });
    return (await endAppointments(tx, [offer.appointment], { by: undefined, now, state: "held" })).freed;
  });
  if (freed) await tellOfFreed(parts);
}

export async function describeWish(parts: Pick<BookingParts, "database" | "cities" | "clock">, row: WishRow): Promise<Wish> {
  const { names, kind, services } = placeOfVisit(parts, row);
  const offer = row.state === "waiting" ? await findOpenOffer(parts.database, { wish: row.id }) : undefined;
  const held = offer && (await findHeld(parts.database, offer.appointment));
  return {
    id: row.id, city: row.city, calendar: row.calendar, names, kind, services, party: row.party, from: row.from_date, until: row.until_date,
    ...(row.days ? { days: row.days } : {}),
    ...(row.from_minute === null || row.until_minute === null ? {} : { hours: `${clockWords(row.from_minute)}-${clockWords(row.until_minute)}` }),
    state: offer ? "offered" : row.state,
    ...(row.state === "waiting" && !offer ? { place: await placeInLine(parts.database, row) } : {}),
    ...(offer && held ? { offer: { id: offer.id, startsAt: held.starts_at.toISOString(), endsAt: held.ends_at.toISOString(), until: offer.until.toISOString() } } : {}),
    ...(row.appointment === null ? {} : { appointment: row.appointment }),
  };
}

const clockWords = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
