import type { TextSigner } from "../../../kernel/crypto/signed-text.ts";

/** That somebody may take part in a campaign, and of which places theirs is. */
export interface Pass {
  campaign: number;
  person: string;
  quota: number;
  /** `conditionsDigest` of the rules it was given by. */
  conditions: string;
  /** Milliseconds since 1970. */
  until: number;
  /** The parent whom it was given to, when it is their child's. */
  by?: string;
}

/** What passes are signed under: `openTextSigner(keys, PASS_LABEL)`. */
export const PASS_LABEL = "booking/pass";

export function signPass(signer: TextSigner, { campaign, person, quota, conditions, until, by }: Pass): string {
  return signer.sign([campaign, person, quota, conditions, Math.floor(until), ...(by === undefined ? [] : [by])].join("."));
}

/** Undefined when this server did not make it. Whose it is, for what, by which conditions and until when is the caller's to compare. */
export function readPass(signer: TextSigner, signed: string): Pass | undefined {
  const [campaign, person = "", quota, conditions = "", until, by] = signer.read(signed)?.split(".") ?? [];
  if (until === undefined) return undefined;
  const pass = { campaign: Number(campaign), person, quota: Number(quota), conditions, until: Number(until) };
  return by === undefined ? pass : { ...pass, by };
}
