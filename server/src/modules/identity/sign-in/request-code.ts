import { createBatchFor } from "../../../kernel/batch.ts";
import type { Database } from "../../../kernel/database.ts";
import { newId } from "../../../kernel/ids.ts";
import { countAttempt } from "../../../kernel/rate-limit.ts";
import { placeOf } from "../account/person-cipher.ts";
import type { IdentityParts } from "../parts.ts";
import { CODE_LIFETIME_MS, type CodePurpose, RESEND_SECONDS } from "./code.ts";
import { insertCodes, type NewCode } from "./code-store.ts";

export interface Origin {
  /** Network the request came from. */
  address: string;
  /** Id from the device's cookie. */
  device: string;
}

export interface CodeRequest {
  /** Eleven digits. */
  phone: string;
  purpose: CodePurpose;
  city: string;
  locale: string;
  origin: Origin;
}

const insertTogether = createBatchFor(async (database: Database, codes: NewCode[]) => {
  await insertCodes(database, codes);
  return codes;
});

/** Behind one address of a carrier stand thousands of telephones; behind one device a household. */
const LIMITS = { phoneAtOnce: 1, phoneByHour: 5, phoneByDay: 10, deviceByHour: 20, addressByTenMinutes: 600 };

/**
 * Sends a code to a number. The answer is the same whether or not anybody has an account with it.
 * @throws too-many-requests
 */
export async function requestCode(parts: IdentityParts, { phone, purpose, city, locale, origin }: CodeRequest): Promise<{ expiresInSeconds: number; resendInSeconds: number }> {
  const { database, lookupHash, vault, clock, codeSender } = parts;
  const number = lookupHash.hash("phone", phone).toString("base64url");
  await countAttempt(database, [
    { bucket: `code-address:${lookupHash.hash("address", origin.address).toString("base64url")}`, limit: LIMITS.addressByTenMinutes, windowSeconds: 600 },
    { bucket: `code-device:${lookupHash.hash("device", origin.device).toString("base64url")}`, limit: LIMITS.deviceByHour, windowSeconds: 3_600 },
    { bucket: `code-phone-at-once:${number}`, limit: LIMITS.phoneAtOnce, windowSeconds: RESEND_SECONDS },
    { bucket: `code-phone-hour:${number}`, limit: LIMITS.phoneByHour, windowSeconds: 3_600 },
    { bucket: `code-phone-day:${number}`, limit: LIMITS.phoneByDay, windowSeconds: 86_400 },
  ]);
  const createdAt = clock();
  const id = newId();
  const code = {
    id,
    phone_hash: lookupHash.hash("phone", phone),
    phone: vault.service.seal(placeOf.codePhone(id), phone),
    purpose,
    city,
    locale,
    created_at: createdAt,
    expires_at: new Date(createdAt.getTime() + CODE_LIFETIME_MS),
  };
  await insertTogether(database, code);
  codeSender.send(code);
  return { expiresInSeconds: CODE_LIFETIME_MS / 1_000, resendInSeconds: RESEND_SECONDS };
}
