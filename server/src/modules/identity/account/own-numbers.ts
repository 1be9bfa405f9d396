import type { Handles } from "../../../kernel/database.ts";
import type { IdentityParts } from "../parts.ts";
import { findPersonCipher, openPersonCipher, placeOf } from "./person-cipher.ts";
import { findAccount, findPerson } from "./store.ts";

/** A person's own numbers, in clear, for what is done with them at once. */
export async function openOwnNumbers(parts: Pick<IdentityParts, "vault" | "database">, person: string, source: Handles = parts.database): Promise<{ phone: string; idNumber?: string }> {
  const [row, account, cipher] = [await findPerson(source, person), await findAccount(source, person), await openPersonCipher(parts, source, person)];
  if (!account?.phone) throw new Error(`The account of ${person} has no number`);
  return {
    phone: cipher.open(placeOf.phone(person), account.phone),
    ...(row?.id_number ? { idNumber: cipher.open(placeOf.idNumber(person), row.id_number) } : {}),
  };
}

/** The number alone, for whoever may have left meanwhile, or never had an account. */
export async function findOwnPhone(parts: Pick<IdentityParts, "vault">, source: Handles, person: string): Promise<string | undefined> {
  const [account, cipher] = await Promise.all([findAccount(source, person), findPersonCipher(parts, source, person)]);
  return account?.phone && cipher ? cipher.open(placeOf.phone(person), account.phone) : undefined;
}
