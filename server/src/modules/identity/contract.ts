/** What identity takes and gives over HTTP. */
import Type, { type Static } from "typebox";

export const CityId = Type.String({ pattern: "^[a-z][a-z0-9-]{1,39}$", description: "City id" });
export const Locale = Type.Enum(["zh-Hans", "zh-Hant", "en"], { type: "string" });
export const PersonId = Type.String({ format: "uuid" });
/** As typed: spaces, +86 and full-width digits are understood. */
export const PhoneText = Type.String({ minLength: 5, maxLength: 30, description: "Mainland mobile number as typed" });
export const CodeText = Type.String({ pattern: "^[0-9]{6}$", description: "Six digits from the message" });
export const LevelValue = Type.Enum([1, 2, 3], { type: "integer", description: "Assurance: 1 mobile number, 2 real name, 3 in person or by certificate" });
export const Instant = Type.String({ format: "date-time" });

const closed = { additionalProperties: false };

export const CodeRequestBody = Type.Object({ phone: PhoneText, city: CityId, locale: Type.Optional(Locale) }, closed);
export const CodeSent = Type.Object({
  expiresInSeconds: Type.Integer(),
  resendInSeconds: Type.Integer({ description: "Another may be asked for after this long" }),
});

export const CodeSignInBody = Type.Object(
  { phone: PhoneText, code: CodeText, city: CityId, sharedDevice: Type.Optional(Type.Boolean({ description: "Forget the sign-in within minutes: a kiosk, a library" })) },
  closed,
);

export const SignedIn = Type.Object({ person: PersonId, registered: Type.Boolean({ description: "An account was opened just now" }), expiresAt: Instant });

export const Me = Type.Object(
  {
    person: PersonId,
    city: CityId,
    level: LevelValue,
    name: Type.Optional(Type.String({ description: "Masked" })),
    idNumber: Type.Optional(Type.String({ description: "Masked" })),
    phone: Type.String({ description: "Masked" }),
    verifiedAt: Type.Optional(Instant),
    accountState: Type.Enum(["active", "closing"], { type: "string" }),
    closesAt: Type.Optional(Instant),
    homeArea: Type.Optional(Type.String({ description: "Division code" })),
    arrival: Type.Optional(Type.Enum(["newcomer", "student"], { type: "string" })),
    confirmedUntil: Instant,
  },
  { description: "Who is signed in" },
);
export type Me = Static<typeof Me>;

export const SessionList = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Type.String({ format: "uuid" }),
      current: Type.Boolean(),
      kind: Type.Enum(["personal", "shared"], { type: "string" }),
      means: Type.Array(Type.String()),
      device: Type.String({ description: "Browser and system, empty when unknown" }),
      address: Type.String({ description: "Network address without its last part" }),
      createdAt: Instant,
      lastSeenAt: Instant,
      expiresAt: Instant,
    }),
  ),
  total: Type.Integer(),
});

/** A photograph, at most 150 KB of JPEG or PNG, base64. */
export const Photo = Type.String({ minLength: 100, maxLength: 204_800, pattern: "^[A-Za-z0-9+/]+=*$" });

export const RealNameBody = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100, description: "As in the register" }),
    idNumber: Type.String({ minLength: 15, maxLength: 40, description: "As typed" }),
    proof: Type.Union([
      Type.Object({ kind: Type.Literal("photo"), photo: Photo, consent: Type.Literal(true, { description: "Separate consent to compare the face (PIPL article 29)" }) }, closed),
      Type.Object({ kind: Type.Literal("number") }, { ...closed, description: "The carrier says whose name the telephone is in: the way without a photograph" }),
    ]),
  },
  closed,
);
