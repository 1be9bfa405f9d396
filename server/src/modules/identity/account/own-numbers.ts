import type { Handles } from "../../../kernel/database.ts";
import type { IdentityParts } from "../parts.ts";
import { openPersonCipher, placeOf } from "./person-cipher.ts";
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
