/** What is published of a draw, and the few bytes that everything in it is made from. */
import { toBytes, toHex } from "./bytes.ts";
import type { DrandChain } from "./drand.ts";
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
