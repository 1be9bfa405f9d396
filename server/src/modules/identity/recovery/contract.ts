import Type, { type Static } from "typebox";
import { CodeText, Instant, PhoneText, Photo } from "../contract.ts";
import { PasswordText } from "../confirmation/contract.ts";
import { ChallengeId, SignedAnswer } from "../passkey/contract.ts";
import { PROOFS } from "./recovery.ts";

const closed = { additionalProperties: false };

export const RecoverySecret = Type.String({ minLength: 43, maxLength: 43, pattern: "^[A-Za-z0-9_-]+$", description: "From the reply that began it" });

const consent = Type.Literal(true, { description: "Separate consent to compare the face (PIPL article 29)" });

export const RecoveryProof = Type.Union([
  Type.Object({ means: Type.Literal("new-number"), code: CodeText }, { ...closed, description: "The code sent to the new number; needed, and not one of the two" }),
  Type.Object({ means: Type.Literal("old-number"), phone: PhoneText, code: CodeText }, closed),
  Type.Object({ means: Type.Literal("password"), phone: PhoneText, password: PasswordText }, { ...closed, description: "With the number the account has had" }),
  Type.Object({ means: Type.Literal("totp"), phone: PhoneText, code: CodeText }, { ...closed, description: "With the number the account has had" }),
  Type.Object({ means: Type.Literal("passkey"), id: ChallengeId, response: SignedAnswer }, closed),
  Type.Object(
    {
      means: Type.Literal("real-name"),
      name: Type.String({ minLength: 1, maxLength: 100 }),
      idNumber: Type.String({ minLength: 15, maxLength: 40 }),
      proof: Type.Union([
        Type.Object({ kind: Type.Literal("photo"), photo: Photo, consent }, closed),
        Type.Object({ kind: Type.Literal("number") }, { ...closed, description: "The carrier says the new number is in this name: the way without a photograph" }),
      ]),
    },
    closed,
  ),
  Type.Object({ means: Type.Literal("in-person"), code: Type.String({ minLength: 12, maxLength: 20 }) }, { ...closed, description: "From the clerk who saw the card" }),
]);
export type RecoveryProof = Static<typeof RecoveryProof>;

export const RecoveryStatus = Type.Object({
  state: Type.Enum(["open", "waiting", "done", "stopped", "ended"], { type: "string" }),
  numberProven: Type.Boolean(),
  proofs: Type.Array(Type.Enum([...PROOFS], { type: "string" })),
  proofsNeeded: Type.Integer(),
  waitsUntil: Type.Optional(Instant),
});
export type RecoveryStatus = Static<typeof RecoveryStatus>;

export const OwnRecovery = Type.Object({
  state: Type.Enum(["none", "waiting"], { type: "string" }),
  newPhone: Type.Optional(Type.String({ description: "Masked" })),
  proofs: Type.Optional(Type.Array(Type.Enum([...PROOFS], { type: "string" }))),
  startedAt: Type.Optional(Instant),
  waitsUntil: Type.Optional(Instant),
});
