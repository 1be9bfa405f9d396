import Type, { type Static } from "typebox";
import { Instant } from "../contract.ts";
import { Enterprise } from "../enterprise/contract.ts";
import { FamilyMember } from "../family/contract.ts";
import { Mandate } from "../mandate/contract.ts";
import { SignInMethods } from "../security/sign-in-methods.ts";

const Dispute = Type.Object({
  state: Type.Enum(["open", "answered"], { type: "string" }),
  words: Type.String(),
  createdAt: Instant,
  answerBy: Instant,
  answer: Type.Optional(Type.String()),
  answeredAt: Type.Optional(Instant),
});

export const Access = Type.Object({
  id: Type.String(),
  at: Instant,
  actor: Type.Object({
    kind: Type.Enum(["self", "person", "staff", "system", "partner", "city"], { type: "string" }),
    name: Type.Optional(Type.String({ description: "Of staff" })),
    city: Type.Optional(Type.String()),
    department: Type.Optional(Type.String()),
  }),
  act: Type.String({ description: "thing.past-verb, for example person.read" }),
  purpose: Type.Optional(Type.String()),
  ground: Type.Optional(Type.String({ description: "Law article, mandate or consent that allows it" })),
  fields: Type.Array(Type.String()),
  about: Type.Optional(Type.Object({ kind: Type.String(), id: Type.String() })),
  detail: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()])),
  dispute: Type.Optional(Dispute),
});
export type Access = Static<typeof Access>;

export const AccessList = Type.Object({ items: Type.Array(Access), nextCursor: Type.Optional(Type.String()) });
export const AccessesQuery = Type.Object({ cursor: Type.Optional(Type.String({ pattern: "^[0-9]{1,2}-[0-9]{1,15}$" })), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })) });
export const DisputeBody = Type.Object({ words: Type.String({ minLength: 1, maxLength: 500 }) }, { additionalProperties: false });
export const AccessParams = Type.Object({ id: Type.String({ pattern: "^[0-9]{1,2}-[0-9]{1,15}$" }) });

export const ConsentList = Type.Object({
  items: Type.Array(Type.Object({ purpose: Type.String(), version: Type.Integer(), givenAt: Instant, withdrawnAt: Type.Optional(Instant) })),
  total: Type.Integer(),
});
export const ConsentParams = Type.Object({ purpose: Type.String({ pattern: "^[a-z-]{1,60}$" }) });

export const ProfileBody = Type.Object(
  {
    homeArea: Type.Optional(Type.Union([Type.String({ pattern: "^[0-9A-Za-z-]{4,20}$", description: "Division code" }), Type.Null()])),
    arrival: Type.Optional(Type.Union([Type.Enum(["newcomer", "student"], { type: "string" }), Type.Null()])),
  },
  { additionalProperties: false, description: "null takes a value away" },
);

/** Everything held about the person, readable by machines (PIPL article 45). */
export const PersonalData = Type.Object({
  exportedAt: Instant,
  person: Type.Object({ id: Type.String(), name: Type.Optional(Type.String()), idNumber: Type.Optional(Type.String()), level: Type.Integer(), levelGround: Type.Optional(Type.String()), verifiedAt: Type.Optional(Instant), firstSeenAt: Instant }),
  account: Type.Object({ city: Type.String(), phone: Type.String(), state: Type.String(), homeArea: Type.Optional(Type.String()), arrival: Type.Optional(Type.String()), openedAt: Instant }),
  sessions: Type.Array(Type.Object({ device: Type.String(), address: Type.String(), means: Type.Array(Type.String()), createdAt: Instant, lastSeenAt: Instant })),
  signInMethods: SignInMethods,
  family: Type.Array(FamilyMember),
  mandates: Type.Array(Mandate),
  enterprises: Type.Array(Enterprise),
  consents: ConsentList.properties.items,
  accesses: Type.Array(Access),
});
export type PersonalData = Static<typeof PersonalData>;
