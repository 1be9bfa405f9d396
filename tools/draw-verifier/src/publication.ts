/** What is published of a draw, and the few bytes that everything in it is made from. */
import { toBytes, toHex } from "./bytes.ts";
import { sha256 } from "./sha256.ts";

export const FORM = "citizen-cloud draw 1";

export interface DrawPublication {
  form: string;
  city: string;
  campaign: string;
  /** RFC 3339, like every time here. */
  opensAt: string;
  closesAt: string;
  drawAt: string;
  /** What is handed out, the first drawn first. */
  tiers: { id: string; count: number }[];
  randomness: {
    kind: "drand" | "committed";
    announcedAt: string;
    commitment?: string;
    chain?: DrandChain;
    round?: number;
    announcedRound?: number;
    seed?: string;
    contributions?: Contribution[];
    signature?: string;
    value?: string;
  };
  frozen?: { at: string; participants: number; lots: number; excluded: { reason: string; count: number }[]; digest: string; root: string };
  drawn?: { at: string; winners: number; digest: string };
}

export interface Contribution {
  witness: string;
  words: string;
}

export interface DrandChain {
  hash: string;
  publicKey: string;
  genesisSeconds: number;
  periodSeconds: number;
}

/** drand's quicknet: a value every three seconds, by a league of independent operators. */
export const QUICKNET: DrandChain = {
  hash: "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971",
  publicKey: "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a",
  genesisSeconds: 1_692_803_367,
  periodSeconds: 3,
};

/** When a round's value comes to be, in milliseconds since 1970. */
export function timeOfRound({ genesisSeconds, periodSeconds }: DrandChain, round: number): number {
  return (genesisSeconds + (round - 1) * periodSeconds) * 1000;
}

/** The first round whose value nobody knows before this moment. */
export function firstRoundFrom({ genesisSeconds, periodSeconds }: DrandChain, atMs: number): number {
  return Math.max(1, Math.ceil((atMs / 1000 - genesisSeconds) / periodSeconds) + 1);
}

/** drand's value of a round: SHA-256 over its signature. */
export function valueOfSignature(signature: Uint8Array): Uint8Array {
  return sha256(signature);
}

const lengthOf = (bytes: Uint8Array) => Uint8Array.of(bytes.length >>> 24, bytes.length >>> 16, bytes.length >>> 8, bytes.length);

/** What is published long before the seed. */
export function commitToSeed(seed: Uint8Array): Uint8Array {
  return sha256(toBytes("citizen-cloud draw seed 1\n"), seed);
}

/** The seed was promised before anybody registered, the words were said after the list was frozen: nobody knew both. */
export function valueOfSeed(seed: Uint8Array, contributions: readonly Contribution[]): Uint8Array {
  const words = contributions.flatMap((each) => [each.witness, each.words]).map(toBytes);
  return sha256(toBytes("citizen-cloud draw value 1\n"), seed, ...words.flatMap((bytes) => [lengthOf(bytes), bytes]));
}

/** What stands for a participant in the list. @param salt 32 bytes that only she and the city know */
export function commitmentOf({ city, campaign }: Pick<DrawPublication, "city" | "campaign">, salt: Uint8Array): Uint8Array {
  return sha256(commitmentPrefix({ city, campaign }), salt);
}

export function commitmentPrefix({ city, campaign }: Pick<DrawPublication, "city" | "campaign">): Uint8Array {
  return toBytes(`citizen-cloud draw participant 1\n${city}/${campaign}\n`);
}

/** A line of the list: commitment, lots, and for whoever is excluded why. */
export function formatLine({ commitment, weight, reason }: { commitment: Uint8Array; weight: number; reason?: string | null }): string {
  return `${toHex(commitment)} ${weight}${reason ? ` ${reason}` : ""}`;
}

/** A line of the list of winners; who came in place of another names that one's rank. */
export function formatWinner({ rank, tier, commitment, inPlaceOf }: { rank: number; tier: string; commitment: Uint8Array; inPlaceOf?: number | null }): string {
  return `${rank} ${tier} ${toHex(commitment)}${inPlaceOf ? ` ${inPlaceOf}` : ""}`;
}
