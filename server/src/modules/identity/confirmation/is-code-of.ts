import { DomainError } from "../../../kernel/errors.ts";
import type { IdentityParts } from "../parts.ts";
import { findOwnPhone } from "../account/own-numbers.ts";
import { redeemCode } from "../sign-in/redeem-code.ts";

/** For rooms that take a code in place of something else. Whence it comes is not known there: a person's tries are counted by the person. */
export async function isCodeOf(parts: Pick<IdentityParts, "database" | "vault" | "lookupHash" | "codes" | "clock">, person: string, code: string): Promise<boolean> {
  const phone = await findOwnPhone(parts, parts.database, person);
  if (phone === undefined) return false;
  try {
    await redeemCode(parts, { phone, code, purpose: "confirmation", origin: { address: `person ${person}`, device: "" } });
    return true;
  } catch (error) {
    if (error instanceof DomainError && error.code === "wrong-code") return false;
    throw error;
  }
}
