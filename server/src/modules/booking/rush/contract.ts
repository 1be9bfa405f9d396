/** What the lane takes and answers. It checks the few fields itself (parse.ts); the schemas are the documentation. */
import Type, { type Static } from "typebox";
import { LONGEST, LONGEST_NONCE } from "./parse.ts";

const closed = { additionalProperties: false } as const;
const Signed = (description: string) => Type.String({ minLength: 1, maxLength: LONGEST, description });
const AnyId = (description: string) => Type.String({ pattern: "^[A-Za-z0-9_-]{1,64}$", description });
const Instant = Type.String({ format: "date-time" });
const Count = Type.Integer({ minimum: 0 });

export const RushParams = Type.Object({ city: AnyId("City id, for example haikou"), slug: AnyId("Campaign id, for example spring-red-packets") });
export const TimeReply = Type.Object({ now: Type.Integer({ description: "Milliseconds since 1970 by the clock that opens and closes campaigns" }) });
export const StatusReply = Type.Object({
  state: Type.Enum(["announced", "open", "paused", "sold-out", "closed", "ended"], { type: "string" }),
  now: Type.Integer({ description: "Milliseconds since 1970" }),
  opensAt: Instant,
  closesAt: Instant,
  manner: Type.Enum(["first-come", "draw"], { type: "string" }),
  guarded: Type.Boolean({ description: "Whether joining needs a challenge solved at the moment" }),
  needsPass: Type.Boolean({ description: "Whether a pass is needed: POST /api/v1/me/campaigns/{city}/{slug}/eligibility" }),
  serving: { ...Count, description: "Numbers up to this one are let in" },
  joined: { ...Count, description: "The last number given" },
  perSecond: Type.Number({ description: "How many are let in each second" }),
  remaining: Type.Optional({ ...Count, description: "Places left; not there when as many as come get one" }),
  registered: Count,
  order: Type.Object({ commitment: Type.String({ description: "SHA-256 of the key that draws the order of those who came before the opening" }), key: Type.Optional(Type.String({ description: "That key, once open" })), among: Type.Optional({ ...Count, description: "How many came before the opening" }) }),
});
const Challenge = Type.Union([
  Type.Object({ minute: Type.Integer(), nonce: Type.String({ maxLength: LONGEST_NONCE }) }, closed),
  Type.Object({ code: Type.String({ maxLength: LONGEST_NONCE, description: "A code sent by message, for whoever cannot have the challenge solved" }) }, closed),
]);
export const PlaceBodySchema = Type.Object({ pass: Type.Optional(Signed("The pass, if there is one")), ticket: Type.Optional(Signed("The ticket that was given before")), challenge: Type.Optional(Challenge) }, closed);
export const PlaceReply = Type.Object({
  ticket: Type.String({ description: "To be shown from now on; nobody else can use it" }),
  number: Type.Union([Type.Integer(), Type.Null()], { description: "Place in the line; null before the opening, when the order is drawn" }),
  ahead: Type.Union([Count, Type.Null()], { description: "How many are let in before" }),
  turnAt: Type.Union([Instant, Type.Null()], { description: "When the turn comes; never later than was told before" }),
  early: Type.Boolean({ description: "Came before the opening" }),
  earlyNumber: Type.Optional(Type.Integer({ description: "What the order was, or will be, drawn from" })),
  canEnter: Type.Boolean(),
  standby: Type.Boolean({ description: "Every place is promised to somebody before; what they do not take in time comes next" }),
});
export const EntryBodySchema = Type.Object({ pass: Type.Optional(Signed("The pass, where one is needed")), ticket: Type.Optional(Signed("The ticket")) }, closed);
export const EntryReply = Type.Object({ number: Type.Integer({ minimum: 1 }), group: Type.Optional(Type.String()), at: Instant });

export type PlaceBody = Static<typeof PlaceBodySchema>;
export type EntryBody = Static<typeof EntryBodySchema>;
