/**
 * The documents a city is made of, as they lie in `cities/<city>/` and as the console edits them.
 *
 * `npm run gen` writes each of these schemas to `cities/schemas/`, so that an editor completes and checks the files.
 * The words stand for codes of GB/T 39046-2020; `docs/glossary.md` lists the numbers.
 */
import Type, { type Static } from "typebox";
import { BookingCalendar, Campaign } from "./booking-documents.ts";
import { CityId, closed, DepartmentKey, DivisionCode, OfficeId, oneOf, ServiceId, Slug, Text } from "./document-parts.ts";
import { Agreement, RecordKind, Source } from "./source-documents.ts";

export { CityId, DepartmentKey, DivisionCode, OfficeId, ServiceId, Slug, Text } from "./document-parts.ts";

const IsoDate = Type.String({ format: "date" });
const Phone = Type.String({ pattern: "^[0-9]{3,4}-[0-9]{5,8}$", description: "With area code, for example 0898-12333" });
const SocialCreditCode = Type.String({ pattern: "^[0-9A-HJ-NPQRTUWXY]{18}$", description: "Unified social credit code, GB 32100-2015" });
const Coordinates = closed(
  {
    latitude: Type.Number({ minimum: -90, maximum: 90 }),
    longitude: Type.Number({ minimum: -180, maximum: 180 }),
  },
  { description: "WGS 84, decimal degrees" },
);
const Phones = closed({ consult: Phone, complaint: Phone });

export const City = closed({
  id: CityId,
  names: Text,
  appNames: Text,
  slogan: Text,
  /** One character on the cinnabar seal; its outline lies beside this file as seal.svg. */
  seal: Type.String({ minLength: 1, maxLength: 1 }),
  province: Text,
  division: DivisionCode,
  areaCode: Type.String({ pattern: "^0[0-9]{2,3}$" }),
  hotline: Type.String({ pattern: "^[0-9]{5}$" }),
  timeZone: Type.String(),
  centre: Coordinates,
  /** Services shown first on the home screen, most used first. */
  popular: Type.Array(ServiceId, { minItems: 4, maxItems: 24 }),
  firstWeek: closed(
    { newcomer: Type.Array(ServiceId), student: Type.Array(ServiceId) },
    { description: "What somebody new in the city should do first" },
  ),
  about: Text,
  filing: Type.Optional(Type.String({ description: "Number of the filing with the cyberspace authority" })),
});
export type City = Static<typeof City>;

export const Division = closed({
  code: DivisionCode,
  names: Text,
  level: oneOf(["city", "district", "zone", "street", "community"]),
  parent: Type.Optional(DivisionCode),
  status: oneOf(["current", "retired"]),
  retiredOn: Type.Optional(IsoDate),
  mergedInto: Type.Optional(Type.Array(DivisionCode)),
  centre: Type.Optional(Coordinates),
});
export type Division = Static<typeof Division>;

export const Department = closed({
  id: DepartmentKey,
  names: Text,
  shortNames: Text,
  type: oneOf(["bureau", "unit", "vertical", "mass_org", "operator", "grassroots"]),
  socialCreditCode: SocialCreditCode,
  duties: Text,
  address: Text,
  phones: Phones,
  website: Type.Optional(Type.String({ pattern: "^https?://" })),
  /** Where a decision of this department is contested: administrative reconsideration and litigation. */
  remedies: closed({ reconsideration: Text, litigation: Text }),
});
export type Department = Static<typeof Department>;

const KINDS = ["query", "book", "handle", "pay"] as const;
export const LEVELS = ["city", "district", "community"] as const;
const AUDIENCES = ["citizen", "enterprise", "both"] as const;
export const Kind = oneOf([...KINDS], { description: "查 query · 约 book · 办 handle · 缴 pay" });
export type Kind = (typeof KINDS)[number];
export const Level = oneOf([...LEVELS]);
export type Level = (typeof LEVELS)[number];
export const Audience = oneOf([...AUDIENCES]);

export const Topic = closed({
  id: Slug,
  names: Text,
  shortNames: Text,
  summary: Text,
  icon: Slug,
  tone: oneOf(["jade", "rose", "gold", "sky", "ink"]),
  /** Whom its items may be for: an item for companies alone does not stand among citizens' matters. */
  audience: Audience,
  /** What people call the topic's matters: "五险一金", "罚单". */
  aliases: closed({ zh: Type.Array(Type.String()), en: Type.Array(Type.String()) }),
});
export type Topic = Static<typeof Topic>;

