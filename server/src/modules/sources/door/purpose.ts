import { purposeNeeded } from "../errors.ts";

/**
 * Words that the person reads later: something to see, and nothing that no text may hold.
 * @param detail what is said when there are none
 * @throws purpose-needed
 */
export function requirePurpose(purpose: string, detail: string): void {
  if (!/[\p{L}\p{N}]/u.test(purpose) || /[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/u.test(purpose)) throw purposeNeeded(detail);
}
