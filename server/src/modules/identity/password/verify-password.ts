import { type AccountRow, findAccountByPhone } from "../account/store.ts";
import { wrongPassword } from "../errors.ts";
import type { IdentityParts } from "../parts.ts";
import { countGuess, forgiveGuesses } from "../sign-in/guess.ts";
import type { Origin } from "../sign-in/request-code.ts";
import { checkPasswordHash, hashPassword } from "./hash.ts";
import { LONGEST, normalisePassword } from "./password.ts";
import { replacePasswordHash } from "./store.ts";

/**
 * The account of a number whose password this is.
 * @throws wrong-password alike for a wrong password, a number without one and a number without an account;
 *   too-many-requests, overloaded
 */
export async function verifyPassword(parts: IdentityParts, { phone, password, origin }: { phone: string; password: string; origin: Origin }): Promise<AccountRow> {
  const { database, lookupHash } = parts;
  await countGuess(parts, { means: "password", phone, origin });
  const account = await findAccountByPhone(database, lookupHash.candidates("phone", phone));
  const typed = normalisePassword(password.slice(0, LONGEST * 2));
  const { right, outdated } = await checkPasswordHash(typed, account?.password_hash ?? undefined);
  if (!account || !right) throw wrongPassword("Number and password do not belong together.");
  await forgiveGuesses(parts, { means: "password", phone });
  if (!outdated || !account.password_hash) return account;
  const made = await hashPassword(typed);
  await replacePasswordHash(database, account.person, { kept: account.password_hash, made });
  return { ...account, password_hash: made };
}
