/**
 * The documents of what is booked: a calendar says what may be booked where, when and how many at a time; a campaign is
 * something everybody wants at once, handed out by turn or by lot under rules that stand before it opens.
 */
import Type, { type Static } from "typebox";
import { closed, DepartmentKey, OfficeId, oneOf, ServiceId, Slug, Text } from "./document-parts.ts";

const IsoDate = Type.String({ format: "date" });
const Instant = Type.String({ format: "date-time", description: "RFC 3339, for example 2027-02-24T08:00:00+08:00" });
const TimeSpan = Type.String({ pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-4]):[0-5][0-9]$" });
const TimeOfDay = Type.String({ pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]$" });
const Expression = Type.String({ minLength: 1, maxLength: 2000, description: "JSONata" });

const Window = closed({
  hours: TimeSpan,
  /** Left out: the whole window is one slot, as for a museum's morning. */
  slotMinutes: Type.Optional(Type.Integer({ minimum: 5, maximum: 720 })),
  /** Places in each slot. */
  capacity: Type.Integer({ minimum: 1, maximum: 20_000 }),
});
const DayWindows = Type.Array(Window, { maxItems: 6 });

export const BookingCalendar = closed({
  id: Slug,
  names: Text,
  /** Whose staff keep it. */
  department: DepartmentKey,
  office: OfficeId,
  /** Every item that may be booked here, also several of them in one visit. */
  services: Type.Array(ServiceId, { minItems: 1, maxItems: 40 }),
  servicesPerVisit: Type.Integer({ minimum: 1, maximum: 5, description: "Most items in one visit; each takes a slot of its own, one after the other" }),
  where: oneOf(["office", "home"], { description: "Where it happens; at home an address is asked for" }),
  weekly: closed({ monday: DayWindows, tuesday: DayWindows, wednesday: DayWindows, thursday: DayWindows, friday: DayWindows, saturday: DayWindows, sunday: DayWindows }),
  /** On the State Council's days off and make-up days: shut and open like a weekday, take no notice of them, or keep Sunday's hours. */
  holidays: oneOf(["closed", "as-usual", "as-sunday"]),
  /** Days unlike the others: no windows, no appointments. */
  exceptions: Type.Array(closed({ date: IsoDate, reason: Text, windows: DayWindows }), { maxItems: 400 }),
  /** Kinds of visit between which people choose, for example a clinic's departments. One alone is not asked for. */
  kinds: Type.Array(
    closed({
      id: Slug,
      names: Text,
      note: Type.Optional(Text),
      /** Items that such a visit is for; left out: all of the calendar's. */
      services: Type.Optional(Type.Array(ServiceId, { minItems: 1, maxItems: 40 })),
      /** Places of a slot that this kind may fill; left out: all of them. */
      capacity: Type.Optional(Type.Integer({ minimum: 1, maximum: 20_000 })),
      /** Slots that such a visit takes. */
      slots: Type.Integer({ minimum: 1, maximum: 16 }),
    }),
    { minItems: 1, maxItems: 40 },
  ),
  counters: Type.Integer({ minimum: 1, maximum: 200, description: "How many people are served at a time" }),
  bufferMinutes: Type.Integer({ minimum: 0, maximum: 120, description: "Free time after each slot" }),
  leadMinutes: Type.Integer({ minimum: 0, maximum: 43_200, description: "Latest booking before the slot begins" }),
  horizonDays: Type.Integer({ minimum: 1, maximum: 365, description: "Days ahead that may be booked, today included" }),
  /** When the last day of the horizon opens; left out: at midnight. */
  releaseAt: Type.Optional(TimeOfDay),
  holdMinutes: Type.Integer({ minimum: 1, maximum: 30, description: "How long a place is kept while the form is filled" }),
  changeUntilMinutes: Type.Integer({ minimum: 0, maximum: 43_200, description: "Latest change or cancellation before the slot begins" }),
  party: closed({
    most: Type.Integer({ minimum: 1, maximum: 60 }),
    /** Each member is named, so that tickets are bound to people; otherwise only their number counts. */
    named: Type.Boolean(),
  }),
  limits: closed({
    open: Type.Integer({ minimum: 1, maximum: 20, description: "Appointments of one person here that are still to come" }),
    within: Type.Optional(closed({ count: Type.Integer({ minimum: 1, maximum: 60 }), days: Type.Integer({ minimum: 1, maximum: 366 }) })),
  }),
  /** Whoever stayed away too often books this calendar later than others for a while, and never not at all. */
  noShow: closed({
    strikes: Type.Integer({ minimum: 1, maximum: 10 }),
    withinDays: Type.Integer({ minimum: 1, maximum: 366 }),
    laterDays: Type.Integer({ minimum: 0, maximum: 14, description: "Days by which their horizon is shorter" }),
    forDays: Type.Integer({ minimum: 1, maximum: 366 }),
  }),
  walkInPercent: Type.Integer({ minimum: 0, maximum: 100, description: "Share of the turns at the counter for people without an appointment, while some of both wait" }),
  assurance: Type.Integer({ minimum: 1, maximum: 3, description: "Sign-in needed: 1 phone, 2 real name, 3 in person or certificate" }),
  /** What people may ask the place to make ready. */
  needs: Type.Array(oneOf(["wheelchair", "sign-language", "guide-dog", "companion", "interpreter", "quiet-room", "low-counter"]), { uniqueItems: true }),
  questions: Type.Array(closed({ id: Slug, names: Text, required: Type.Boolean(), pattern: Type.Optional(Type.String({ maxLength: 200 })), longest: Type.Integer({ minimum: 1, maximum: 200 }) }), { maxItems: 6 }),
  bring: Type.Array(Text, { maxItems: 12 }),
});
export type BookingCalendar = Static<typeof BookingCalendar>;
export type BookingWindow = Static<typeof Window>;

const Condition = closed({
  /** True for whoever may take part; over { age, sex, division, records }: years, "male" or "female", six digits, and each record by its kind. */
  when: Expression,
  refusal: Text,
});

export const Campaign = closed({
  id: Slug,
  names: Text,
  summary: Text,
  department: DepartmentKey,
  service: ServiceId,
  manner: oneOf(["first-come", "draw"], { description: "By turn until the places are gone, or everybody registers and lots are drawn" }),
  opensAt: Instant,
  closesAt: Instant,
  /** Registrations a second that are let in; whoever comes faster waits for their turn. */
  admitPerSecond: Type.Integer({ minimum: 1, maximum: 50_000 }),
  eligibility: closed({
    level: Type.Integer({ minimum: 2, maximum: 3 }),
    /** Kinds of record that the conditions look into; each is read through the one door and the person sees it. */
    records: Type.Array(Slug, { maxItems: 4, uniqueItems: true }),
    conditions: Type.Array(Condition, { maxItems: 8 }),
  }),
  /** Shares of the places, each for those whom its condition fits; nobody is in two. One without a condition takes the rest. */
  groups: Type.Array(
    closed({
      id: Slug,
      names: Text,
      when: Type.Optional(Expression),
      /** Places, by turn; left out with a draw. */
      capacity: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000_000 })),
      /** Lots of each member in a draw. */
      weight: Type.Integer({ minimum: 1, maximum: 100 }),
    }),
    { minItems: 1, maxItems: 60 },
  ),
  /** Where else people register; each has its own places, and nobody registers in two. The app itself is "app". */
  channels: Type.Array(closed({ id: Slug, names: Text, capacity: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000_000 })) }), { maxItems: 8 }),
  /** What is handed out, the first drawn first. By turn there is one tier. */
  tiers: Type.Array(closed({ id: Slug, names: Text, count: Type.Integer({ minimum: 1, maximum: 100_000_000 }), amountFen: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000_000_00 })) }), { minItems: 1, maxItems: 10 }),
  budgetFen: Type.Optional(Type.Integer({ minimum: 1 })),
  draw: Type.Optional(
    closed({
      at: Instant,
      /** The public random value that nobody knew when the list was frozen: a round of drand, or a seed committed to beforehand and revealed before witnesses. */
      randomness: oneOf(["drand", "committed"]),
      witnesses: Type.Array(Text, { maxItems: 8 }),
    }),
  ),
  /** Whoever does not confirm by then gives it back. Left out: nothing is to be confirmed. */
  confirmBy: Type.Optional(Instant),
  /** What becomes of what was given back. */
  unclaimed: oneOf(["next", "budget"], { description: "Goes to whoever is next, or back to the budget" }),
  /** There is a door: whoever has a place shows their own ID card there, and the place is used once. Left out: there is none. */
  checkedAtDoor: Type.Optional(Type.Boolean()),
  rules: Type.Array(Text, { minItems: 1, maxItems: 20 }),
  /** What whoever got something does next. */
  afterwards: Text,
  source: Type.String({ maxLength: 200 }),
});
export type Campaign = Static<typeof Campaign>;
