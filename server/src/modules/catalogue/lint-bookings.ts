/** The rules for calendars and campaigns: that what they name exists, that hours can be cut into slots, that promises fit what there is. */
import jsonata from "jsonata";
import { minutesOf } from "../../kernel/china-time.ts";
import type { BookingCalendar, BookingWindow, Campaign } from "./booking-documents.ts";
import type { CityDocuments } from "./documents.ts";
import { checkParts, isSafePattern } from "./expression-limits.ts";
import type { Finding } from "./lint.ts";

type Report = (rule: string, pointer: string, message: string, remedy: string) => void;
export type BookingFinding = Finding & { of: { kind: "booking-calendar" | "campaign"; id: string } };

/** Every rule about a city's calendars and campaigns whose shape is right. */
export function lintBookings(documents: CityDocuments): BookingFinding[] {
  const findings: BookingFinding[] = [];
  const reportOn = (kind: BookingFinding["of"]["kind"], id: string): Report => (rule, pointer, message, remedy) => findings.push({ of: { kind, id }, rule, pointer, message, remedy });
  for (const calendar of documents.bookingCalendars) checkCalendar(calendar, documents, reportOn("booking-calendar", calendar.id));
  for (const campaign of documents.campaigns) checkCampaign(campaign, documents, reportOn("campaign", campaign.id));
  return findings;
}

function checkCalendar(calendar: BookingCalendar, documents: CityDocuments, report: Report): void {
  checkNamed(calendar.department, documents.departments, "/department", "department", report);
  checkNamed(calendar.office, documents.offices, "/office", "office", report);
  calendar.services.forEach((id, index) => checkService(id, `/services/${index}`, documents, report));
  checkDistinct(calendar.kinds, "/kinds", report);
  calendar.kinds.forEach(({ services = [] }, index) => {
    for (const id of services) if (!calendar.services.includes(id)) report("unknown", `/kinds/${index}/services`, `the calendar does not serve "${id}"`, "Add it to the calendar's `services`, or remove it here.");
  });
  calendar.services.forEach((id, index) => {
    if (!calendar.kinds.some(({ services }) => services === undefined || services.includes(id))) report("kinds", `/services/${index}`, `there is no kind of visit for "${id}"`, "Add one, or remove the item.");
  });
  checkDistinct(calendar.questions, "/questions", report);
  const days: [string, BookingWindow[]][] = [...Object.entries(calendar.weekly).map(([day, windows]): [string, BookingWindow[]] => [`/weekly/${day}`, windows]), ...calendar.exceptions.map(({ windows }, index): [string, BookingWindow[]] => [`/exceptions/${index}/windows`, windows])];
  for (const [at, windows] of days) checkWindows(windows, calendar.bufferMinutes, at, report);
  if (new Set(calendar.exceptions.map(({ date }) => date)).size < calendar.exceptions.length) report("double", "/exceptions", "a day is there twice", "Keep one entry for each day.");
  if (calendar.changeUntilMinutes > calendar.horizonDays * 1_440) report("change-until", "/changeUntilMinutes", "nobody could ever change an appointment", "Let people change until nearer to the time.");
  calendar.questions.forEach(({ pattern, longest }, index) => {
    if (pattern !== undefined && !isSafePattern(pattern, longest)) report("pattern", `/questions/${index}/pattern`, "the pattern is no regular expression, or somebody could make its check last for minutes", "Repeat no group that repeats or chooses.");
  });
}

function checkWindows(windows: BookingWindow[], bufferMinutes: number, at: string, report: Report): void {
  let end = -1;
  windows.forEach(({ hours, slotMinutes }, index) => {
    const [from, to] = hours.split("-").map(minutesOf) as [number, number];
    if (to <= from) report("hours", `${at}/${index}/hours`, "the window ends before it begins", "Write the earlier time first.");
    if (from < end) report("hours", `${at}/${index}/hours`, "the window begins before the one above has ended", "Keep windows apart and in order.");
    if (to > from && slotMinutes !== undefined && to - from < slotMinutes + bufferMinutes) report("slots", `${at}/${index}`, "not one slot fits into the window", "Make slots shorter or the window longer.");
    end = to;
  });
}

