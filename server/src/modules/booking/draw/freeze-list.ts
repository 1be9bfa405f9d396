/**
 * Freezes who takes part in a draw. First nothing changes any more, then the list is written down, then its digest and its
 * Merkle root are published; only after that the random value comes to be.
 */
import { createHash } from "node:crypto";
import { commitmentPrefix, MerkleTree, merkleRoot } from "@citizen-cloud/draw-verifier";
import { noDraw, wrongStep } from "../campaign/errors.ts";
import type { OpenCampaign } from "../campaign/open-campaigns.ts";
import type { CampaignParts } from "../campaign/parts.ts";
import { freezeFrom } from "../campaign/rules.ts";
import { announceCampaign, type DrawRow, findCampaignForUpdate, findDrawForUpdate, lockQuotas, updateDraw } from "../campaign/store.ts";
import { commitmentKey } from "./participant-salt.ts";
import { roundAfterFreezing } from "./randomness.ts";
import { addParticipants, type Block, eachListPage, eachParticipant, insertBlocks } from "./store.ts";

/** A statement stays far below the database's limit, and the list below the worker's memory. */
const CHUNK = 25_000;
const FIRST_PERSON = "00000000-0000-0000-0000-000000000000";
/** A power of two, so that each block is a subtree. */
export const BLOCK_LINES = 1_024;

type Parts = Pick<CampaignParts, "database" | "vault" | "databaseTime" | "campaigns">;

/** Doing it again goes on where it was left. @throws no-draw, wrong-step before the close */
export async function freezeList(parts: Parts, campaign: OpenCampaign): Promise<void> {
  const { database, databaseTime, campaigns } = parts;
  if (!(await beginFreezing(parts, campaign))) return;
  await writeList(parts, campaign);
  const { blocks, ...frozen } = await digestList(parts, campaign.id);
  await database.transaction(async (tx) => {
    const draw = await findDrawForUpdate(tx, campaign.id);
    if (!draw || draw.frozen_at) return;
    await insertBlocks(tx, campaign.id, blocks);
    const now = await databaseTime(tx);
    await updateDraw(tx, campaign.id, { ...frozen, frozen_at: now, ...(draw.round === null ? {} : { round: roundAfterFreezing(draw.round, now) }) });
    await announceCampaign(tx, campaign.id);
  });
  await campaigns.refresh();
}

/** From here on nobody registers, withdraws or is excluded. @returns false when the list is frozen */
export async function beginFreezing({ database, databaseTime }: Parts, { id, city, slug, rules }: OpenCampaign): Promise<boolean> {
  return database.transaction(async (tx) => {
    const row = await findCampaignForUpdate(tx, city, slug);
    const draw = await findDrawForUpdate(tx, id);
    if (!row || !draw || rules.manner !== "draw") throw noDraw("This campaign goes by turn.");
    if (draw.frozen_at) return false;
    const now = await databaseTime(tx);
    const from = freezeFrom(row.closes_at, row.ended_at ?? undefined);
    if (now < from) throw wrongStep("Registration has to be closed for a minute before the list is frozen.", { extensions: { from: from.toISOString() } });
    if (draw.freezing_at) return true;
    await updateDraw(tx, id, { freezing_at: now });
    // Whoever is being registered at this moment is in the list; whoever comes after them finds it closed (booking.register).
    await lockQuotas(tx, id);
    return true;
  });
}

async function writeList({ database, vault }: Parts, campaign: OpenCampaign): Promise<void> {
  const { id, city, slug, rules } = campaign;
  const key = commitmentKey(vault.service, campaign);
  const recipe = {
    campaign: id, innerKey: paddedKey(key, 0x36), outerKey: paddedKey(key, 0x5c), prefix: Buffer.from(commitmentPrefix({ city, campaign: slug })),
    weights: Object.fromEntries(rules.groups.map((group) => [group.id, group.weight])),
  };
  for (let last: string | undefined = FIRST_PERSON; last !== undefined; ) last = await addParticipants(database, recipe, last, CHUNK);
}

/** The key as HMAC mixes it into its inner and its outer hash (RFC 2104). */
function paddedKey(key: Buffer, pad: number): Buffer {
  const padded = Buffer.alloc(64, pad);
  for (const [index, byte] of key.entries()) padded[index] = byte ^ pad;
  return padded;
}

type Frozen = Pick<DrawRow, "participants" | "lots" | "excluded" | "list_digest" | "root">;

/** Reads the list once, as whoever checks it will. The tree's root follows from its blocks', each of which is a subtree. */
async function digestList({ database }: Parts, campaign: number): Promise<Frozen & { blocks: Block[] }> {
  const digest = createHash("sha256");
  const blocks: Block[] = [];
  const excluded: Record<string, number> = {};
  let [lots, participants, block, first] = [0, 0, new MerkleTree(), undefined as Buffer | undefined];
  const endBlock = () => {
    if (first) blocks.push({ number: blocks.length, first_commitment: first, lines: block.count, hash: Buffer.from(block.root()) });
    [block, first] = [new MerkleTree(), undefined];
  };
  for await (const page of eachListPage(database, campaign)) {
    digest.update(page);
    eachParticipant(page, ({ commitment, weight, reason, from, to }) => {
      block.addLine(page, from, to);
      first ??= Buffer.from(commitment);
      lots += weight;
      participants += 1;
      if (reason !== undefined) excluded[reason] = (excluded[reason] ?? 0) + 1;
      if (block.count === BLOCK_LINES) endBlock();
    });
  }
  endBlock();
  return { blocks, participants, lots, excluded, list_digest: digest.digest(), root: Buffer.from(merkleRoot(blocks.map(({ hash }) => hash))) };
}
