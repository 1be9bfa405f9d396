import { countAttempt } from "../../../kernel/rate-limit.ts";
import { wrongCode } from "../errors.ts";
import type { IdentityParts } from "../parts.ts";
import { CODE_LABEL, CODE_TRIES, type CodePurpose } from "./code.ts";
import { countTry, findLastCode } from "./code-store.ts";
import type { Origin } from "./request-code.ts";

const TRIES_BY_ADDRESS = 600;
const TRIES_BY_PHONE = 20;

/**
 * Uses up the last code sent to a number: once, whoever else tries it at the same moment.
 * @throws wrong-code alike for a wrong, late, used or never sent code; too-many-requests
 */
export async function redeemCode(parts: IdentityParts, { phone, code, purpose, origin }: { phone: string; code: string; purpose: CodePurpose; origin: Origin }): Promise<void> {
  const { database, lookupHash, codes, clock } = parts;
  await countAttempt(database, [
    { bucket: `redeem-address:${lookupHash.hash("address", origin.address).toString("base64url")}`, limit: TRIES_BY_ADDRESS, windowSeconds: 600 },
    { bucket: `redeem-phone:${lookupHash.hash("phone", phone).toString("base64url")}`, limit: TRIES_BY_PHONE, windowSeconds: 3_600 },
  ]);
  const sent = await findLastCode(database, lookupHash.candidates("phone", phone), purpose);
  const right = sent !== undefined && codes.matchesCode(CODE_LABEL, sent.id, code);
  const counted = sent !== undefined && (await countTry(database, sent.id, { right, now: clock(), most: CODE_TRIES }));
  if (!right || !counted) throw wrongCode("The code is not right, or no longer good.", { fields: [{ pointer: "/code", detail: "is not the code that was sent last" }] });
}