function checkCampaign(campaign: Campaign, documents: CityDocuments, report: Report): void {
  checkNamed(campaign.department, documents.departments, "/department", "department", report);
  checkService(campaign.service, "/service", documents, report);
  for (const [list, at] of [[campaign.groups, "/groups"], [campaign.tiers, "/tiers"], [campaign.channels, "/channels"]] as const) checkDistinct(list, at, report);
  const [opens, closes] = [Date.parse(campaign.opensAt), Date.parse(campaign.closesAt)];
  if (closes <= opens) report("times", "/closesAt", "it closes before it opens", "Close later.");
  if (campaign.confirmBy !== undefined && Date.parse(campaign.confirmBy) <= Date.parse(campaign.draw?.at ?? campaign.closesAt)) report("times", "/confirmBy", "nobody could confirm before that", "Leave people time to confirm.");
  checkManner(campaign, closes, report);
  checkBudget(campaign, report);
  campaign.eligibility.records.forEach((id, index) => checkNamed(id, documents.recordKinds, `/eligibility/records/${index}`, "kind of record", report));
  campaign.eligibility.conditions.forEach(({ when }, index) => checkExpression(when, `/eligibility/conditions/${index}/when`, report));
  campaign.groups.forEach(({ when }, index) => {
    if (when !== undefined) checkExpression(when, `/groups/${index}/when`, report);
  });
  if (campaign.groups.filter(({ when }) => when === undefined).length > 1) report("groups", "/groups", "two groups take whoever is left", "Give all but one of them a condition.");
}

function checkManner({ manner, draw, groups, channels, tiers, confirmBy, unclaimed }: Campaign, closes: number, report: Report): void {
  if (manner === "draw") {
    if (!draw) report("draw", "/draw", "a draw needs its time and where its randomness comes from", "Add `draw`.");
    else if (Date.parse(draw.at) < closes) report("draw", "/draw/at", "lots are drawn before registration has closed", "Draw after `closesAt`.");
    if (groups.some(({ capacity }) => capacity !== undefined) || channels.some(({ capacity }) => capacity !== undefined)) report("draw", "/groups", "a draw has no places that run out while people register", "Remove `capacity`.");
    return;
  }
  if (draw) report("draw", "/draw", "what goes by turn is not drawn", "Remove `draw`.");
  if (tiers.length > 1) report("tiers", "/tiers", "by turn everybody gets the same", "Keep one tier.");
  // Whoever finds every place taken is told so and remembered nowhere.
  if (confirmBy !== undefined && unclaimed === "next") report("unclaimed", "/unclaimed", "by turn nobody is left in a line once registration has closed: what is not confirmed has no next to go to", "Choose `budget`, or hand the places out by a draw, which keeps an order.");
  groups.forEach(({ capacity }, index) => {
    if (capacity === undefined) report("capacity", `/groups/${index}`, "by turn each group needs its number of places", "Add `capacity`.");
  });
  channels.forEach(({ capacity }, index) => {
    if (capacity === undefined) report("capacity", `/channels/${index}`, "by turn each channel needs its number of places", "Add `capacity`.");
  });
  const places = [...groups, ...channels].reduce((sum, { capacity = 0 }) => sum + capacity, 0);
  const [tier] = tiers;
  if (tier && places !== tier.count) report("capacity", "/tiers/0/count", `groups and channels have ${places} places, the tier ${tier.count}`, "Make them agree.");
}

function checkBudget({ tiers, budgetFen }: Campaign, report: Report): void {
  const spent = tiers.reduce((sum, { count, amountFen = 0 }) => sum + count * amountFen, 0);
  if (spent > 0 && budgetFen === undefined) report("budget", "/budgetFen", "amounts are promised without a budget", "Add `budgetFen`.");
  if (budgetFen !== undefined && spent > budgetFen) report("budget", "/tiers", `the tiers come to ${spent} fen, the budget is ${budgetFen}`, "Promise no more than there is.");
}

function checkExpression(expression: string, pointer: string, report: Report): void {
  try {
    checkParts(jsonata(expression).ast());
  } catch (error) {
    report("condition", pointer, `the condition cannot be read: ${(error as Error).message}`, "Correct it; docs.jsonata.org describes the language.");
  }
}

function checkNamed(id: string, among: readonly { id: string }[], pointer: string, what: string, report: Report): void {
  if (!among.some((each) => each.id === id)) report("unknown", pointer, `there is no ${what} "${id}"`, `Name one that exists, or add it.`);
}

function checkService(id: string, pointer: string, { services, retired }: CityDocuments, report: Report): void {
  if (!services.some((each) => each.id === id) && !retired.some((each) => each.id === id)) report("unknown", pointer, `there is no item "${id}"`, "Name one that exists, or add it.");
}

function checkDistinct(list: readonly { id: string }[], pointer: string, report: Report): void {
  if (new Set(list.map(({ id }) => id)).size < list.length) report("double", pointer, "two of them have the same id", "Give one of them another id.");
}

/**
 * Once a campaign has opened its rules stand still: people registered under them. Beside lintBookings, since it is about what
 * is published and the time, and a city's folder has neither.
 */
export function lintOpenCampaign(published: Campaign | undefined, draft: Campaign, now: Date): Finding[] {
  if (!published || Date.parse(published.opensAt) > now.getTime() || canonical(published) === canonical(draft)) return [];
  return [{ rule: "campaign-open", pointer: "", message: `registration opened at ${published.opensAt}, and people registered under the rules as they were`, remedy: "Leave it as it is; pause or end it in the console, or write a new campaign." }];
}

/** Whatever the order of members. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) => (part !== null && typeof part === "object" && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part));
}