const TimeSpan = Type.String({ pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-4]):[0-5][0-9]$" });
const DayHours = Type.Array(TimeSpan, { maxItems: 4 });

export const Office = closed({
  id: OfficeId,
  names: Text,
  kind: oneOf([
    "service-hall", "police", "vehicle", "tax", "social-security", "housing-fund", "medical-insurance", "real-estate", "civil-affairs",
    "hospital", "vaccination", "school", "library", "museum", "sports", "park", "court", "notary", "legal-aid", "community", "utility", "bank", "shelter", "other",
  ]),
  level: oneOf(["city", "district", "community"]),
  division: DivisionCode,
  address: Text,
  location: Coordinates,
  phone: Phone,
  hours: closed({
    weekly: closed({
      monday: DayHours, tuesday: DayHours, wednesday: DayHours, thursday: DayHours, friday: DayHours, saturday: DayHours, sunday: DayHours,
    }),
    note: Type.Optional(Text),
  }),
  /** Departments whose counter business is done here. */
  departments: Type.Array(DepartmentKey, { minItems: 1 }),
  /** When given, only these items are handled here; otherwise every item of the departments at or above this level. */
  services: Type.Optional(Type.Array(ServiceId)),
  access: Type.Array(oneOf(["step-free", "lift", "accessible-toilet", "sign-language", "elder-lane", "nursing-room", "self-service", "parking"])),
  transit: Type.Optional(Text),
});
export type Office = Static<typeof Office>;


/** A legal period. Working days follow the Administrative Licensing Law, article 82. */
export const Duration = closed({
  amount: Type.Integer({ minimum: 1, maximum: 3650 }),
  unit: oneOf(["working-day", "calendar-day", "hour", "month"]),
});
export type Duration = Static<typeof Duration>;

const CERTIFICATES = [
  "id-card", "household-register", "residence-permit", "social-security-card", "medical-voucher", "driving-licence", "vehicle-licence",
  "property-title", "birth-certificate", "marriage-certificate", "divorce-certificate", "diploma", "teacher-qualification", "disability-card",
  "veteran-card", "senior-card", "health-certificate", "business-licence", "food-licence", "practising-certificate",
] as const;

const Material = closed({
  name: Text,
  form: oneOf(["original", "copy", "original-and-copy", "electronic", "form-to-fill"]),
  copies: Type.Integer({ minimum: 0, maximum: 20 }),
  mandatory: Type.Boolean(),
  issuer: Text,
  note: Type.Optional(Text),
  /** The certificate of the wallet that replaces this document: what the city holds is not asked for again. */
  certificate: Type.Optional(oneOf([...CERTIFICATES])),
});

const STAGES = ["apply", "accept", "review", "inspect", "approve", "pay", "conclude", "deliver", "query", "book", "attend"] as const;
const Step = closed({
  stage: oneOf([...STAGES]),
  actor: oneOf(["applicant", "window", "department", "system"]),
  name: Text,
  detail: Text,
  limit: Type.Optional(Duration),
});

