/** What nobody confirmed in time goes back, and to whoever is next in the order drawn where the rules say so. */
import { Drawing } from "@citizen-cloud/draw-verifier";
import type { OpenCampaign } from "../campaign/open-campaigns.ts";
import type { CampaignParts } from "../campaign/parts.ts";
import { succeed, successorConfirmBy } from "../campaign/rules.ts";
import { announceCampaign, type DrawRow, findDrawForUpdate, updateDraw } from "../campaign/store.ts";
import { eachListPage, eachParticipant, findLastRank, findPersons, insertAwards, listUnreplaced, returnUnconfirmed } from "./store.ts";

type Parts = Pick<CampaignParts, "database" | "databaseTime" | "events">;

/** Doing it again changes nothing. @returns how many came in place of others */
export async function succeedUnclaimed({ database, databaseTime, events }: Parts, campaign: OpenCampaign): Promise<number> {
  const { id, rules, draw } = campaign;
  if (!draw?.published_at || !draw.value || !draw.root) return 0;
  const { value, root } = draw;
  const drawable = countDrawable(draw);
  const { now, last, successors } = await database.transaction(async (tx) => {
    await findDrawForUpdate(tx, id);
    const at = await databaseTime(tx);
    await returnUnconfirmed(tx, id, at);
    const reached = await findLastRank(tx, id);
    // Once everybody was drawn nobody is next, however long it is looked for somebody.
    const lacking = rules.unclaimed === "next" && reached < drawable ? await listUnreplaced(tx, id) : [];
    return { now: at, last: reached, successors: succeed(rules.unclaimed, lacking, reached, drawable) };
  });
  if (successors.length === 0) return 0;
  const drawing = new Drawing({ value, root, places: last + successors.length });
  for await (const page of eachListPage(database, id)) eachParticipant(page, ({ commitment, weight }) => drawing.add(commitment, weight));
  const order = drawing.winners();
  const commitments = successors.map(({ rank }) => Buffer.from(order[rank - 1]?.commitment ?? []));
  const persons = new Map((await findPersons(database, id, commitments)).map(({ commitment, person }) => [commitment.toString("hex"), person]));
  await database.transaction(async (tx) => {
    await findDrawForUpdate(tx, id);
    // Another process may have been quicker.
    if ((await findLastRank(tx, id)) !== last) return;
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

/** Who has a lot. */
function countDrawable({ participants, excluded }: DrawRow): number {
  return (participants ?? 0) - Object.values(excluded ?? {}).reduce((sum, count) => sum + count, 0);
}
