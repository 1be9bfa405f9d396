import { commitmentOf, inclusionPath, leafHash, merkleRoot, PROOF_FORM, Scores, toHex } from "@citizen-cloud/draw-verifier";
import type { Static } from "typebox";
import type { MyProof } from "../campaign/contract.ts";
import { notFrozen } from "../campaign/errors.ts";
import type { OpenCampaign } from "../campaign/open-campaigns.ts";
import type { CampaignParts } from "../campaign/parts.ts";
import { type DrawRow, findAward } from "../campaign/store.ts";
import { noEntry } from "../rush/errors.ts";
import { lineOf } from "./lists.ts";
import { saltOf } from "./participant-salt.ts";
import { type Block, listBlockParticipants, listBlocks } from "./store.ts";

/** That a person stands in the frozen list: her block of it is read, and of the others their hashes. @throws list-not-frozen, no-entry */
export async function findProof({ database, vault }: Pick<CampaignParts, "database" | "vault">, campaign: OpenCampaign, draw: DrawRow, person: string): Promise<Static<typeof MyProof>> {
  const { id, city, slug } = campaign;
  if (!draw.frozen_at || !draw.root) throw notFrozen("The list is frozen a minute after registration has closed.");
  const salt = saltOf(vault.service, campaign, person);
  const commitment = Buffer.from(commitmentOf({ city, campaign: slug }, salt));
  const blocks = await listBlocks(database, id);
  const block = findBlock(blocks, commitment);
  const lines = block ? await listBlockParticipants(database, id, block) : [];
  const index = lines.findIndex((each) => each.commitment.equals(commitment));
  const own = lines[index];
  if (!block || !own) throw noEntry("You have not registered here.");
  const leaves = lines.map((each) => leafHash(Buffer.from(lineOf(each), "latin1")));
  if (!Buffer.from(merkleRoot(leaves)).equals(block.hash)) throw new Error(`Block ${block.number} of the frozen list of campaign ${id} is not as it was frozen`);
  const path = [...inclusionPath(leaves, index), ...inclusionPath(blocks.map(({ hash }) => hash), block.number)];
  const award = draw.published_at ? await findAward(database, id, person) : undefined;
  return {
    form: PROOF_FORM, city, campaign: slug, salt: toHex(salt), commitment: toHex(commitment), line: lineOf(own),
    position: blocks.slice(0, block.number).reduce((sum, { lines: count }) => sum + count, 0) + index,
    participants: draw.participants ?? 0, path: path.map(toHex), root: toHex(draw.root),
    ...(draw.published_at && draw.value && own.weight > 0 ? { score: toHex(new Scores(draw.value, draw.root).scoreOf(commitment, own.weight)) } : {}),
    ...(award ? { rank: award.rank, tier: award.tier } : {}),
  };
}

function findBlock(blocks: readonly Block[], commitment: Buffer): Block | undefined {
  return blocks.findLast(({ first_commitment: first }) => first.compare(commitment) <= 0);
}
