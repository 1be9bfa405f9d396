/** drand: a public random value at set times, signed by a league of operators of whom no one can sign alone. */
import { bls12_381 } from "@noble/curves/bls12-381.js";
import { fromHex } from "./bytes.ts";
import { sha256 } from "./sha256.ts";

export interface DrandChain {
  hash: string;
  publicKey: string;
  genesisSeconds: number;
  periodSeconds: number;
}

/** A value every three seconds; scheme bls-unchained-g1-rfc9380. Its key stands here, so that nobody's publication can bring another. */
export const QUICKNET: DrandChain = {
  hash: "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971",
  publicKey: "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a",
  genesisSeconds: 1_692_803_367,
  periodSeconds: 3,
};

/** The ciphersuite of RFC 9380 that quicknet signs with: signatures in G1, the key in G2. */
const CIPHERSUITE = "BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";

/** When a round's value comes to be, in milliseconds since 1970. */
export function timeOfRound(round: number): number {
  return (QUICKNET.genesisSeconds + (round - 1) * QUICKNET.periodSeconds) * 1000;
}

/** The first round whose value nobody knows before this moment. */
export function firstRoundFrom(atMs: number): number {
  return Math.max(1, Math.ceil((atMs / 1000 - QUICKNET.genesisSeconds) / QUICKNET.periodSeconds) + 1);
}

/** Whether the league signed this round so. There is one such signature: whoever is to choose the value finds no second. */
export function isSignatureOf(round: number, signature: Uint8Array): boolean {
  const { shortSignatures } = bls12_381;
  const number = new Uint8Array(8);
  new DataView(number.buffer).setBigUint64(0, BigInt(round));
  try {
    return shortSignatures.verify(signature, shortSignatures.hash(sha256(number), CIPHERSUITE), fromHex(QUICKNET.publicKey));
  } catch {
    // No point of the curve, or another length.
    return false;
  }
}

/** drand's value of a round: SHA-256 over its signature. */
export function valueOfSignature(signature: Uint8Array): Uint8Array {
  return sha256(signature);
}
