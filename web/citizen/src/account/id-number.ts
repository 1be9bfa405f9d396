import { m } from "../paraglide/messages.js";

/** What can be told before asking; the register's own rules stay the server's. */
export function idNumberFault(typed: string): string | undefined {
  const number = typed.normalize("NFKC").replace(/[\s-]/g, "");
  if (number === "") return m.account_id_missing();
  if (/^\d{15}$/.test(number)) return m.account_id_fifteen();
  if (number.length !== 18) return m.account_id_length();
  return /^\d{17}[\dXx]$/.test(number) ? undefined : m.account_id_form();
}
