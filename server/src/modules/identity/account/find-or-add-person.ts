import type { Handles } from "../../../kernel/database.ts";
import { newId } from "../../../kernel/ids.ts";
import type { IdentityParts } from "../parts.ts";
import { openPersonCipher, placeOf } from "./person-cipher.ts";
import { findPersonByIdNumber, insertPerson, lockNumber, updatePerson } from "./store.ts";

/**
 * The person with an ID number that a register gave us: there is one for each number, so two parents share one child.
 * Whoever is new has no account; whoever registers with the number later takes this person over (real-name/take-over.ts).
 * @param ground how we know of them, for example `birth-record`
 */
export async function findOrAddPerson(parts: Pick<IdentityParts, "vault" | "lookupHash" | "clock">, tx: Handles, { name, idNumber, ground }: { name: string; idNumber: string; ground: string }): Promise<string> {
  const { vault, lookupHash, clock } = parts;
  const hashes = lookupHash.candidates("id-number", idNumber);
  await lockNumber(tx, hashes);
  const known = await findPersonByIdNumber(tx, hashes);
  if (known) return known.id;
  const id = newId();
  await insertPerson(tx, { id, created_at: clock() }, await vault.newPersonKey(id));
  const cipher = await openPersonCipher(parts, tx, id);
  await updatePerson(tx, id, {
    name: cipher.seal(placeOf.name(id), name),
    id_number: cipher.seal(placeOf.idNumber(id), idNumber),
    id_number_hash: lookupHash.hash("id-number", idNumber),
    level_ground: ground,
    verified_at: clock(),
  });
  return id;
}
