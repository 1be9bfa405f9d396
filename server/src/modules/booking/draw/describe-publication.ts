import { type DrawPublication, FORM, QUICKNET, toHex } from "@citizen-cloud/draw-verifier";
import type { Static } from "typebox";
import type { DrawPublicationReply } from "../campaign/contract.ts";
import type { OpenCampaign } from "../campaign/open-campaigns.ts";
import type { DrawRow } from "../campaign/store.ts";

type Publication = Static<typeof DrawPublicationReply> & DrawPublication;

/** What is published of a draw at this moment. @param revealed the seed, once it was drawn with */
export function describePublication({ city, slug, rules, opens_at: opensAt, closes_at: closesAt }: OpenCampaign, draw: DrawRow): Publication {
  const isPublished = draw.published_at !== null;
  return {
    form: FORM, city, campaign: slug,
    opensAt: opensAt.toISOString(), closesAt: closesAt.toISOString(), drawAt: new Date(rules.draw?.at ?? rules.closesAt).toISOString(),
    tiers: rules.tiers.map(({ id, count }) => ({ id, count })),
    randomness: {
      kind: draw.randomness, announcedAt: draw.announced_at.toISOString(),
      ...(draw.commitment ? { commitment: toHex(draw.commitment) } : {}),
      ...(draw.round === null ? {} : { chain: QUICKNET, round: draw.round, announcedRound: draw.announced_round ?? draw.round }),
      ...(isPublished && draw.revealed_seed ? { seed: toHex(draw.revealed_seed), contributions: draw.contributions ?? [] } : {}),
      ...(isPublished && draw.signature ? { signature: toHex(draw.signature) } : {}),
      ...(isPublished && draw.value ? { value: toHex(draw.value) } : {}),
    },
    ...(draw.frozen_at && draw.list_digest && draw.root
      ? {
          frozen: {
            at: draw.frozen_at.toISOString(), participants: draw.participants ?? 0, lots: draw.lots ?? 0,
            excluded: Object.entries(draw.excluded ?? {}).map(([reason, count]) => ({ reason, count })).sort((a, b) => (a.reason < b.reason ? -1 : 1)),
            digest: toHex(draw.list_digest), root: toHex(draw.root),
          },
        }
      : {}),
    ...(isPublished && draw.drawn_at && draw.winners_digest ? { drawn: { at: draw.drawn_at.toISOString(), winners: draw.winners ?? 0, digest: toHex(draw.winners_digest) } } : {}),
  };
}
