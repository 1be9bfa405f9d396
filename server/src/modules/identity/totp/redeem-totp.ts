import { randomBytes } from "node:crypto";
import { openPersonCipher, placeOf } from "../account/person-cipher.ts";
import { wrongTotp } from "../errors.ts";
import type { IdentityParts } from "../parts.ts";
import { countGuess, forgiveGuesses } from "../sign-in/guess.ts";
import type { Origin } from "../sign-in/request-code.ts";
import { advanceStep, findTotp } from "./store.ts";
import { findStep, newSecret, SECRET_BYTES } from "./totp.ts";

/** For whoever has no app the same sums are done. */
const NOBODYS_SECRET = newSecret(randomBytes(SECRET_BYTES));

/**
 * Uses up one code of a person's authenticator app.
 * @param person undefined when the number has no account: then it is refused alike
 * @throws wrong-totp alike for a wrong, late or used code and for whoever has no app; too-many-requests
 */
export async function redeemTotp(parts: IdentityParts, { person, phone, code, origin }: { person: string | undefined; phone: string; code: string; origin: Origin }): Promise<void> {
  const { database, clock } = parts;
  await countGuess(parts, { means: "totp", phone, origin });
  const row = person === undefined ? undefined : await findTotp(database, person);
  if (person !== undefined && row?.secret) {
    const cipher = await openPersonCipher(parts, database, person);
    const step = findStep(cipher.open(placeOf.totp(person), row.secret), code, clock());
    if (step !== undefined && (await advanceStep(database, person, { secret: row.secret, step }))) {
      await forgiveGuesses(parts, { means: "totp", phone });
      return;
    }
  } else findStep(NOBODYS_SECRET, code, clock());
  throw wrongTotp("The app's code is not right, or was used already.");
}
