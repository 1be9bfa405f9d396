/** What the booking room takes and gives over HTTP about calendars and appointments. */
import Type, { type Static } from "typebox";
import { DOCUMENT_SCHEMAS } from "../catalogue/index.ts";

const closed = { additionalProperties: false };
const Calendar = DOCUMENT_SCHEMAS["booking-calendar"];
const Office = DOCUMENT_SCHEMAS.office.properties;
const Names = Calendar.properties.names;

const AnyId = (description: string) => Type.String({ pattern: "^[A-Za-z0-9_-]{1,64}$", description });
export const CityId = AnyId("City id, for example haikou");
export const CalendarId = AnyId("Calendar id");
const ServiceId = AnyId("Service item id, for example S046");
const KindId = AnyId("Kind of visit");
export const Instant = Type.String({ format: "date-time" });
/** Of this century or the next: beyond, dates have other forms. */
export const IsoDate = Type.String({ format: "date", pattern: "^2[01]", description: "YYYY-MM-DD, of China" });
export const Id = Type.String({ format: "uuid" });
export const Lang = Type.Enum(["zh-Hans", "zh-Hant"], { type: "string", description: "Script of the `zh` texts" });
const Named = Type.Object({ id: Type.String(), names: Names });
/** Printable characters only. */
export const Line = (maxLength: number, description: string) => Type.String({ minLength: 1, maxLength, pattern: "^[^\\p{Cc}\\p{Cs}]*$", description });
const TimeSpan = Type.String({ pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-4]):[0-5][0-9]$", description: "09:00-12:00, of China" });
export const CityParams = Type.Object({ city: CityId });
export const IdParams = Type.Object({ id: Id });
export const LangQuery = Type.Object({ lang: Type.Optional(Lang) }, closed);

const NEEDS = ["wheelchair", "sign-language", "guide-dog", "companion", "interpreter", "quiet-room", "low-counter"] as const;
const Need = Type.Enum([...NEEDS], { type: "string" });

// Finding places and times

const OfficeView = Type.Object({ id: Type.String(), names: Names, address: Office.address, location: Office.location, phone: Office.phone, access: Office.access });

export const Bookable = Type.Object({
  service: Type.String(),
  names: Names,
  summary: Names,
  topic: Type.String(),
  topicNames: Names,
  places: Type.Integer({ description: "Calendars in which it can be booked; asked for a day, in which something is free on it" }),
  campaign: Type.Optional(Type.String({ description: "The campaign that hands it out" })),
});
export type Bookable = Static<typeof Bookable>;
export const BookablesQuery = Type.Object({ day: Type.Optional({ ...IsoDate, description: "Only what has something free on this day, with the number of such places" }), lang: Type.Optional(Lang) }, closed);
export const BookableList = Type.Object({ items: Type.Array(Bookable), total: Type.Integer() });

export const PlacesParams = Type.Object({ city: CityId, service: ServiceId });
export const PlacesQuery = Type.Object(
  {
    day: Type.Optional({ ...IsoDate, description: "Only places with something free on this day" }),
    at: Type.Optional(Type.String({ pattern: "^-?[0-9]{1,3}(\\.[0-9]{1,8})?,-?[0-9]{1,3}(\\.[0-9]{1,8})?$", description: "latitude,longitude: distances are from here" })),
    sort: Type.Optional(Type.Enum(["soonest", "nearest"], { type: "string", description: "Left out: soonest" })),
    lang: Type.Optional(Lang),
  },
  closed,
);
const KindView = Type.Object({ id: Type.String(), names: Names, note: Type.Optional(Names), slots: Type.Integer({ description: "Slots that such a visit takes for each item" }) });
export const BookablePlace = Type.Object({
  calendar: Type.String(),
  names: Names,
  office: OfficeView,
  where: Type.Enum(["office", "home"], { type: "string" }),
  kinds: Type.Array(KindView),
  assurance: Type.Integer({ description: "Sign-in needed: 1 phone, 2 real name, 3 in person or certificate" }),
  nextFree: Type.Optional({ ...Instant, description: "Left out: everything that may be booked now is taken" }),
  distanceMetres: Type.Optional(Type.Integer()),
});
export type BookablePlace = Static<typeof BookablePlace>;
export const BookablePlaces = Type.Object({
  service: Named,
  items: Type.Array(BookablePlace),
  total: Type.Integer(),
  campaign: Type.Optional(Type.String({ description: "The campaign that hands it out" })),
});

