import { type PersonCipher, PersonKeyMissing } from "../../../kernel/crypto/vault.ts";
import type { Database, Handles } from "../../../kernel/database.ts";
import type { IdentityParts } from "../parts.ts";
import { listPersonKeys, listPersonKeysTogether } from "./store.ts";

/** Where a sealed field stands; a value moved to another row or field does not open. */
export const placeOf = {
  name: (person: string) => `identity.person.name/${person}`,
  idNumber: (person: string) => `identity.person.id_number/${person}`,
  phone: (person: string) => `identity.account.phone/${person}`,
  disputeWords: (dispute: string) => `identity.dispute.words/${dispute}`,
  disputeAnswer: (dispute: string) => `identity.dispute.answer/${dispute}`,
  totp: (person: string) => `identity.totp.secret/${person}`,
  passkeyName: (passkey: string) => `identity.passkey.name/${passkey}`,
  noticePhone: (notice: string) => `identity.notice.phone/${notice}`,
  recoveryPhone: (recovery: string) => `identity.recovery.new_phone/${recovery}`,
  recoveryStop: (recovery: string) => `identity.recovery.stop_code/${recovery}`,
  codePhone: (code: string) => `identity.sign_in_code.phone/${code}`,
};

/**
 * What opens and seals the fields of one person.
 * @throws PersonKeyMissing when the person left and the keys were destroyed
 */
export async function openPersonCipher({ vault }: Pick<IdentityParts, "vault">, source: Handles, person: string): Promise<PersonCipher> {
  return vault.forPerson(await listPersonKeys(source, person));
}

/** The same for whoever may have left. */
export function findPersonCipher({ vault }: Pick<IdentityParts, "vault">, source: Handles, person: string): Promise<PersonCipher | undefined> {
  return openUnlessGone(async () => vault.forPerson(await listPersonKeys(source, person)));
}

/** The same outside of a transaction, where many ask at once. */
export function findPersonCipherTogether({ vault }: Pick<IdentityParts, "vault">, database: Database, person: string): Promise<PersonCipher | undefined> {
  return openUnlessGone(async () => vault.forPerson(await listPersonKeysTogether(database, person)));
}

async function openUnlessGone(open: () => Promise<PersonCipher>): Promise<PersonCipher | undefined> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof PersonKeyMissing) return undefined;
    throw error;
  }
}
