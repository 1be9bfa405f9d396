import Type, { type Static } from "typebox";
import { maskPhone } from "../../../kernel/mask.ts";
import { openPersonCipher, placeOf } from "../account/person-cipher.ts";
import { findAccount } from "../account/store.ts";
import { Instant } from "../contract.ts";
import type { IdentityParts } from "../parts.ts";
import { describePasskey } from "../passkey/change-passkeys.ts";
import { Passkey } from "../passkey/contract.ts";
import { listPasskeys } from "../passkey/store.ts";
import { findTotp } from "../totp/store.ts";

export const SignInMethods = Type.Object({
  phone: Type.String({ description: "Masked. It stays, so there is always a way in" }),
  password: Type.Boolean({ description: "Whether one is set" }),
  totp: Type.Object({ active: Type.Boolean(), since: Type.Optional(Instant) }),
  passkeys: Type.Object({ items: Type.Array(Passkey), total: Type.Integer() }),
});

/** How a person can sign in. */
export async function describeMethods(parts: IdentityParts, person: string): Promise<Static<typeof SignInMethods>> {
  const { database } = parts;
  const [account, totp, passkeys, cipher] = await Promise.all([findAccount(database, person), findTotp(database, person), listPasskeys(database, person), openPersonCipher(parts, database, person)]);
  if (!account?.phone) throw new Error(`The account of ${person} has no number`);
  return {
    phone: maskPhone(cipher.open(placeOf.phone(person), account.phone)),
    password: account.password_hash !== null,
    totp: { active: totp?.secret != null, ...(totp?.active_since ? { since: totp.active_since.toISOString() } : {}) },
    passkeys: { items: passkeys.map((each) => describePasskey(each, cipher)), total: passkeys.length },
  };
}
