import { randomInt } from "node:crypto";
import { record } from "../../audit/index.ts";
import type { Handles } from "../../../kernel/database.ts";
import { newId } from "../../../kernel/ids.ts";
import type { IdentityParts } from "../parts.ts";
import { digest } from "./begin-recovery.ts";
import { VOUCHER_MS } from "./recovery.ts";
import { insertVoucher } from "./store.ts";

/** Without letters and digits that look or sound alike; 12 of 28 are 57 bits. */
const ALPHABET = "346789ABCDEFGHJKLMNPQRTUVWXY";
const CODE_LENGTH = 12;

export interface Clerk {
  id: string;
  city: string;
  department: string | undefined;
}

/**
 * A clerk's word that a person stood before them with their card: a code for the person to type where they recover their
 * account. It is one of two proofs and ends the wait. Whether the clerk may give it is for the caller to decide.
 * @param tx the transaction in which the caller checked the card, so that both are recorded or neither
 * @returns the code in groups of four, shown once
 */
export async function vouchInPerson({ clock }: Pick<IdentityParts, "clock">, tx: Handles, { person, clerk, ground }: { person: string; clerk: Clerk; ground: string }): Promise<{ code: string; expiresAt: Date }> {
  const code = Array.from({ length: CODE_LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join("");
  const now = clock();
  const voucher = { id: newId(), person, code_digest: digest(code), staff: clerk.id, created_at: now, expires_at: new Date(now.getTime() + VOUCHER_MS) };
  await insertVoucher(tx, voucher);
  await record(tx, {
    actor: { kind: "staff", id: clerk.id, city: clerk.city, ...(clerk.department === undefined ? {} : { department: clerk.department }) }, act: "recovery-voucher.given", subject: person, city: clerk.city,
    purpose: "account-recovery", ground, about: { kind: "recovery-voucher", id: voucher.id },
  });
  return { code: code.replaceAll(/.{4}(?!$)/g, "$&-"), expiresAt: voucher.expires_at };
}

/** As people type it: with or without dashes and spaces, in small letters too. */
export function readVoucherCode(typed: string): string {
  return typed.normalize("NFKC").toUpperCase().replaceAll(/[\s-]/g, "");
}
