/** For tests: a draw as a city would publish it. */
import { toHex } from "./bytes.ts";
import { Drawing } from "./drawing.ts";
import { inclusionPath, leafHash, merkleRoot } from "./merkle.ts";
import { PROOF_FORM, type ParticipantProof } from "./find-participant.ts";
import { commitmentOf, commitToSeed, type DrawPublication, FORM, formatLine, formatWinner, valueOfSeed } from "./publication.ts";
import { sha256 } from "./sha256.ts";
import { toBytes } from "./bytes.ts";

export interface Published {
  publication: DrawPublication;
  participants: string;
  winners: string;
  /** Of the participant with this number. */
  proofOf(number: number): ParticipantProof;
}

export interface Recipe {
  count?: number;
  weightOf?: (number: number) => number;
  reasonOf?: (number: number) => string | undefined;
  tiers?: { id: string; count: number }[];
  /** Ranks given back, in whose place the next came. */
  returned?: number[];
}

const saltOf = (number: number) => sha256(toBytes(`salt ${number}`));

export function publishDraw({ count = 40, weightOf = () => 1, reasonOf = () => undefined, tiers = [{ id: "gold", count: 3 }, { id: "silver", count: 5 }], returned = [] }: Recipe = {}): Published {
  const [place, seed] = [{ city: "haikou", campaign: "red-packets" }, sha256(toBytes("the seed"))];
  const members = Array.from({ length: count }, (_each, number) => {
    const reason = reasonOf(number);
    const [commitment, weight] = [commitmentOf(place, saltOf(number)), reason === undefined ? weightOf(number) : 0];
    return { number, commitment, weight, line: formatLine({ commitment, weight, ...(reason === undefined ? {} : { reason }) }), reason };
  }).sort((a, b) => (toHex(a.commitment) < toHex(b.commitment) ? -1 : 1));
  const participants = members.map(({ line }) => `${line}\n`).join("");
  const leaves = members.map(({ line }) => leafHash(toBytes(line)));
  const root = merkleRoot(leaves);
  const contributions = [{ witness: "公证员", words: "三月春风" }];
  const value = valueOfSeed(seed, contributions);
  const places = tiers.reduce((sum, tier) => sum + tier.count, 0);
  const drawing = new Drawing({ value, root, places: places + returned.length });
  for (const { commitment, weight } of members) drawing.add(commitment, weight);
  const order = drawing.winners();
  const tierOf = tiers.flatMap(({ id, count: of }) => Array.from({ length: of }, () => id));
  const first = order.slice(0, places).map(({ rank, commitment }) => `${formatWinner({ rank, tier: tierOf[rank - 1] ?? "", commitment })}\n`);
  const later = order.slice(places).map(({ rank, commitment }, index) => `${formatWinner({ rank, tier: tierOf[(returned[index] ?? 1) - 1] ?? "", commitment, inPlaceOf: returned[index] ?? 1 })}\n`);
  const excluded = [...new Set(members.flatMap(({ reason }) => (reason === undefined ? [] : [reason])))].sort().map((reason) => ({ reason, count: members.filter((each) => each.reason === reason).length }));
  const publication: DrawPublication = {
    form: FORM, ...place, opensAt: "2027-02-24T00:00:00.000Z", closesAt: "2027-02-25T16:00:00.000Z", drawAt: "2027-02-26T02:00:00.000Z", tiers,
    randomness: { kind: "committed", announcedAt: "2027-02-20T00:00:00.000Z", commitment: toHex(commitToSeed(seed)), seed: toHex(seed), contributions, value: toHex(value) },
    frozen: { at: "2027-02-25T16:01:00.000Z", participants: count, lots: members.reduce((sum, { weight }) => sum + weight, 0), excluded, digest: toHex(sha256(toBytes(participants))), root: toHex(root) },
    drawn: { at: "2027-02-26T02:05:00.000Z", winners: first.length, digest: toHex(sha256(toBytes(first.join("")))) },
  };
  return {
    publication, participants, winners: [...first, ...later].join(""),
    proofOf(number) {
      const position = members.findIndex((each) => each.number === number);
      const own = members[position];
      if (!own) throw new RangeError(`There is no participant ${number}.`);
      return { form: PROOF_FORM, ...place, salt: toHex(saltOf(number)), commitment: toHex(own.commitment), line: own.line, position, participants: count, path: inclusionPath(leaves, position).map(toHex), root: toHex(root) };
    },
  };
}

/** In pieces of odd lengths, as a network gives them. */
export function* inPieces(text: string, length = 97): Generator<Uint8Array> {
  const bytes = toBytes(text);
  for (let from = 0; from < bytes.length; from += length) yield bytes.slice(from, from + length);
}
