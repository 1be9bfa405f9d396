import { PersonKeyMissing, type PersonCipher } from "../../../kernel/crypto/vault.ts";
import type { Handles } from "../../../kernel/database.ts";
import type { IdentityParts } from "../parts.ts";
import { placeOf } from "./person-cipher.ts";
import { findPerson, listPersonKeys } from "./store.ts";

/** Who somebody is by the registers, and what seals what other rooms keep of them: it ends with the person's keys. */
export interface KnownPerson {
  name: string;
  idNumber: string;
  cipher: PersonCipher;
}

/** Undefined for who has proven nothing yet, and for who left. */
export async function findKnownPerson({ vault }: Pick<IdentityParts, "vault">, source: Handles, person: string): Promise<KnownPerson | undefined> {
  const [row, keys] = await Promise.all([findPerson(source, person), listPersonKeys(source, person)]);
  if (!row?.name || !row.id_number || row.closed_at) return undefined;
  try {
    const cipher = await vault.forPerson(keys);
    return { name: cipher.open(placeOf.name(person), row.name), idNumber: cipher.open(placeOf.idNumber(person), row.id_number), cipher };
  } catch (error) {
    if (error instanceof PersonKeyMissing) return undefined;
    throw error;
  }
}
