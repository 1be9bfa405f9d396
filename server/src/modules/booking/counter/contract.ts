/** What the queue at an office takes and gives over HTTP. */
import Type, { type Static } from "typebox";
import { DOCUMENT_SCHEMAS } from "../../catalogue/index.ts";

const closed = { additionalProperties: false };
const Names = DOCUMENT_SCHEMAS["service-item"].properties.names;
const Instant = Type.String({ format: "date-time" });
const Uuid = Type.String({ format: "uuid" });
const AnyId = (description: string) => Type.String({ pattern: "^[A-Za-z0-9_-]{1,64}$", description });
const CityId = AnyId("City id, for example haikou");
const OfficeId = AnyId("Office id, for example haikou-service-hall");
const ServiceId = AnyId("Service item id, for example S046");
const LineId = AnyId("What is queued for: a calendar's id, or `general` for everything without one");
const Named = Type.Object({ id: Type.String(), names: Names });
const Count = Type.Integer({ minimum: 0 });

export const PRIORITIES = ["elder", "disabled", "pregnant", "with-infant", "veteran", "other"] as const;
export const Priority = Type.Enum([...PRIORITIES], { type: "string", description: "Why somebody is called sooner" });
export type Priority = Static<typeof Priority>;

export const STATES = ["waiting", "called", "serving", "served", "missed", "left"] as const;
export const TicketState = Type.Enum([...STATES], { type: "string", description: "called: go to `counter` now; serving: being attended to; missed: was called and did not come; left: gave it up" });
export type TicketState = Static<typeof TicketState>;

const TicketClass = Type.Enum(["appointment", "walk-in"], { type: "string", description: "How it is called: whoever comes more than 15 minutes after their time waits as a walk-in with ten minutes' credit" });
const Party = Type.Integer({ minimum: 1, maximum: 60, description: "How many people come together" });

export const OfficeParams = Type.Object({ city: CityId, office: OfficeId });
export const TicketParams = Type.Object({ id: Uuid });
export const AppointmentParams = Type.Object({ id: Uuid });

const Line = Type.Object({ id: Type.String(), prefix: Type.String({ description: "Its tickets begin with this letter" }), names: Names });

// The person's side

const PlaceCode = Type.String({ minLength: 1, maxLength: 12, description: "The six digits shown at the office, also in the code to scan there" });
const At = Type.Object({ latitude: Type.Number({ minimum: -90, maximum: 90 }), longitude: Type.Number({ minimum: -180, maximum: 180 }) }, { ...closed, description: "Where the telephone is: needed with the code that is printed for the day, not with the one on the screen. It is compared and not kept" });

export const CheckInBody = Type.Object({ code: PlaceCode, at: Type.Optional(At) }, closed);
export const TicketBody = Type.Object({ city: CityId, office: OfficeId, service: ServiceId, code: PlaceCode, at: Type.Optional(At), party: Type.Optional(Party) }, closed);

export const Ticket = Type.Object({
  id: Uuid,
  number: Type.String({ description: "As it is called, for example A012" }),
  state: TicketState,
  class: TicketClass,
  city: Type.String(),
  office: Named,
  line: Line,
  service: Type.Optional(Named),
  appointment: Type.Optional(Uuid),
  startsAt: Type.Optional(Instant),
  priority: Type.Optional(Priority),
  party: Party,
  takenAt: Instant,
  calledAt: Type.Optional(Instant),
  counter: Type.Optional(Type.Integer()),
  ahead: Type.Optional({ ...Count, description: "How many are called before; while waiting" }),
  estimateMinutes: Type.Optional({ ...Count, description: "About how long until the call; while waiting" }),
});
export type Ticket = Static<typeof Ticket>;
export const CurrentTickets = Type.Object({ items: Type.Array(Ticket, { description: "Today's that are not over, the next to be called first; one that was missed is among them" }), total: Type.Integer() });

// What everybody in the hall sees

const Call = Type.Object({
  number: Type.String(),
  counter: Type.Integer(),
  state: Type.Enum(["called", "serving"], { type: "string" }),
  calledAt: Instant,
  times: Type.Integer({ description: "How often it was called" }),
});
const QueueLine = Type.Object({ ...Line.properties, appointments: Count, walkIns: Count, estimateMinutes: { ...Count, description: "For somebody who took a ticket now" } });
export const Queue = Type.Object({
  city: Type.String(),
  office: Named,
  date: Type.String({ format: "date" }),
  at: { ...Instant, description: "As of when this is" },
  serving: Type.Array(Call, { description: "Called last first" }),
  lines: Type.Array(QueueLine),
  waiting: Type.Object({ appointments: Count, walkIns: Count }),
  estimateMinutes: { ...Count, description: "The longest of the lines'" },
});
export type Queue = Static<typeof Queue>;

export const ShownPlaceCode = Type.Object({ code: Type.String({ description: "Six digits" }), address: Type.String({ description: "What the code to scan leads to" }), until: { ...Instant, description: "When the next one is shown" } });
export type ShownPlaceCode = Static<typeof ShownPlaceCode>;
/** Not in the address, where logs and histories would keep it. */
export const DisplayHeaders = Type.Object({ "display-key": Type.Optional(Type.String({ maxLength: 64 })) });

// The staff's side

