/** What the catalogue's public routes take and answer. They need no sign-in. */
import Type, { type Static } from "typebox";
import {
  Audience, CalendarYear, City, Department, DepartmentKey, Division, DivisionCode, Kind, Level, LifeEvent, Office, ServiceId, ServiceItem, Slug, Text, Topic,
} from "./documents.ts";

const page = <T extends Type.TSchema>(item: T) =>
  Type.Object({
    items: Type.Array(item),
    total: Type.Integer({ minimum: 0, description: "How many there are in all, not only on this page" }),
    nextCursor: Type.Optional(Type.String({ description: "Pass as `cursor` for the next page; absent on the last one" })),
  });

/** `lang=zh-Hant` turns every `zh` text of the answer into traditional characters. */
const Lang = Type.Enum(["zh-Hans", "zh-Hant"], { type: "string", description: "Script of the `zh` texts" });
const Limit = Type.Integer({ minimum: 1, maximum: 100, default: 20 });
const Cursor = Type.String({ pattern: "^[0-9]{1,6}$", description: "From `nextCursor`" });

/** Wider than the ids in use, so that an unknown id is "not found" and only what can never be one is "malformed". */
const AnyId = (description: string) => Type.String({ pattern: "^[A-Za-z0-9_-]{1,64}$", description });
export const CityParams = Type.Object({ city: AnyId("City id, for example haikou") });
export const LangQuery = Type.Object({ lang: Type.Optional(Lang) }, { additionalProperties: false });

export const CityList = page(City);
export const DivisionList = page(Division);
export const DepartmentList = page(Type.Object({ ...Department.properties, serviceCount: Type.Integer() }));
export const TopicList = page(Type.Object({ ...Topic.properties, serviceCount: Type.Integer() }));

export const Calendar = Type.Object({
  days: Type.Array(CalendarYear.properties.days.items, { description: "Days off and make-up working days; weekends are off unless listed" }),
  provisionalFrom: Type.Optional(Type.String({ format: "date", description: "From this date on the year's arrangement is not published yet" })),
});

/** The short form of an item, as it stands in lists and links. */
const ServiceLink = Type.Object({ id: ServiceId, names: Text, kind: Kind });

export const LifeEventList = page(
  Type.Object({
    ...LifeEvent.properties,
    stages: Type.Array(Type.Object({ names: Text, note: Type.Optional(Text), services: Type.Array(ServiceLink) })),
  }),
);

export const OfficesQuery = Type.Object(
  {
    near: Type.Optional(
      Type.String({
        pattern: "^-?[0-9]{1,2}(\\.[0-9]{1,8})?,-?[0-9]{1,3}(\\.[0-9]{1,8})?$",
        description: "latitude,longitude in WGS 84 degrees; the answer is ordered by distance and carries it",
      }),
    ),
    department: Type.Optional(AnyId("Department id")),
    service: Type.Optional(AnyId("Only offices that handle this item")),
    division: Type.Optional(DivisionCode),
    kind: Type.Optional(Office.properties.kind),
    limit: Type.Optional(Limit),
    cursor: Type.Optional(Cursor),
    lang: Type.Optional(Lang),
  },
  { additionalProperties: false },
);
export type OfficesQuery = Static<typeof OfficesQuery>;
export const OfficeList = page(
  Type.Object({ ...Office.properties, distanceMetres: Type.Optional(Type.Integer({ description: "From `near`, as the crow flies" })) }),
);

export const ServicesQuery = Type.Object(
  {
    q: Type.Optional(Type.String({ maxLength: 100, description: "Search words: Chinese, pinyin, initials, English" })),
    ids: Type.Optional(Type.String({ pattern: "^[A-Za-z0-9_-]{1,64}(,[A-Za-z0-9_-]{1,64}){0,99}$", description: "Only these items, in this order; what is no longer offered is left out" })),
    topic: Type.Optional(AnyId("Topic id, for example transport")),
    department: Type.Optional(AnyId("Department id, for example traffic_police")),
    kind: Type.Optional(Kind),
    level: Type.Optional(Level),
    audience: Type.Optional(Audience),
    limit: Type.Optional(Limit),
    cursor: Type.Optional(Cursor),
    lang: Type.Optional(Lang),
  },
  { additionalProperties: false },
);
export type ServicesQuery = Static<typeof ServicesQuery>;

export const ServiceSummary = Type.Object({
  ...ServiceLink.properties,
  summary: Text,
  alsoKinds: ServiceItem.properties.alsoKinds,
  topic: Slug,
  department: DepartmentKey,
  level: Level,
  audience: Audience,
  onlineDepth: ServiceItem.properties.onlineDepth,
  visits: Type.Integer(),
  promised: ServiceItem.properties.limits.properties.promised,
});
export type ServiceSummary = Static<typeof ServiceSummary>;
export const ServiceList = page(ServiceSummary);

export const ServiceParams = Type.Object({ ...CityParams.properties, id: AnyId("Service item id, for example S077") });
export const ServiceQuery = Type.Object(
  {
    version: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000, description: "An earlier published version; the current one when absent" })),
    lang: Type.Optional(Lang),
  },
  { additionalProperties: false },
);

/** An item's guide: the published document with what it refers to spelled out. */
export const ServiceGuide = Type.Object({
  ...ServiceItem.properties,
  version: Type.Integer(),
  publishedAt: Type.String({ format: "date-time" }),
  topicNames: Text,
  departmentNames: Text,
  departmentAddress: Text,
  jointDepartmentNames: Type.Array(Text),
  phones: Department.properties.phones,
  remedies: Department.properties.remedies,
  relatedServices: Type.Array(ServiceLink),
  officeCount: Type.Integer({ description: "Offices that handle it; list them with /offices?service=" }),
});
export type ServiceGuide = Static<typeof ServiceGuide>;

export const SuggestionsQuery = Type.Object(
  { q: Type.String({ minLength: 1, maxLength: 100 }), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 20, default: 8 })), lang: Type.Optional(Lang) },
  { additionalProperties: false },
);
export const SuggestionList = page(Type.Object({ id: ServiceId, text: Type.String(), names: Text, kind: Kind }));
