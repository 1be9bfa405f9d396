/** What makes a participant's commitment hers alone: without it nobody can tell whose a line of the list is. */
import { createHmac } from "node:crypto";
import type { PersonCipher } from "../../../kernel/crypto/vault.ts";
import { keyFromSalt, openSalt, type SaltedCampaign } from "../campaign/salt.ts";

export function commitmentKey(service: PersonCipher, campaign: SaltedCampaign & { salt: Buffer }): Buffer {
  return keyFromSalt(openSalt(service, campaign), "commitments");
}

/** As PostgreSQL makes it of `uuid_send(person)`, see freeze-list.ts. */
export function saltOf(service: PersonCipher, campaign: SaltedCampaign & { salt: Buffer }, person: string): Buffer {
  return createHmac("sha256", commitmentKey(service, campaign)).update(Buffer.from(person.replaceAll("-", ""), "hex")).digest();
}