const CounterNumber = Type.Integer({ minimum: 1, maximum: 999, description: "Number on the sign above the counter" });
export const CounterParams = Type.Object({ city: CityId, office: OfficeId, counter: CounterNumber });
export const OfficeTicketParams = Type.Object({ city: CityId, office: OfficeId, id: Uuid });
export const DisplayParams = Type.Object({ city: CityId, office: OfficeId, id: Uuid });
export const CityParams = Type.Object({ city: CityId });

export const CounterOffices = Type.Object({ items: Type.Array(Type.Object({ id: Type.String(), names: Names, lines: Type.Array(Type.Object({ id: Type.String(), names: Names })) })), total: Type.Integer() });

export const StaffTicket = Type.Object({
  id: Uuid,
  number: Type.String(),
  state: TicketState,
  class: TicketClass,
  line: Type.String(),
  service: Type.Optional(Named),
  startsAt: Type.Optional(Instant),
  priority: Type.Optional(Priority),
  party: Party,
  takenAt: Instant,
  calledAt: Type.Optional(Instant),
  counter: Type.Optional(Type.Integer()),
  forCounter: Type.Optional(Type.Integer({ description: "Kept for this counter until `forCounterUntil`" })),
  forCounterUntil: Type.Optional(Instant),
  times: Type.Integer({ description: "How often it was called" }),
  ahead: Type.Optional(Count),
  estimateMinutes: Type.Optional(Count),
});
export type StaffTicket = Static<typeof StaffTicket>;

export const StaffQueue = Type.Object({
  office: Named,
  date: Type.String({ format: "date" }),
  at: Instant,
  lines: Type.Array(Type.Object({ ...QueueLine.properties, own: Type.Boolean({ description: "Whether the caller may call its tickets" }) })),
  counters: Type.Array(Type.Object({ number: Type.Integer(), lines: Type.Array(Type.String()), open: Type.Boolean(), mine: Type.Boolean(), ticket: Type.Optional(StaffTicket) })),
  waiting: Type.Array(StaffTicket, { description: "In the order in which they would be called" }),
  missed: Type.Array(StaffTicket, { description: "Missed today, the last first: they can be called again" }),
  served: { ...Count, description: "Today" },
});
export type StaffQueue = Static<typeof StaffQueue>;

/** Who stands before the clerk. Nothing here is in a list: each is on record as a look at the person. */
const Masked = Type.Object({ name: Type.String({ description: "Masked" }), idNumber: Type.String({ description: "Masked: compare it with the card" }) });
export const Visit = Type.Object({
  ticket: StaffTicket,
  person: Type.Optional({ ...Masked, description: "Left out: nobody proved who they are" }),
  members: Type.Array(Masked, { description: "Who comes, where each was named" }),
  answers: Type.Array(Type.Object({ names: Names, text: Type.String() }), { description: "What they answered when they booked" }),
  kind: Type.Optional(Names),
  services: Type.Array(Named),
  needs: Type.Array(Type.String(), { description: "What was asked to be made ready" }),
  bring: Type.Array(Names, { description: "What they were told to bring" }),
});
export type Visit = Static<typeof Visit>;
export const NextVisit = Type.Object({ visit: Type.Optional({ ...Visit, description: "Left out: nobody waits" }) });

export const CounterBody = Type.Object({ lines: Type.Array(LineId, { minItems: 1, maxItems: 20, uniqueItems: true, description: "What is done at this counter now" }) }, closed);
const CardTail = Type.String({ pattern: "^[0-9]{3}[0-9Xx]$", description: "The last four characters of the card they show" });
export const CheckInByCodeBody = Type.Object({ code: Type.String({ minLength: 1, maxLength: 300, description: "The appointment's code as scanned or typed" }), cardTail: Type.Optional(CardTail), priority: Type.Optional(Priority) }, closed);
export const WalkInBody = Type.Object({ line: LineId, service: Type.Optional(ServiceId), priority: Type.Optional(Priority), party: Type.Optional(Party) }, closed);
export const BeginBody = Type.Object({ cardTail: Type.Optional(CardTail) }, closed);
export const RecallBody = Type.Object({ counter: CounterNumber }, closed);
export const TransferBody = Type.Object({ line: LineId, counter: Type.Optional({ ...CounterNumber, description: "Kept for this counter for a quarter of an hour" }) }, closed);
export const PriorityBody = Type.Object({ priority: Type.Union([Priority, Type.Null()]) }, closed);

export const StaffPlaceCodes = Type.Object({
  screen: ShownPlaceCode,
  day: Type.Object({ code: Type.String(), address: Type.String(), date: Type.String({ format: "date" }) }, { description: "To be printed for the day; serves only a telephone that is at the office" }),
});
export type StaffPlaceCodes = Static<typeof StaffPlaceCodes>;

export const DisplayBody = Type.Object({ label: Type.String({ minLength: 1, maxLength: 60, pattern: "^[^\\p{Cc}\\p{Cs}]*$", description: "Where it hangs" }) }, closed);
export const Display = Type.Object({ id: Uuid, label: Type.String(), addedAt: Instant, seenAt: Type.Optional(Instant) });
export type Display = Static<typeof Display>;
export const DisplayList = Type.Object({ items: Type.Array(Display), total: Type.Integer() });
export const NewDisplay = Type.Object({ ...Display.properties, address: Type.String({ description: "To open on the display, once: it holds the key" }) });
