/** What is queued for at an office: each calendar of appointments kept there, and one line for everything without a calendar. Pure. */
import { type BookingCalendar, type CityDocuments, servesItem } from "../../catalogue/index.ts";

type Office = CityDocuments["offices"][number];
type Text = Office["names"];

export interface Line {
  id: string;
  names: Text;
  /** Whose clerks call it. */
  department: string;
  /** Left out: the line for everything without a calendar. */
  calendar?: BookingCalendar;
  walkInPercent: number;
}

export const GENERAL = "general";
const GENERAL_NAMES: Text = { zh: "其他业务", en: "Other business" };
const HALF = 50;

/** In the documents' order, so that letters are given in it. */
export function linesOf({ offices, bookingCalendars }: Pick<CityDocuments, "offices" | "bookingCalendars">, officeId: string): Line[] {
  const office = offices.find(({ id }) => id === officeId);
  if (!office) return [];
  const calendars = bookingCalendars.filter((calendar) => calendar.office === officeId && calendar.where === "office");
  const general: Line = { id: GENERAL, names: GENERAL_NAMES, department: office.departments[0] ?? "", walkInPercent: HALF };
  return [...calendars.map((calendar) => ({ id: calendar.id, names: nameAt(calendar.names, office.names), department: calendar.department, calendar, walkInPercent: calendar.walkInPercent })), general];
}

/** Somebody at the office need not read its name before each line's. */
function nameAt(names: Text, office: Text): Text {
  const without = (name: string, place: string) => (name.startsWith(place) ? name.slice(place.length).replace(/^[\s·,，:：–—-]+/u, "") || name : name);
  return { zh: without(names.zh, office.zh), en: without(names.en, office.en) };
}

/** Where somebody without an appointment waits for an item; undefined: this office does not do it. */
export function lineForService(documents: CityDocuments, officeId: string, serviceId: string): Line | undefined {
  const lines = linesOf(documents, officeId);
  const named = lines.find(({ calendar }) => calendar?.services.includes(serviceId));
  if (named) return named;
  const [office, item] = [documents.offices.find(({ id }) => id === officeId), documents.services.find(({ id }) => id === serviceId)];
  return office && item && servesItem(office, item) ? lines.find(({ id }) => id === GENERAL) : undefined;
}

/** The first letter that no line of the office has: A to Z, then AA, AB … */
export function freePrefix(taken: readonly string[]): string {
  for (let index = 0; ; index += 1) {
    const prefix = prefixAt(index);
    if (!taken.includes(prefix)) return prefix;
  }
}

function prefixAt(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : prefixAt(Math.floor(index / 26) - 1) + letter;
}

export function numberOf(prefix: string, count: number): string {
  return `${prefix}${String(count).padStart(3, "0")}`;
}
