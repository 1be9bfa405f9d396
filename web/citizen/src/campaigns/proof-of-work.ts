/**
 * A challenge for whoever joins while a campaign is under attack: a number is sought that gives a digest with enough
 * leading zero bits. A second of a telephone's work, and a lot for whoever wants to be ten thousand people. The browser's
 * own digest answers one promise at a time, which costs more than the digest; the draw's verifier has another.
 */
import { sha256 } from "@citizen-cloud/draw-verifier";

export function leadingZeroBits(digest: Uint8Array): number {
  let bits = 0;
  for (const byte of digest) {
    const zeros = Math.clz32(byte) - 24;
    bits += zeros;
    if (zeros < 8) break;
  }
  return bits;
}

const encoder = new TextEncoder();

/** Tries numbers from a beginning, each behind the text; the one that does, or undefined when none of them does. */
export function tryNumbers(text: string, bits: number, from: number, count: number): string | undefined {
  for (let number = from; number < from + count; number += 1) {
    const nonce = number.toString(36);
    if (leadingZeroBits(sha256(encoder.encode(text + nonce))) >= bits) return nonce;
  }
  return undefined;
}
