import { PersonKeyMissing } from "../../../kernel/crypto/vault.ts";
import type { Handles } from "../../../kernel/database.ts";
import type { IdentityParts } from "../parts.ts";
import { openPersonCipher, placeOf } from "./person-cipher.ts";
import { findPerson } from "./store.ts";

/** What is known of somebody by the registers; empty before they proved it, and after they left. */
export async function findProvenData(parts: Pick<IdentityParts, "vault">, source: Handles, person: string): Promise<{ name?: string; idNumber?: string }> {
  const row = await findPerson(source, person);
  if (!row?.name || !row.id_number) return {};
  try {
    const cipher = await openPersonCipher(parts, source, person);
    return { name: cipher.open(placeOf.name(person), row.name), idNumber: cipher.open(placeOf.idNumber(person), row.id_number) };
  } catch (error) {
    if (error instanceof PersonKeyMissing) return {};
    throw error;
  }
}

/** A person's own name and ID number. @throws {Error} for who has not proven them, which a level of 2 rules out */
export async function getProvenData(parts: Pick<IdentityParts, "vault">, source: Handles, person: string): Promise<{ name: string; idNumber: string }> {
  const { name, idNumber } = await findProvenData(parts, source, person);
  if (name === undefined || idNumber === undefined) throw new Error(`The person ${person} has proven no name`);
  return { name, idNumber };
}
