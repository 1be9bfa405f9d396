/** What companies take and give over HTTP. */
import Type, { type Static } from "typebox";
import { Instant, PersonId, PhoneText } from "../contract.ts";
import { CeilingFen, InviteeName, ScopeBody, UseList } from "../mandate/contract.ts";

const closed = { additionalProperties: false };
const Id = Type.String({ format: "uuid" });

export const EnterpriseBody = Type.Object({ creditCode: Type.String({ minLength: 1, maxLength: 60, description: "Unified social credit code as typed" }) }, closed);
export const EnterpriseOpened = Type.Object({
  id: Id,
  warnings: Type.Array(Type.Enum(["body-check"], { type: "string" }), { description: "The code stands, but its organisation part fails its own check: compare it with the licence" }),
});

export const Agency = Type.Object({
  id: Id,
  state: Type.Enum(["invited", "active", "lapsed", "expired", "ended"], { type: "string" }),
  person: Type.Optional(PersonId),
  name: Type.Optional(Type.String({ description: "Masked" })),
  phone: Type.Optional(Type.String({ description: "The number invited, masked, to the representative until it is accepted" })),
  scope: ScopeBody,
  paymentCeilingFen: Type.Integer(),
  createdAt: Instant,
  acceptedAt: Type.Optional(Instant),
  expiresAt: Instant,
  endedAt: Type.Optional(Instant),
  endedBy: Type.Optional(Type.Enum(["representative", "agent", "expired", "lapsed", "representative-changed", "enterprise-ended", "closed"], { type: "string" })),
  uses: Type.Integer(),
  lastUsedAt: Type.Optional(Instant),
});
export type Agency = Static<typeof Agency>;
export const AgencyList = Type.Object({ items: Type.Array(Agency), total: Type.Integer() });
export const AgencyDetail = Type.Object({ ...Agency.properties, history: UseList });

export const Enterprise = Type.Object({
  id: Id,
  creditCode: Type.String(),
  name: Type.String(),
  state: Type.Enum(["active", "revoked", "cancelled"], { type: "string" }),
  role: Type.Enum(["representative", "agent", "invited"], { type: "string", description: "What you are to it" }),
  city: Type.String({ description: "The city whose topics and items agents' scopes name" }),
  openedAt: Instant,
  checkedAt: Instant,
  agency: Type.Optional(Agency),
});
export type Enterprise = Static<typeof Enterprise>;
export const EnterpriseList = Type.Object({ items: Type.Array(Enterprise), total: Type.Integer() });

const AGENT_MOST_DAYS = 365;
export const AgentBody = Type.Object(
  { phone: PhoneText, name: InviteeName, scope: ScopeBody, paymentCeilingFen: CeilingFen, validDays: Type.Integer({ minimum: 1, maximum: AGENT_MOST_DAYS }) },
  closed,
);
export type AgentTerms = Static<typeof AgentBody>;
