/** The two lists that are published, as text in pieces: whoever reads them slowly holds a page and not the list. */
import { formatLine, formatWinner } from "@citizen-cloud/draw-verifier";
import type { Handles } from "../../../kernel/database.ts";
import { listDrawn, type Participant } from "./store.ts";

const WINNERS_PAGE = 10_000;

export const lineOf = ({ commitment, weight, reason }: Participant): string => formatLine({ commitment, weight, reason });

export async function* listWinners(source: Handles, campaign: number): AsyncGenerator<string> {
  for (let rank = 0; ; ) {
    const page = await listDrawn(source, campaign, rank, WINNERS_PAGE);
    const last = page.at(-1);
    if (!last) return;
    yield `${page.flatMap(({ rank: place, tier, commitment, in_place_of: inPlaceOf }) => (commitment ? [formatWinner({ rank: place, tier, commitment, inPlaceOf })] : [])).join("\n")}\n`;
    rank = last.rank;
  }
}
