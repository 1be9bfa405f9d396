/** What mandates take and give over HTTP. */
import Type, { type Static } from "typebox";
import { Instant, PersonId, PhoneText } from "../contract.ts";
import { MOST_DAYS } from "./mandate.ts";

const closed = { additionalProperties: false };

/** What a person types into one line. */
const Line = (options: { minLength?: number; maxLength: number; description: string }) => Type.String({ minLength: 1, ...options, pattern: "^[^\\u0000-\\u001f\\u007f]*$" });

export const ScopeBody = Type.Union(
  [
    Type.Object({ kind: Type.Literal("everything") }, closed),
    Type.Object({ kind: Type.Literal("topics"), topics: Type.Array(Type.String({ pattern: "^[a-z][a-z0-9-]{1,60}$" }), { minItems: 1, maxItems: 30 }) }, closed),
    Type.Object({ kind: Type.Literal("services"), services: Type.Array(Type.String({ pattern: "^[A-Z][0-9]{3,4}$" }), { minItems: 1, maxItems: 100 }) }, closed),
  ],
  { description: "Everything, or the topics or items of your city" },
);

/** The largest amount that a payment may be allowed up to: one million yuan. */
export const CeilingFen = Type.Integer({ minimum: 0, maximum: 100_000_000, description: "The most that one payment may be, in fen; 0 allows none" });

export const InviteeName = Line({ maxLength: 100, description: "Real name of whom you mean: only a person of that name sees it at this number" });

export const MandateBody = Type.Object(
  {
    phone: PhoneText,
    name: InviteeName,
    scope: ScopeBody,
    paymentCeilingFen: CeilingFen,
    validDays: Type.Integer({ minimum: 1, maximum: MOST_DAYS }),
    purpose: Line({ maxLength: 100, description: "What for, in your words; both sides see it" }),
  },
  closed,
);
export type MandateTerms = Static<typeof MandateBody>;

const Use = Type.Object({
  at: Instant,
  act: Type.String({ description: "Method and route" }),
  topic: Type.Optional(Type.String()),
  service: Type.Optional(Type.String()),
  amountFen: Type.Optional(Type.Integer()),
  refused: Type.Optional(Type.String({ description: "Why it was refused; left out when it was allowed" })),
});
export const UseList = Type.Array(Use);

const members = {
  id: Type.String({ format: "uuid" }),
  role: Type.Enum(["grantor", "holder"], { type: "string", description: "Which side you are" }),
  state: Type.Enum(["offered", "active", "lapsed", "expired", "revoked"], { type: "string" }),
  person: Type.Optional(PersonId),
  name: Type.Optional(Type.String({ description: "The other side's, masked" })),
  phone: Type.Optional(Type.String({ description: "The number it is offered to, masked; to the grantor, until it is accepted" })),
  scope: ScopeBody,
  city: Type.String({ description: "The city whose topics and items the scope names" }),
  paymentCeilingFen: Type.Integer(),
  purpose: Type.Optional(Type.String()),
  onPaper: Type.Boolean({ description: "A clerk entered it for somebody without a telephone" }),
  createdAt: Instant,
  offerExpiresAt: Type.Optional(Instant),
  acceptedAt: Type.Optional(Instant),
  expiresAt: Instant,
  endedAt: Type.Optional(Instant),
  endedBy: Type.Optional(Type.Enum(["grantor", "holder", "expired", "lapsed", "staff", "closed"], { type: "string" })),
  uses: Type.Integer({ description: "How often it was used" }),
  lastUsedAt: Type.Optional(Instant),
};
export const Mandate = Type.Object(members);
export type Mandate = Static<typeof Mandate>;
export const MandateDetail = Type.Object({ ...members, history: UseList });
export const MandateList = Type.Object({ items: Type.Array(Mandate), total: Type.Integer() });

export const MandatePaper = Type.Object({
  code: Type.String({ description: "128 bits for this sheet; the database holds only its hash" }),
  address: Type.String({ description: "What the QR code on the sheet says" }),
  grantor: Type.Object({ name: Type.String(), idNumber: Type.String({ description: "Masked" }) }),
  holder: Type.Object({ name: Type.String(), idNumber: Type.Optional(Type.String({ description: "Masked; once accepted" })) }),
  state: members.state,
  scope: ScopeBody,
  city: Type.String(),
  paymentCeilingFen: Type.Integer(),
  purpose: Type.String(),
  createdAt: Instant,
  expiresAt: Instant,
});

export const PaperCheckBody = Type.Object({ code: Type.String({ pattern: "^[A-Za-z0-9_-]{22}$", minLength: 22, maxLength: 22, description: "From the QR code" }) }, closed);
export const PaperCheck = Type.Object({
  state: members.state,
  grantorName: Type.Optional(Type.String({ description: "Masked" })),
  holderName: Type.Optional(Type.String({ description: "Masked" })),
  scope: ScopeBody,
  city: Type.String(),
  paymentCeilingFen: Type.Integer(),
  expiresAt: Instant,
});
export type PaperCheck = Static<typeof PaperCheck>;