export const SlotsParams = Type.Object({ city: CityId, calendar: CalendarId });
export const SlotsQuery = Type.Object(
  {
    from: Type.Optional({ ...IsoDate, description: "First day; left out: today" }),
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: 62, description: "Left out: 14" })),
    kind: Type.Optional(KindId),
    services: Type.Optional(Type.Integer({ minimum: 1, maximum: 5, description: "Items in one visit; left out: 1" })),
    lang: Type.Optional(Lang),
  },
  closed,
);
const Question = Type.Object({ id: Type.String(), names: Names, required: Type.Boolean(), pattern: Type.Optional(Type.String()), longest: Type.Integer() });
export const CalendarView = Type.Object({
  id: Type.String(),
  city: Type.String(),
  names: Names,
  office: OfficeView,
  department: Named,
  where: Type.Enum(["office", "home"], { type: "string", description: "At home: an address is asked for" }),
  services: Type.Array(Named),
  servicesPerVisit: Type.Integer(),
  kinds: Type.Array(KindView),
  party: Type.Object({ most: Type.Integer(), named: Type.Boolean({ description: "Each member is named, also when somebody comes alone" }) }),
  needs: Type.Array(Need),
  questions: Type.Array(Question),
  bring: Type.Array(Names),
  limits: Calendar.properties.limits,
  noShow: Calendar.properties.noShow,
  leadMinutes: Type.Integer(),
  horizonDays: Type.Integer(),
  holdMinutes: Type.Integer(),
  changeUntilMinutes: Type.Integer(),
  assurance: Type.Integer(),
});
export type CalendarView = Static<typeof CalendarView>;
const SlotView = Type.Object({
  startsAt: Instant,
  endsAt: { ...Instant, description: "When a visit with so many items of this kind ends" },
  free: Type.Integer({ description: "Places for people; each member of a party takes one" }),
  capacity: Type.Integer(),
});
const DayView = Type.Object({
  date: Type.String(),
  holiday: Type.Optional(Names),
  closed: Type.Optional({ ...Names, description: "Why nothing is open" }),
  opensAt: Type.Optional({ ...Instant, description: "From when this day may be booked" }),
  slots: Type.Array(SlotView, { description: "What may still be booked, also what is taken: free 0" }),
});
export const Slots = Type.Object({
  calendar: CalendarView,
  kind: Type.String(),
  days: Type.Array(DayView),
  until: Type.String({ description: "Last day that may be booked now" }),
  releaseAt: Type.Optional({ ...Instant, description: "When the next day is opened for booking" }),
});
export type Slots = Static<typeof Slots>;

// Holding and booking

const Services = Type.Array(ServiceId, { minItems: 1, maxItems: 5, description: "Left out: the calendar's only item" });
const Party = Type.Integer({ minimum: 1, maximum: 60, description: "How many come; left out: 1" });
const chosen = { city: CityId, calendar: CalendarId, startsAt: Instant, kind: Type.Optional({ ...KindId, description: "Left out: the calendar's only kind" }), services: Type.Optional(Services), party: Type.Optional(Party) };
const Member = Type.Object(
  {
    person: Type.Optional({ ...Id, description: "Yourself or a child of yours (GET /api/v1/me/family); then no name and number" }),
    name: Type.Optional(Line(60, "As on the card")),
    idNumber: Type.Optional(Type.String({ minLength: 1, maxLength: 40, description: "Eighteen characters, GB 11643" })),
  },
  closed,
);
const details = {
  members: Type.Optional(Type.Array(Member, { minItems: 1, maxItems: 60, description: "Where each member is named: everybody who comes" })),
  answers: Type.Optional(Type.Record(Type.String({ pattern: "^[a-z][a-z0-9-]{0,60}$" }), Type.String({ maxLength: 200, pattern: "^[^\\p{Cc}\\p{Cs}]*$" }), { maxProperties: 6, description: "By the question's id" })),
  needs: Type.Optional(Type.Array(Need, { maxItems: 7, uniqueItems: true })),
  address: Type.Optional(Line(200, "Where the visit happens at home")),
};
export type Details = Static<typeof DetailsBody>;
export const DetailsBody = Type.Object(details, closed);
export const HoldBody = Type.Object(chosen, closed);
export type Chosen = Static<typeof HoldBody>;
export const Hold = Type.Object({
  id: Id, city: Type.String(), calendar: Type.String(), kind: Type.String(), services: Type.Array(Type.String()), party: Type.Integer(), startsAt: Instant, endsAt: Instant,
  heldUntil: { ...Instant, description: "Until then nobody else gets the place" },
});
export const BookBody = Type.Union([
  Type.Object({ hold: { ...Id, description: "A place you hold" }, ...details }, closed),
  Type.Object({ ...chosen, ...details }, closed),
]);
export type BookBody = Static<typeof BookBody>;

