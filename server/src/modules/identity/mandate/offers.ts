import type { Handles } from "../../../kernel/database.ts";
import { openPersonCipher, placeOf } from "../account/person-cipher.ts";
import { getProvenData } from "../account/proven-data.ts";
import { findAccount } from "../account/store.ts";
import type { IdentityParts } from "../parts.ts";
import { isSameName } from "./mandate.ts";
import { listOffers, type MandateRow, placeOfMandate } from "./store.ts";

/** A person as an invitation may mean them: by the number they have now, and their real name. */
export interface Invitee {
  phoneHashes: Buffer[];
  name: string;
}

export async function findInvitee(parts: IdentityParts, source: Handles, person: string): Promise<Invitee | undefined> {
  const account = await findAccount(source, person);
  if (!account?.phone) return undefined;
  const cipher = await openPersonCipher(parts, source, person);
  const phone = cipher.open(placeOf.phone(person), account.phone);
  return { phoneHashes: parts.lookupHash.candidates("phone", phone), name: (await getProvenData(parts, source, person)).name };
}

/** The open offers that mean this person: a number that changed hands shows its new owner nothing. */
export async function listOffersTo(parts: IdentityParts, source: Handles, person: string): Promise<MandateRow[]> {
  const invitee = await findInvitee(parts, source, person);
  if (!invitee) return [];
  const offers = await listOffers(source, invitee.phoneHashes, parts.clock());
  const meant = await Promise.all(
    offers.map(async ({ id, grantor, invited_name: name }) => {
      if (!name || grantor === person) return false;
      const cipher = await openPersonCipher(parts, source, grantor);
      return isSameName(cipher.open(placeOfMandate.invitedName(id), name), invitee.name);
    }),
  );
  return offers.filter((_offer, index) => meant[index]);
}
