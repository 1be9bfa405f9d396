import { createHash, randomBytes } from "node:crypto";
import { newId } from "../../../kernel/ids.ts";
import { placeOf } from "../account/person-cipher.ts";
import type { IdentityParts } from "../parts.ts";
import { type Origin, requestCode } from "../sign-in/request-code.ts";
import { OPEN_MS } from "./recovery.ts";
import { insertRecovery } from "./store.ts";

export interface RecoveryBegun {
  id: string;
  /** Whoever holds it goes on with the recovery. */
  secret: string;
  expiresInSeconds: number;
  resendInSeconds: number;
}

/**
 * Begins with the number the account is to have: a code goes there. Whose account it is, proofs will say; so this tells
 * nothing about anybody.
 * @throws too-many-requests
 */
export async function beginRecovery(parts: IdentityParts, { newPhone, city, locale, origin }: { newPhone: string; city: string; locale: string; origin: Origin }): Promise<RecoveryBegun> {
  const { database, vault, clock } = parts;
  const { resendInSeconds } = await requestCode(parts, { phone: newPhone, purpose: "new-number", city, locale, origin });
  const id = newId();
  const secret = randomBytes(32).toString("base64url");
  const now = clock();
  await insertRecovery(database, {
    id,
    secret_digest: digest(secret),
    new_phone: vault.service.seal(placeOf.recoveryPhone(id), newPhone),
    city,
    created_at: now,
    expires_at: new Date(now.getTime() + OPEN_MS),
  });
  return { id, secret, expiresInSeconds: OPEN_MS / 1_000, resendInSeconds };
}

export function digest(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}
