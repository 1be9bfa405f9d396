/**
 * Draws lots over the frozen list with the public random value. All of it follows from what is published, so doing it again, here
 * or anywhere, gives the same.
 */
import { createHash } from "node:crypto";
import { Drawing, isSignatureOf, valueOfSeed, valueOfSignature } from "@citizen-cloud/draw-verifier";
import type { Contribution } from "@citizen-cloud/draw-verifier";
import { drawFailed, noDraw, notFrozen, wrongStep } from "../campaign/errors.ts";
import type { OpenCampaign } from "../campaign/open-campaigns.ts";
import type { CampaignParts } from "../campaign/parts.ts";
import { placesOf, spentFen, tierOfRank, winnerConfirmBy } from "../campaign/rules.ts";
import { announceCampaign, type DrawRow, findDrawForUpdate, updateDraw } from "../campaign/store.ts";
import { seedPlace } from "../campaign/take-over.ts";
import { listWinners } from "./lists.ts";
import { isRoundThere } from "./randomness.ts";
import { eachListPage, eachParticipant, findPersons, insertAwards } from "./store.ts";

const AWARDS_AT_ONCE = 2_000;

type Parts = Pick<CampaignParts, "database" | "vault" | "databaseTime" | "campaigns">;

export interface RandomSource {
  /** What witnesses said after the list was frozen; for a seed committed to. */
  contributions?: Contribution[];
  /** The round that the signature is of; left out: the one announced. */
  round?: number;
  /** drand's signature of the round. */
  signature?: Buffer;
}

/** Doing it again goes on where it was left, with the value taken first. @throws no-draw, list-not-frozen, wrong-step, random-value-refused */
export async function drawLots(parts: Parts, campaign: OpenCampaign, source: RandomSource): Promise<void> {
  const { database, databaseTime, campaigns } = parts;
  const begun = await takeValue(parts, campaign, source);
  if (!begun) return;
  const { value, root, drawing_at: at } = begun;
  const drawing = new Drawing({ value, root, places: placesOf(campaign.rules) });
  for await (const page of eachListPage(database, campaign.id)) eachParticipant(page, ({ commitment, weight }) => drawing.add(commitment, weight));
  await writeAwards(parts, campaign, drawing, at);
  const winners = createHash("sha256");
  for await (const text of listWinners(database, campaign.id)) winners.update(text);
  await database.transaction(async (tx) => {
    const draw = await findDrawForUpdate(tx, campaign.id);
    if (!draw || draw.drawn_at) return;
    await updateDraw(tx, campaign.id, { drawn_at: await databaseTime(tx), winners: Math.min(placesOf(campaign.rules), drawing.taking), winners_digest: winners.digest() });
    await announceCampaign(tx, campaign.id);
  });
  await campaigns.refresh();
}

type Begun = DrawRow & { value: Buffer; root: Buffer; drawing_at: Date };

/** The value is taken once and stands from then on. @returns undefined when lots were drawn */
export async function takeValue({ database, vault, databaseTime }: Omit<Parts, "campaigns">, { id, city, slug, rules }: OpenCampaign, { contributions = [], round, signature }: RandomSource): Promise<Begun | undefined> {
  return database.transaction(async (tx) => {
    const draw = await findDrawForUpdate(tx, id);
    if (!draw || rules.manner !== "draw") throw noDraw("This campaign goes by turn.");
    if (draw.drawn_at) return undefined;
    if (!draw.frozen_at || !draw.root) throw notFrozen("The list of participants has to be frozen first.");
    if (draw.value) return draw as Begun;
    const now = await databaseTime(tx);
    const at = new Date(rules.draw?.at ?? rules.closesAt);
    if (now < at || now <= draw.frozen_at) throw wrongStep("It is not yet the time announced for the draw.", { extensions: { from: at.toISOString() } });
    if (draw.randomness === "drand") {
      if (draw.round === null || !isRoundThere(draw.round, now)) throw wrongStep("drand's round has not come yet.");
      if (round !== undefined && round !== draw.round) throw drawFailed(`Round ${draw.round} was announced.`);
      if (!signature || !isSignatureOf(draw.round, signature)) throw drawFailed("drand's signature of the announced round is needed.");
      const taken = { value: Buffer.from(valueOfSignature(signature)), signature, drawing_at: now };
      await updateDraw(tx, id, taken);
      return { ...draw, ...taken, root: draw.root };
    }
    if (!draw.seed) throw new Error(`The draw of campaign ${id} has no seed`);
    if ((rules.draw?.witnesses.length ?? 0) > 0 && contributions.length === 0) throw drawFailed("The witnesses' words are needed: they are mixed with the seed, so that nobody could know the value beforehand.");
    const seed = Buffer.from(vault.service.open(seedPlace(city, slug), draw.seed), "base64url");
    const taken = { value: Buffer.from(valueOfSeed(seed, contributions)), revealed_seed: seed, contributions, drawing_at: now };
    await updateDraw(tx, id, taken);
    return { ...draw, ...taken, root: draw.root };
  });
}

async function writeAwards({ database }: Parts, { id, rules }: OpenCampaign, drawing: Drawing, at: Date): Promise<void> {
  const winners = drawing.winners();
  const awards = winners.map(({ rank, commitment }) => ({ rank, commitment: Buffer.from(commitment), tier: tierOfRank(rules.tiers, rank)?.id ?? "" }));
  const spent = spentFen(rules, awards.map(({ tier }) => ({ tier, returned: false })));
  if (rules.budgetFen !== undefined && spent > rules.budgetFen) throw new Error(`The draw of campaign ${id} would hand out more than its budget`);
  const confirmBy = winnerConfirmBy(rules, at) ?? null;
  for (let from = 0; from < awards.length; from += AWARDS_AT_ONCE) {
    const some = awards.slice(from, from + AWARDS_AT_ONCE);
    const persons = new Map((await findPersons(database, id, some.map(({ commitment }) => commitment))).map(({ commitment, person }) => [commitment.toString("hex"), person]));
    await database.transaction((tx) =>
      insertAwards(tx, some.map(({ rank, commitment, tier }) => ({ campaign: id, person: persons.get(commitment.toString("hex")) as string, rank, tier, commitment, in_place_of: null, at, confirm_by: confirmBy, confirmed_at: null, returned_at: null }))),
    );
  }
}

/** From now on everybody reads the result, and everybody who took part is told. @throws wrong-step */
export async function publishDraw(parts: Pick<CampaignParts, "database" | "databaseTime" | "campaigns" | "events">, campaign: OpenCampaign): Promise<void> {
  const { database, databaseTime, campaigns, events } = parts;
  await database.transaction(async (tx) => {
    const draw = await findDrawForUpdate(tx, campaign.id);
    if (!draw?.drawn_at) throw wrongStep("Lots have to be drawn first.");
    if (draw.published_at) return;
    await updateDraw(tx, campaign.id, { published_at: await databaseTime(tx) });
    await announceCampaign(tx, campaign.id);
    await events.publish(tx, { name: "booking.draw-published", version: 1, payload: { campaign: campaign.id } });
  });
  await campaigns.refresh();
}
