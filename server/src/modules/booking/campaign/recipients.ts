/** Who is told what came of somebody's part. */
import type { Handles } from "../../../kernel/database.ts";
import { findMakers } from "./maker-store.ts";
import type { OpenCampaign } from "./open-campaigns.ts";
import type { CampaignParts } from "./parts.ts";

export interface Recipient {
  person: string;
  /** What it tells is their child's. */
  ofChild: boolean;
}

/** Everybody themselves; of a child whom a parent registered the parent, as long as they are one, and the child where it has an account. */
export async function recipientsOf({ identity: { people } }: Pick<CampaignParts, "identity">, tx: Handles, { id }: OpenCampaign, persons: readonly string[]): Promise<(person: string | null) => Recipient[]> {
  const found = new Map<string, Recipient[]>();
  for (const [child, parent] of await findMakers(tx, id, persons)) {
    if (!(await people.childrenOf(parent)).includes(child)) continue;
    const itself = (await people.phoneOf(child, tx)) === undefined ? [] : [{ person: child, ofChild: false }];
    found.set(child, [{ person: parent, ofChild: true }, ...itself]);
  }
  return (person) => (person === null ? [] : (found.get(person) ?? [{ person, ofChild: false }]));
}

/** A parent finds the child's part among all of theirs: the campaign's page shows their own first. */
export function linkFor(slug: string, ofChild: boolean): string {
  return ofChild ? "/me/campaigns" : `/campaigns/${slug}`;
}
