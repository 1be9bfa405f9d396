/** The state's registers that identity asks: who somebody is, whose number a telephone has, whose child, whose company. */
import Type, { type Static } from "typebox";
import { type OutsideSystem, postJson } from "./post-json.ts";

const IdentityCheck = Type.Object({ result: Type.Enum(["match", "mismatch", "not-found"], { type: "string" }) });
const PhotoCheck = Type.Object({ result: Type.Enum(["match", "mismatch", "unclear"], { type: "string" }), similarity: Type.Number() });
const Children = Type.Object({
  children: Type.Array(
    Type.Object({
      name: Type.String({ minLength: 1, maxLength: 100 }),
      idNumber: Type.String({ maxLength: 18 }),
      birthDate: Type.String({ maxLength: 10 }),
      relation: Type.Enum(["father", "mother"], { type: "string" }),
      recordNumber: Type.String({ maxLength: 60 }),
    }),
    { maxItems: 30 },
  ),
});
const EnterpriseAnswer = Type.Object({
  result: Type.Enum(["found", "not-found"], { type: "string" }),
  enterprise: Type.Optional(
    Type.Object({
      name: Type.String({ minLength: 1, maxLength: 200 }),
      creditCode: Type.String({ maxLength: 18 }),
      state: Type.Enum(["active", "revoked", "cancelled"], { type: "string" }),
      legalRepresentative: Type.Object({ name: Type.String({ maxLength: 100 }), idNumber: Type.String({ maxLength: 18 }) }),
    }),
  ),
});

export type CheckResult = Static<typeof IdentityCheck>["result"];
export type PhotoResult = Static<typeof PhotoCheck>["result"];
export type RegisteredChild = Static<typeof Children>["children"][number];
export type RegisteredEnterprise = NonNullable<Static<typeof EnterpriseAnswer>["enterprise"]>;

/** Each question may fail with outside-unavailable. */
export interface Registers {
  /** Whether the police register has this name with this number. */
  checkIdentity(name: string, idNumber: string): Promise<CheckResult>;
  /** Whether a face is the one on the register. @param photo JPEG or PNG, base64 */
  checkPhoto(name: string, idNumber: string, photo: string): Promise<PhotoResult>;
  /** Whether the carrier has this telephone in this person's name (三要素核验). */
  checkNumberOwner(name: string, idNumber: string, phone: string): Promise<CheckResult>;
  /** The children whose birth record names this parent. */
  listChildren(idNumber: string): Promise<RegisteredChild[]>;
  findEnterprise(creditCode: string): Promise<RegisteredEnterprise | undefined>;
}

export function connectRegisters(system: OutsideSystem | undefined): Registers {
  return {
    checkIdentity: async (name, idNumber) => (await postJson(system, "/police/v1/identity-checks", { name, idNumber }, IdentityCheck)).result,
    checkPhoto: async (name, idNumber, photo) => (await postJson(system, "/police/v1/photo-checks", { name, idNumber, photo }, PhotoCheck)).result,
    checkNumberOwner: async (name, idNumber, phone) => (await postJson(system, "/telecom/v1/number-checks", { name, idNumber, phone }, IdentityCheck)).result,
    listChildren: async (idNumber) => (await postJson(system, "/civil-affairs/v1/children", { idNumber }, Children)).children,
    findEnterprise: async (creditCode) => (await postJson(system, "/market/v1/enterprises", { creditCode }, EnterpriseAnswer)).enterprise,
  };
}
