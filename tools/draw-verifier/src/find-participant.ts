/** Whether somebody stands in the frozen list, from the proof that she alone is given: no list is needed for it. */
import { fromHex, toBytes, toHex } from "./bytes.ts";
import { Scores } from "./drawing.ts";
import { readParticipant } from "./lines.ts";
import { holdsInclusion, leafHash } from "./merkle.ts";
import { commitmentOf, type DrawPublication } from "./publication.ts";
import type { Words } from "./verify-draw.ts";

export const PROOF_FORM = "citizen-cloud draw proof 1";

export interface ParticipantProof {
  form: string;
  city: string;
  campaign: string;
  salt: string;
  commitment: string;
  /** Of the list. */
  line: string;
  position: number;
  participants: number;
  path: string[];
  root: string;
  score?: string;
  rank?: number;
  tier?: string;
}

export interface ParticipantCheck {
  holds: boolean;
  detail: Words;
  weight?: number;
  /** Computed here, once the random value is published. */
  score?: string;
}

export function findParticipant(proof: ParticipantProof, publication: DrawPublication): ParticipantCheck {
  const no = (zh: string, en: string): ParticipantCheck => ({ holds: false, detail: { zh, en } });
  try {
    if (proof.form !== PROOF_FORM || proof.city !== publication.city || proof.campaign !== publication.campaign) return no("这不是本次活动的凭证。", "This proof is about another campaign.");
    if (!publication.frozen) return no("名单尚未冻结。", "The list is not frozen yet.");
    const commitment = commitmentOf(publication, fromHex(proof.salt));
    if (toHex(commitment) !== proof.commitment) return no("承诺值不是由这个盐得出的。", "The commitment does not follow from the salt.");
    const line = toBytes(proof.line);
    const listed = new Uint8Array(32);
    const { weight } = readParticipant(line, 0, line.length, listed);
    if (toHex(listed) !== proof.commitment) return no("名单中的这一行不是您的。", "The line of the list is somebody else's.");
    const { root, participants } = publication.frozen;
    const included = holdsInclusion({ leaf: leafHash(line), index: proof.position, count: participants, path: proof.path.map(fromHex), root: fromHex(root) });
    if (proof.root !== root || proof.participants !== participants || !included) return no("这一行不在公布的名单里。", "The line is not in the list that was published.");
    const { value } = publication.randomness;
    const score = value === undefined || weight === 0 ? undefined : toHex(new Scores(fromHex(value), fromHex(root)).scoreOf(commitment, weight));
    if (proof.score !== undefined && proof.score !== score) return no("抽签号与计算的不一致。", "The number drawn is not what follows from the public value.");
    return { holds: true, detail: { zh: `您在名单第 ${proof.position + 1} 行。`, en: `You stand in line ${proof.position + 1} of the list.` }, weight, ...(score === undefined ? {} : { score }) };
  } catch {
    return no("凭证格式有误。", "The proof is not in its form.");
  }
}
