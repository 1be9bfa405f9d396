import Type, { type Static } from "typebox";
import { Instant } from "../contract.ts";

const Base64Url = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: "^[A-Za-z0-9_-]+$" });

/** `PublicKeyCredential.toJSON()`; browsers add members of their own, which are not read. */
const credential = {
  id: Base64Url(1_400),
  rawId: Base64Url(1_400),
  type: Type.Literal("public-key"),
  authenticatorAttachment: Type.Optional(Type.Union([Type.String({ maxLength: 40 }), Type.Null()])),
  clientExtensionResults: Type.Object({}, { additionalProperties: true, maxProperties: 20 }),
};

export const RegistrationAnswer = Type.Object({
  ...credential,
  response: Type.Object({
    clientDataJSON: Base64Url(4_000),
    attestationObject: Base64Url(20_000),
    transports: Type.Optional(Type.Array(Type.String({ pattern: "^[a-z-]{1,20}$" }), { maxItems: 10 })),
  }),
});
export type RegistrationAnswer = Static<typeof RegistrationAnswer>;

export const SignedAnswer = Type.Object({
  ...credential,
  response: Type.Object({
    clientDataJSON: Base64Url(4_000),
    authenticatorData: Base64Url(4_000),
    signature: Base64Url(2_000),
    userHandle: Type.Optional(Type.Union([Base64Url(100), Type.Null()])),
  }),
});
export type SignedAnswer = Static<typeof SignedAnswer>;

export const ChallengeId = Type.String({ format: "uuid" });
/** What the browser is asked with: `PublicKeyCredential.parseCreationOptionsFromJSON` or `parseRequestOptionsFromJSON` reads it. */
export const PasskeyQuestion = Type.Object({ id: ChallengeId, options: Type.Object({}, { additionalProperties: true }), expiresInSeconds: Type.Integer() });

export const PasskeyName = Type.String({ minLength: 1, maxLength: 40, pattern: "^[^\\u0000-\\u001f\\u007f]+$", description: "What you call it, for example by its device" });

export const Passkey = Type.Object({
  id: Type.String({ format: "uuid" }),
  name: Type.String(),
  synced: Type.Boolean({ description: "Your devices share it" }),
  createdAt: Instant,
  lastUsedAt: Type.Optional(Instant),
});
export type Passkey = Static<typeof Passkey>;