export const OfferView = Type.Object({ id: Id, startsAt: Instant, endsAt: Instant, until: { ...Instant, description: "The place is kept until then, then the next in line gets it" } });
const APPOINTMENT_STATES = ["booked", "arrived", "served", "cancelled", "missed"] as const;
export const Appointment = Type.Object({
  id: Id,
  state: Type.Enum([...APPOINTMENT_STATES], { type: "string", description: "arrived: checked in; missed: nobody came" }),
  city: Type.String(),
  calendar: Type.String(),
  names: Names,
  office: Type.Optional(OfficeView),
  where: Type.Enum(["office", "home"], { type: "string" }),
  services: Type.Array(Named),
  kind: Named,
  startsAt: Instant,
  endsAt: Instant,
  party: Type.Integer(),
  members: Type.Array(Type.Object({ name: Type.String({ description: "Masked" }) })),
  needs: Type.Array(Need),
  answers: Type.Record(Type.String(), Type.String()),
  address: Type.Optional(Type.String()),
  bring: Type.Array(Names),
  code: Type.String({ description: "To check in, also as the QR code's text" }),
  bookedAt: Instant,
  changeUntil: { ...Instant, description: "Last moment to change or cancel" },
  comingAt: Type.Optional({ ...Instant, description: "When they said that they are coming" }),
  reminders: Type.Array(Instant, { description: "When reminders are sent" }),
  sequence: Type.Integer({ description: "How often the time was changed" }),
  arrivedAt: Type.Optional(Instant),
  cancelledBy: Type.Optional(Type.Enum(["person", "office"], { type: "string" })),
  reason: Type.Optional(Names),
  offer: Type.Optional({ ...OfferView, description: "Another time, where the office could not keep this one" }),
  bookedBy: Type.Optional(Type.Enum(["self", "other"], { type: "string", description: "other: somebody who acts for them" })),
});
export type Appointment = Static<typeof Appointment>;
export const AppointmentsQuery = Type.Object({ state: Type.Optional(Type.Enum(["coming", "past"], { type: "string", description: "Left out: coming" })), lang: Type.Optional(Lang) }, closed);
export const AppointmentList = Type.Object({ items: Type.Array(Appointment), total: Type.Integer() });
export const TimeBody = Type.Object({ startsAt: Instant, kind: Type.Optional(KindId), calendar: Type.Optional(CalendarId) }, closed);
export const CancellationBody = Type.Object({ reason: Type.Optional(Line(200, "In their own words")) }, closed);

// Waiting list

const HOURS = Type.Optional(TimeSpan);
export const WishBody = Type.Object(
  {
    city: CityId, calendar: CalendarId, kind: Type.Optional(KindId), services: Type.Optional(Services), party: Type.Optional(Party), from: IsoDate, until: IsoDate,
    days: Type.Optional(Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { minItems: 1, maxItems: 7, uniqueItems: true, description: "1 Monday to 7 Sunday; left out: any" })),
    hours: HOURS,
    ...details,
  },
  closed,
);
export type WishBody = Static<typeof WishBody>;
export const Wish = Type.Object({
  id: Id, city: Type.String(), calendar: Type.String(), names: Names, kind: Named, services: Type.Array(Named), party: Type.Integer(), from: Type.String(), until: Type.String(),
  days: Type.Optional(Type.Array(Type.Integer())), hours: Type.Optional(Type.String()),
  state: Type.Enum(["waiting", "offered", "fulfilled", "ended"], { type: "string" }),
  place: Type.Optional(Type.Integer({ description: "Place in line, 1 is next" })),
  offer: Type.Optional(OfferView),
  appointment: Type.Optional({ ...Id, description: "What came of it" }),
});
export type Wish = Static<typeof Wish>;
export const WishList = Type.Object({ items: Type.Array(Wish), total: Type.Integer() });

// Calendar files

export const FileLang = Type.Enum(["zh-Hans", "zh-Hant", "en"], { type: "string", description: "Left out: simplified Chinese" });
export const FileQuery = Type.Object({ lang: Type.Optional(FileLang) }, closed);
export const CalendarFile = Type.String({ description: "text/calendar, RFC 5545" });
export const FeedParams = Type.Object({ token: Type.String({ maxLength: 80 }) });
export const Feed = Type.Object({ url: Type.String({ description: "Whoever has it sees your appointments: keep it to yourself" }) });

// By the link of a message

