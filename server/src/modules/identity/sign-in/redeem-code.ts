import { createBatchFor } from "../../../kernel/batch.ts";
import { countAttempt } from "../../../kernel/rate-limit.ts";
import { wrongCode } from "../errors.ts";
import type { IdentityParts } from "../parts.ts";
import { CODE_LABEL, CODE_TRIES, type CodePurpose } from "./code.ts";
import { type CodeTry, countTries, listCodesTo } from "./code-store.ts";
import type { Origin } from "./request-code.ts";

const TRIES_BY_ADDRESS = 600;
const TRIES_BY_PHONE = 20;

type Redeeming = Pick<IdentityParts, "database" | "lookupHash" | "codes" | "clock">;

/**
 * Uses up the last code sent to a number: once, whoever else tries it at the same moment.
 * @throws wrong-code alike for a wrong, late, used or never sent code; too-many-requests
 */
export async function redeemCode(parts: Redeeming, { phone, code, purpose, origin }: { phone: string; code: string; purpose: CodePurpose; origin: Origin }): Promise<void> {
  const { database, lookupHash } = parts;
  await countAttempt(database, [
    { bucket: `redeem-address:${lookupHash.hash("address", origin.address).toString("base64url")}`, limit: TRIES_BY_ADDRESS, windowSeconds: 600 },
    { bucket: `redeem-phone:${lookupHash.hash("phone", phone).toString("base64url")}`, limit: TRIES_BY_PHONE, windowSeconds: 3_600 },
  ]);
  const redeemed = await redeemTogether(parts, { phoneHashes: lookupHash.candidates("phone", phone), purpose, code });
  if (!redeemed) throw wrongCode("The code is not right, or no longer good.", { fields: [{ pointer: "/code", detail: "is not the code that was sent last" }] });
}

interface Comparison {
  phoneHashes: Buffer[];
  purpose: CodePurpose;
  /** The digits as typed. */
  code: string;
}

const redeemTogether = createBatchFor(redeemCodes);

/** @returns for each comparison whether its code was right and is used up by it */
async function redeemCodes({ database, codes, clock }: Redeeming, comparisons: Comparison[]): Promise<boolean[]> {
  const now = clock();
  const sent = await listCodesTo(database, comparisons.flatMap(({ phoneHashes }) => phoneHashes), now);
  // An earlier code no longer opens anything: only the newest is compared.
  const tries = comparisons.map(({ phoneHashes, purpose, code }): CodeTry | undefined => {
    const last = sent.find((row) => row.purpose === purpose && phoneHashes.some((hash) => hash.equals(row.phone_hash)));
    return last && { id: last.id, right: codes.matchesCode(CODE_LABEL, last.id, code) };
  });
  const redeemed = tries.map(() => false);
  // One code compared several times at this moment is compared in turns, as one row changes once in a statement.
  for (let left = [...tries.entries()]; left.length > 0; ) {
    const turn = new Map<string, number>();
    for (const [index, attempt] of left) if (attempt && !turn.has(attempt.id)) turn.set(attempt.id, index);
    if (turn.size === 0) break;
    const counted = await countTries(database, [...turn.values()].flatMap((index) => tries[index] ?? []), now, CODE_TRIES);
    for (const [id, index] of turn) redeemed[index] = counted.has(id) && tries[index]?.right === true;
    const taken = new Set(turn.values());
    left = left.filter(([index, attempt]) => attempt !== undefined && !taken.has(index));
  }
  return redeemed;
}
