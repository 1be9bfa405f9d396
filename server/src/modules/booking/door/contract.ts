/** What members of staff at a campaign's door ask, and what they are told. */
import Type, { type Static } from "typebox";
import { DOCUMENT_SCHEMAS } from "../../catalogue/index.ts";
import { PHASES } from "../campaign/contract.ts";

const closed = { additionalProperties: false } as const;
const Names = DOCUMENT_SCHEMAS.campaign.properties.names;
const Named = Type.Object({ id: Type.String(), names: Names });
const Instant = Type.String({ format: "date-time" });
const Count = Type.Integer({ minimum: 0 });

export const Door = Type.Object({
  id: Type.String(),
  names: Names,
  department: Named,
  manner: Type.Enum(["first-come", "draw"], { type: "string" }),
  phase: Type.Enum([...PHASES], { type: "string" }),
  opensAt: Instant,
  closesAt: Instant,
  places: { ...Count, description: "How many get something" },
  admitted: { ...Count, description: "How many were let in so far, over all doors" },
});
export type Door = Static<typeof Door>;
export const DoorList = Type.Object({ items: Type.Array(Door), total: Count });

const STANDINGS = ["confirmed", "to-confirm", "returned", "excluded", "not-drawn", "not-won", "not-registered"] as const;
export type Standing = (typeof STANDINGS)[number];

export const AtDoor = Type.Object({
  standing: Type.Enum([...STANDINGS], {
    type: "string",
    description: "confirmed: a place of theirs, confirmed or without anything to confirm; to-confirm: theirs once they confirm it, until confirmBy; returned: given back, or not confirmed in time; not-drawn: lots are not drawn yet; not-won: lots were drawn, and not theirs",
  }),
  mayEnter: Type.Boolean({ description: "Whether they may be let in now: the place is theirs and was not used" }),
  name: Type.Optional(Type.String({ description: "Masked: compare it with the card. Left out: they have not registered" })),
  number: Type.Optional(Type.Integer({ description: "Of the registration" })),
  group: Type.Optional(Named),
  tier: Type.Optional(Named),
  confirmBy: Type.Optional(Instant),
  admittedAt: Type.Optional({ ...Instant, description: "When the place was used" }),
});
export type AtDoor = Static<typeof AtDoor>;

/** Typed or read from the card, and nothing else: whatever can be handed on proves nothing about who stands there. */
export const CardBody = Type.Object({ idNumber: Type.String({ minLength: 1, maxLength: 40, description: "Of the ID card that is shown" }) }, closed);
