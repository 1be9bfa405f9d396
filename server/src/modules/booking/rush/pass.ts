import type { TextSigner } from "../../../kernel/crypto/signed-text.ts";

/** That somebody may take part in a campaign, and of which places theirs is. */
export interface Pass {
  campaign: number;
  person: string;
  quota: number;
  /** Milliseconds since 1970. */
  until: number;
}

/** What passes are signed under: `openTextSigner(keys, PASS_LABEL)`. */
export const PASS_LABEL = "booking/pass";

export function signPass(signer: TextSigner, { campaign, person, quota, until }: Pass): string {
  return signer.sign([campaign, person, quota, Math.floor(until)].join("."));
}

/** Undefined when this server did not make it. Whose it is, for what and until when is the caller's to compare. */
export function readPass(signer: TextSigner, signed: string): Pass | undefined {
  const [campaign, person = "", quota, until] = signer.read(signed)?.split(".") ?? [];
  return until === undefined ? undefined : { campaign: Number(campaign), person, quota: Number(quota), until: Number(until) };
}
