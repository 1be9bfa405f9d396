/** Appointments for calendar programs: one as a file, or all behind a secret address. */
import { randomBytes } from "node:crypto";
import { DAY_MS } from "../../../kernel/china-time.ts";
import { toTraditional } from "../../catalogue/index.ts";
import { notAllowed } from "../../identity/index.ts";
import { noSuchLink } from "../errors.ts";
import type { BookingParts } from "../parts.ts";
import type { Booker } from "./booker.ts";
import { type CalendarEvent, writeCalendar } from "./calendar-file.ts";
import { placeOfVisit } from "./describe.ts";
import { countGuess, digestOfToken, type LinkUse } from "./links.ts";
import { type AppointmentRow, deleteFeed, findFeed, listForFeed, saveFeed } from "./store.ts";
import { isChildOf } from "./whom-to-tell.ts";

/** Programs go on asking for an address that ended. */
const GUESSES_BY_NETWORK = 600;
const LISTED = 300;
const PAST_MS = 30 * DAY_MS;

export type FileLanguage = "zh-Hans" | "zh-Hant" | "en";

export function calendarFile(parts: Pick<BookingParts, "cities" | "publicUrl">, rows: readonly AppointmentRow[], language: FileLanguage, name?: string): string {
  const words = language === "en" ? "en" : "zh";
  const inScript = (zh: string) => (language === "zh-Hant" ? toTraditional({ zh }).zh : zh);
  const events = rows.map((row) => toEvent(parts, row, words)).map((event) => ({ ...event, summary: inScript(event.summary), location: inScript(event.location), description: inScript(event.description) }));
  return writeCalendar(events, { ...(name === undefined ? {} : { name: inScript(name) }), language: words });
}

/** What lies in other people's programs holds the place and the time, and not what it is about. */
function toEvent(parts: Pick<BookingParts, "cities" | "publicUrl">, row: AppointmentRow, language: "zh" | "en"): CalendarEvent {
  const { names, office, where, bring } = placeOfVisit(parts, row);
  const words = language === "zh" ? { bring: "请带", home: "上门" } : { bring: "Bring", home: "At home" };
  return {
    id: row.id, startsAt: row.starts_at, endsAt: row.ends_at, changedAt: row.cancelled_at ?? row.created_at, sequence: row.sequence, cancelled: row.state === "cancelled",
    summary: names[language],
    location: where === "home" ? words.home : office ? `${office.names[language]} ${office.address[language]}` : "",
    description: bring.length > 0 ? `${words.bring}${language === "zh" ? "：" : ": "}${bring.map((each) => each[language]).join(language === "zh" ? "、" : ", ")}` : "",
    ...(office && where === "office" ? { position: office.location } : {}),
    ...(parts.publicUrl === undefined ? {} : { url: new URL(`/${row.city}/me/appointments/${row.id}`, parts.publicUrl).href }),
  };
}

/** A feed holds everything of its owner's and asks nobody: a mandate, which may be for one item and ends, opens none. @throws not-allowed */
async function refuseOthers(parts: Pick<BookingParts, "identity">, { owner, by }: Pick<Booker, "owner" | "by">): Promise<void> {
  if (owner !== by && !(await isChildOf(parts, owner, by))) throw notAllowed("Only they themselves, or the parent of a child, may have all of their appointments in a calendar program.");
}

/** A new address each time; the one before ends. @returns its token @throws not-allowed */
export async function openFeed(parts: BookingParts, booker: Booker): Promise<string> {
  await refuseOthers(parts, booker);
  const { owner, by } = booker;
  const token = randomBytes(32).toString("base64url");
  await saveFeed(parts.database, { owner, person: by, token_hash: digestOfToken(token), created_at: parts.clock() });
  return token;
}

/** @throws not-allowed */
export async function closeFeed(parts: BookingParts, booker: Booker): Promise<void> {
  await refuseOthers(parts, booker);
  await deleteFeed(parts.database, booker.owner);
}

/** @throws no-such-link, too-many-requests */
export async function readFeed(parts: BookingParts, use: LinkUse, language: FileLanguage): Promise<string> {
  const feed = await findFeed(parts.database, digestOfToken(use.token));
  if (!feed) await countGuess(parts, use, GUESSES_BY_NETWORK);
  // A child that has come of age is their own.
  if (!feed || (feed.owner !== feed.person && !(await isChildOf(parts, feed.owner, feed.person)))) throw noSuchLink("There is no such calendar.");
  const rows = await listForFeed(parts.database, feed.owner, new Date(parts.clock().getTime() - PAST_MS), LISTED);
  return calendarFile(parts, rows, language, language === "en" ? "Citizen Cloud appointments" : "市民云预约");
}
