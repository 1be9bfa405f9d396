/** What nobody confirmed in time goes back, and to whoever is next in the order drawn where the rules say so. */
import { Drawing } from "@citizen-cloud/draw-verifier";
import type { OpenCampaign } from "../campaign/open-campaigns.ts";
import type { CampaignParts } from "../campaign/parts.ts";
import { succeed, successorConfirmBy } from "../campaign/rules.ts";
import { announceCampaign, findDrawForUpdate, updateDraw } from "../campaign/store.ts";
import { countDrawn, eachListPage, eachParticipant, findPersons, insertAwards, listUnreplaced, returnUnconfirmed } from "./store.ts";

type Parts = Pick<CampaignParts, "database" | "databaseTime" | "events" | "campaigns">;

/** Doing it again changes nothing. @returns how many came in place of others */
export async function succeedUnclaimed({ database, databaseTime, events }: Parts, campaign: OpenCampaign): Promise<number> {
  const { id, rules, draw } = campaign;
  if (!draw?.published_at || !draw.value || !draw.root) return 0;
  const { value, root } = draw;
  const { now, lacking } = await database.transaction(async (tx) => {
    await findDrawForUpdate(tx, id);
    const by = await databaseTime(tx);
    await returnUnconfirmed(tx, id, by);
    return { now: by, lacking: rules.unclaimed === "next" ? await listUnreplaced(tx, id) : [] };
  });
  if (lacking.length === 0) return 0;
  const { last } = await countDrawn(database, id);
  const drawing = new Drawing({ value, root, places: last + lacking.length });
  for await (const page of eachListPage(database, id)) eachParticipant(page, ({ commitment, weight }) => drawing.add(commitment, weight));
  const successors = succeed(rules.unclaimed, lacking, last, drawing.taking);
  if (successors.length === 0) return 0;
  const order = drawing.winners();
  const commitments = successors.map(({ rank }) => Buffer.from(order[rank - 1]?.commitment ?? []));
  const persons = new Map((await findPersons(database, id, commitments)).map(({ commitment, person }) => [commitment.toString("hex"), person]));
  await database.transaction(async (tx) => {
    await findDrawForUpdate(tx, id);
    // Another process may have been quicker.
    if ((await countDrawn(tx, id)).last !== last) return;
    const confirmBy = successorConfirmBy(rules, now) ?? null;
    for (let from = 0; from < successors.length; from += 2_000) {
      await insertAwards(tx, successors.slice(from, from + 2_000).map(({ rank, tier, inPlaceOf }, index) => {
        const commitment = commitments[from + index] as Buffer;
        return { campaign: id, person: persons.get(commitment.toString("hex")) as string, rank, tier, commitment, in_place_of: inPlaceOf, at: now, confirm_by: confirmBy, confirmed_at: null, returned_at: null };
      }));
    }
    await updateDraw(tx, id, { told_at: null });
    await announceCampaign(tx, id);
    await events.publish(tx, { name: "booking.draw-published", version: 1, payload: { campaign: id } });
  });
  return successors.length;
}
