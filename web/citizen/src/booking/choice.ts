import { daysBetween } from "./times.ts";

/** Days that are shown at once. */
export const DAYS_SHOWN = 14;

/** What somebody has chosen so far. It stands in the address, so that signing in, going back and sharing lose nothing. */
export interface Choice {
  calendar?: string;
  kind?: string;
  party: number;
  /** Other items in the same visit. */
  also: readonly string[];
  /** When somebody has time: places are those with something free on this day. */
  day?: string;
  /** First of the days that are shown; left out: today. */
  from?: string;
  date?: string;
  startsAt?: string;
}

const MOST_PARTY = 60;
const MOST_ALSO = 4;

export function readDay(search: URLSearchParams, name = "day"): string | undefined {
  const value = search.get(name) ?? "";
  // As the API has it: of this century or the next, and in the calendar.
  const at = /^2[01]\d{2}-\d{2}-\d{2}$/.test(value) ? Date.parse(value) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(value) ? value : undefined;
}

export function readChoice(search: URLSearchParams): Choice {
  const id = (name: string) => {
    const value = search.get(name) ?? "";
    return /^[A-Za-z0-9_-]{1,64}$/.test(value) ? value : undefined;
  };
  const party = Number(search.get("party") ?? "1");
  const startsAt = search.get("at") ?? "";
  return {
    calendar: id("place"),
    kind: id("kind"),
    party: Number.isInteger(party) && party >= 1 && party <= MOST_PARTY ? party : 1,
    also: (search.get("also") ?? "").split(",").filter((each) => /^[A-Z]\d{3,4}$/.test(each)).slice(0, MOST_ALSO),
    day: readDay(search),
    from: readDay(search, "from"),
    date: readDay(search, "date"),
    startsAt: Number.isNaN(Date.parse(startsAt)) ? undefined : new Date(startsAt).toISOString(),
  };
}

export function writeChoice({ calendar, kind, party, also, day, from, date, startsAt }: Choice): string {
  const given: [string, string | undefined][] = [
    ["place", calendar],
    ["kind", kind],
    ["party", party > 1 ? String(party) : undefined],
    ["also", also.length > 0 ? also.join(",") : undefined],
    ["day", day],
    ["from", from],
    ["date", date],
    ["at", startsAt],
  ];
  const search = new URLSearchParams(given.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))).toString();
  return search === "" ? "" : `?${search}`;
}

/** The first day to show: the chosen one where it lies beyond what is shown from today on. */
export function firstDay({ from, date }: Choice, today: string): string {
  return from ?? (date !== undefined && daysBetween(today, date) >= DAYS_SHOWN ? date : today);
}
