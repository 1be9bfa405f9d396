import { createHmac, timingSafeEqual } from "node:crypto";
import type { MasterKeys } from "./keys.ts";

/** The six digits that go to a telephone. They are never stored: whoever holds the key can make them again from the id. */
export interface Codes {
  /** Six decimal digits for one id, for example of a sign-in attempt. Every label has codes of its own. */
  deriveCode(label: string, id: string): string;
  /** Whether the digits typed are the id's, under any live key: a code sent before a rotation still serves. */
  matchesCode(label: string, id: string, typed: string): boolean;
}

export function openCodes(keys: MasterKeys): Codes {
  const derive = (label: string, id: string, version: number) => {
    const digest = createHmac("sha256", keys.derive(`code/${label}`, version)).update(id).digest("hex");
    // 256 bits over a million: no code is likelier than another by more than 2^-236.
    return (BigInt(`0x${digest}`) % 1_000_000n).toString().padStart(6, "0");
  };
  return {
    deriveCode: (label, id) => derive(label, id, keys.currentVersion),
    matchesCode: (label, id, typed) => keys.versions.map((version) => isSameSecret(derive(label, id, version), typed)).includes(true),
  };
}

/** Compares two secrets without telling by its duration how far they agree; only their lengths may show. */
export function isSameSecret(one: string | Buffer, other: string | Buffer): boolean {
  const [first, second] = [Buffer.from(one), Buffer.from(other)];
  return first.length === second.length && timingSafeEqual(first, second);
}