export const ServiceItem = closed({
  id: ServiceId,
  names: Text,
  summary: Text,
  aliases: closed(
    { zh: Type.Array(Type.String({ minLength: 1, maxLength: 60 })), en: Type.Array(Type.String({ minLength: 1, maxLength: 80 })) },
    { description: "What people call it: everyday names, old names, the problem itself" },
  ),
  kind: Kind,
  alsoKinds: Type.Optional(Type.Array(Kind, { description: "Further kinds that the item combines with its main one" })),
  topic: Slug,
  department: DepartmentKey,
  jointDepartments: Type.Optional(Type.Array(DepartmentKey)),
  level: Level,
  audience: Audience,
  codes: closed({
    base: Type.String({ pattern: "^[0-9]{12}$", description: "基本编码" }),
    implementing: Type.String({ pattern: "^[0-9A-HJ-NPQRTUWXY]{18}[1-7][0-9]{12}$", description: "实施编码: credit code, exercise level, base code" }),
  }),
  itemType: oneOf(
    ["licence", "penalty", "coercion", "levy", "benefit", "inspection", "confirmation", "reward", "ruling", "other", "public-service"],
    { description: "GB/T 39046-2020 A.1" },
  ),
  caseType: oneOf(["immediate", "promised"], { description: "GB/T 39046-2020 A.6: 即办件, 承诺件" }),
  assurance: Type.Integer({ minimum: 0, maximum: 3, description: "Sign-in needed: 0 none, 1 phone, 2 real name, 3 in person or certificate" }),
  legalBasis: Type.Array(closed({ title: Text, article: Type.Optional(Text) })),
  conditions: Type.Array(Text, { minItems: 1 }),
  materials: Type.Array(Material),
  steps: Type.Array(Step, { minItems: 2, maxItems: 12 }),
  limits: closed({
    statutory: Type.Optional(Duration),
    promised: Type.Union([Type.Literal("immediate"), Duration]),
    note: Type.Optional(Text),
  }),
  specialProcedures: Type.Optional(
    Type.Array(closed({ name: Text, limit: Type.Optional(Duration) }), {
      description: "Hearing, inspection, expert review: outside the time limit (Administrative Licensing Law, article 45)",
    }),
  ),
  visits: closed({ count: Type.Integer({ minimum: 0, maximum: 9 }), reason: Type.Optional(Text) }),
  onlineDepth: Type.Integer({ minimum: 1, maximum: 4, description: "1 information, 2 forms or booking, 3 apply online and finish at the counter, 4 wholly online" }),
  channels: Type.Array(oneOf(["mobile", "pc", "window", "kiosk", "courier", "phone"]), { minItems: 1 }),
  fee: closed({
    charged: Type.Boolean(),
    onlinePayment: Type.Boolean(),
    basis: Type.Optional(Text),
    lines: Type.Optional(Type.Array(closed({ name: Text, standard: Text, amountFen: Type.Optional(Type.Integer({ minimum: 0 })) }))),
  }),
  result: closed({
    type: oneOf(["certificate", "document", "approval", "registration", "information", "booking", "payment", "service"]),
    name: Text,
    sample: Type.Optional(Text),
    delivery: Type.Array(oneOf(["online", "window", "courier"]), { minItems: 1 }),
  }),
  scope: oneOf(["city", "province", "national"], { description: "Where it can be handled (通办范围)" }),
  express: Type.Optional(closed({ materials: Type.Boolean(), result: Type.Boolean() })),
  quantityLimit: Type.Optional(Text),
  phones: Type.Optional(Phones),
  faq: Type.Array(closed({ question: Text, answer: Text })),
  related: Type.Array(ServiceId),
  source: Type.String({ description: "Where the item comes from: a city's report, common practice, the city itself", maxLength: 60 }),
});
export type ServiceItem = Static<typeof ServiceItem>;

export const LifeEvent = closed({
  id: Slug,
  names: Text,
  summary: Text,
  icon: Slug,
  tone: oneOf(["jade", "rose", "gold", "sky", "ink"]),
  aliases: closed({ zh: Type.Array(Type.String()), en: Type.Array(Type.String()) }),
  audience: Audience,
  stages: Type.Array(closed({ names: Text, note: Type.Optional(Text), services: Type.Array(ServiceId, { minItems: 1 }) }), { minItems: 1 }),
});
export type LifeEvent = Static<typeof LifeEvent>;

/** One year's days off and make-up working days; weekends are off unless listed here. Interchange shape: holiday-cn. */
export const CalendarYear = closed({
  id: Type.String({ pattern: "^20[0-9]{2}$" }),
  /** True until the State Council has published the year's arrangement. */
  provisional: Type.Boolean(),
  source: Type.String(),
  days: Type.Array(closed({ date: IsoDate, name: Text, isOffDay: Type.Boolean() })),
});
export type CalendarYear = Static<typeof CalendarYear>;

/** An item that is no longer offered: its address leads to what replaced it. */
export const Retirement = closed({
  id: ServiceId,
  on: IsoDate,
  reason: Text,
  redirectTo: Type.Optional(ServiceId),
});
export type Retirement = Static<typeof Retirement>;

/** Everything a city folder holds. */
export interface CityDocuments {
  city: City;
  divisions: Division[];
  departments: Department[];
  topics: Topic[];
  offices: Office[];
  lifeEvents: LifeEvent[];
  calendar: CalendarYear[];
  services: ServiceItem[];
  retired: Retirement[];
  sources: Source[];
  recordKinds: RecordKind[];
  agreements: Agreement[];
  bookingCalendars: BookingCalendar[];
  campaigns: Campaign[];
}

/** The schemas by the name of their file in `cities/schemas/`. */
export const DOCUMENT_SCHEMAS = {
  city: City,
  division: Division,
  department: Department,
  topic: Topic,
  office: Office,
  "service-item": ServiceItem,
  "life-event": LifeEvent,
  "calendar-year": CalendarYear,
  retirement: Retirement,
  source: Source,
  "record-kind": RecordKind,
  agreement: Agreement,
  "booking-calendar": BookingCalendar,
  campaign: Campaign,
} as const;