export const LinkParams = Type.Object({ token: Type.String({ maxLength: 60, pattern: "^[A-Za-z0-9_-]*$" }) });
/** The least that lets somebody decide. */
export const LinkedAppointment = Type.Object({
  state: Type.Enum([...APPOINTMENT_STATES], { type: "string" }),
  names: Names,
  office: Type.Optional(Type.Object({ names: Names, address: Names })),
  where: Type.Enum(["office", "home"], { type: "string" }),
  startsAt: Instant,
  endsAt: Instant,
  party: Type.Integer(),
  bring: Type.Array(Names),
  changeUntil: Instant,
  comingAt: Type.Optional(Instant),
});
export type LinkedAppointment = Static<typeof LinkedAppointment>;

// Staff

export const StaffCalendarParams = Type.Object({ city: CityId, calendar: CalendarId });
export const StaffCalendar = Type.Object({
  id: Type.String(), names: Names, department: Type.String(), office: Named, kinds: Type.Array(KindView), counters: Type.Integer(), services: Type.Integer(),
  today: Type.Object({ capacity: Type.Integer(), booked: Type.Integer({ description: "People who have a place" }), arrived: Type.Integer(), served: Type.Integer(), missed: Type.Integer(), closed: Type.Optional(Names) }),
  waiting: Type.Integer({ description: "People in the waiting list" }),
});
export type StaffCalendar = Static<typeof StaffCalendar>;
export const StaffCalendarList = Type.Object({ items: Type.Array(StaffCalendar), total: Type.Integer() });
export const StaffDaysQuery = Type.Object({ from: Type.Optional(IsoDate), days: Type.Optional(Type.Integer({ minimum: 1, maximum: 92 })) }, closed);
export const StaffDays = Type.Object({
  items: Type.Array(Type.Object({
    date: Type.String(), holiday: Type.Optional(Names), closed: Type.Optional(Names), capacity: Type.Integer(), taken: Type.Integer(),
    closures: Type.Array(Type.Object({ id: Id, hours: Type.Optional(Type.String()), reason: Names })),
    slots: Type.Array(Type.Object({ startsAt: Instant, endsAt: Instant, capacity: Type.Integer(), taken: Type.Integer() })),
  })),
  total: Type.Integer(),
});
export const PreviewBody = Type.Object({ body: Calendar }, closed);
const Touched = Type.Object({ startsAt: Instant, kind: Type.String(), appointments: Type.Integer(), people: Type.Integer() });
/** What a change does to what is booked already. */
export const Preview = Type.Object({
  kept: Type.Integer({ description: "Appointments that stay as they are" }),
  moved: Type.Array(Type.Object({ startsAt: Instant, kind: Type.String(), appointments: Type.Integer(), people: Type.Integer(), endsAt: Instant, willEndAt: Instant }), { description: "They begin as before and end at another time" }),
  orphaned: Type.Array(Touched, { description: "Their time, kind or item is no longer offered" }),
  overbooked: Type.Array(Type.Object({ startsAt: Instant, kind: Type.String({ description: "Empty: the slot as a whole" }), capacity: Type.Integer(), taken: Type.Integer() }), { description: "More people than the new number of places" }),
  capacityBefore: Type.Integer({ description: "Places from now to the horizon" }),
  capacityAfter: Type.Integer(),
});
export type Preview = Static<typeof Preview>;
export const ClosureBody = Type.Object(
  { date: IsoDate, hours: Type.Optional({ ...TimeSpan, description: "Left out: the whole day" }), reason: Names, preview: Type.Optional(Type.Boolean({ description: "Only say what it would do" })) },
  closed,
);
export const Closure = Type.Object({
  id: Type.Optional({ ...Id, description: "Left out in a preview" }),
  date: Type.String(), hours: Type.Optional(Type.String()), reason: Names,
  affected: Type.Array(Touched, { description: "What is booked then: they are told within a minute, and where there is another time it is kept for them" }),
  appointments: Type.Integer(),
  people: Type.Integer(),
});
export type Closure = Static<typeof Closure>;
export const ClosureParams = Type.Object({ city: CityId, calendar: CalendarId, id: Id });
export const StaffAppointmentsQuery = Type.Object({ calendar: CalendarId, date: IsoDate }, closed);
export const StaffAppointment = Type.Object({
  id: Id, state: Type.Enum([...APPOINTMENT_STATES], { type: "string" }), startsAt: Instant, endsAt: Instant, kind: Named, services: Type.Array(Named), party: Type.Integer(), needs: Type.Array(Need),
  name: Type.Optional(Type.String({ description: "Masked; left out: they have not proven who they are" })), comingAt: Type.Optional(Instant), arrivedAt: Type.Optional(Instant),
});
export const StaffAppointmentList = Type.Object({ items: Type.Array(StaffAppointment), total: Type.Integer() });
