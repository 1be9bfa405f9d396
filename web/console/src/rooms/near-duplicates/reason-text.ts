import { findWord } from "../../i18n/words.ts";

/** A reason in the clerk's language; what the server says in words of its own is shown as it is. */
export function reasonText(reason: string): string {
  return findWord(`reason_${reason.replace(/[^a-z]+/g, "_")}`) ?? reason;
}
