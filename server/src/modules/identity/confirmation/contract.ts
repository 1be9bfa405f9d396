import Type, { type Static } from "typebox";
import { CodeText } from "../contract.ts";
import { ChallengeId, SignedAnswer } from "../passkey/contract.ts";

const closed = { additionalProperties: false };

export const PasswordText = Type.String({ minLength: 1, maxLength: 512 });

export const ConfirmationBody = Type.Union([
  Type.Object({ means: Type.Literal("code"), code: CodeText }, { ...closed, description: "From the message to your number" }),
  Type.Object({ means: Type.Literal("password"), password: PasswordText }, closed),
  Type.Object({ means: Type.Literal("totp"), code: CodeText }, { ...closed, description: "From the authenticator app" }),
  Type.Object({ means: Type.Literal("passkey"), id: ChallengeId, response: SignedAnswer }, closed),
]);
export type ConfirmationBody = Static<typeof ConfirmationBody>;
