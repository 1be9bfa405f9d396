/** What only the campaign knows: its waiting order and its participants' commitments are made from it, each with a key of its own. */
import { createHmac, randomBytes } from "node:crypto";
import type { PersonCipher } from "../../../kernel/crypto/vault.ts";

const SALT_BYTES = 32;

export interface SaltedCampaign {
  city: string;
  slug: string;
}

export const saltPlace = ({ city, slug }: SaltedCampaign) => `booking.campaign.salt/${city}/${slug}`;

export function newSealedSalt(service: PersonCipher, campaign: SaltedCampaign): Buffer {
  return service.seal(saltPlace(campaign), randomBytes(SALT_BYTES).toString("base64url"));
}

export function openSalt(service: PersonCipher, campaign: SaltedCampaign & { salt: Buffer }): Buffer {
  return Buffer.from(service.open(saltPlace(campaign), campaign.salt), "base64url");
}

/** One use's key tells nothing of another's, so one may be published while the others stay secret. */
export function keyFromSalt(salt: Buffer, label: "waiting" | "commitments"): Buffer {
  return createHmac("sha256", salt).update(`citizen-cloud campaign ${label} 1`).digest();
}
