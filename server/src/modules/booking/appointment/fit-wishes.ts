/** To whom a place that was given back goes: the first in the line whom it fits. Pure. */
import { chinaDate, chinaMinutes, weekdayOf } from "../../../kernel/china-time.ts";
import type { WishRow } from "./store.ts";

export type LineWish = Pick<WishRow, "id" | "kind" | "slots" | "party" | "from_date" | "until_date" | "days" | "from_minute" | "until_minute"> & { passed: Date[] };

/** What is to be had of one slot: places in hand that were given back, and places that nobody has. */
export interface SlotState {
  startsAt: Date;
  inHand: number;
  free: number;
  /** By kind of visit that has places of its own: how many of them nobody has. */
  freeOfKind: Map<string, number>;
}

export interface Match<Wish extends LineWish> {
  wish: Wish;
  /** Beginnings of the slots it takes. */
  slots: Date[];
  /** Of each slot, how many of the places in hand it takes; the rest of the party takes free ones. */
  fromHand: number[];
}

/**
 * Goes through the line once, first come first, and gives each the earliest time that fits them and uses something in hand.
 * What fits nobody stays in hand: the caller opens it to everybody.
 * @param runFrom the slots that a visit of so many takes from a beginning; undefined when it does not fit
 * @returns left: the states without what was given
 */
export function fitWishes<Wish extends LineWish>(line: readonly Wish[], states: readonly SlotState[], runFrom: (startsAt: Date, slots: number) => Date[] | undefined): { matches: Match<Wish>[]; left: SlotState[] } {
  const byStart = new Map(states.map((state) => [state.startsAt.getTime(), { ...state, freeOfKind: new Map(state.freeOfKind) }]));
  const starts = states.map(({ startsAt }) => startsAt).toSorted((a, b) => a.getTime() - b.getTime());
  const matches = line.flatMap((wish): Match<Wish>[] => {
    for (const startsAt of starts) {
      if (!isWished(wish, startsAt)) continue;
      const slots = runFrom(startsAt, wish.slots);
      const run = slots?.map((at) => byStart.get(at.getTime()));
      if (!slots || !run?.every((state) => state !== undefined)) continue;
      const fits = run.every((state) => state.inHand + state.free >= wish.party && (state.freeOfKind.get(wish.kind) ?? wish.party) >= wish.party);
      if (!fits || !run.some(({ inHand }) => inHand > 0)) continue;
      const fromHand = run.map((state) => {
        const taken = Math.min(state.inHand, wish.party);
        state.inHand -= taken;
        state.free -= wish.party - taken;
        const left = state.freeOfKind.get(wish.kind);
        if (left !== undefined) state.freeOfKind.set(wish.kind, left - wish.party);
        return taken;
      });
      return [{ wish, slots, fromHand }];
    }
    return [];
  });
  return { matches, left: [...byStart.values()] };
}

/** Places that may be had at a time in hand by one kind of visit. */
export interface Fit {
  startsAt: Date;
  kind: string;
  places: number;
}

/** What is in hand, by the kinds of visit that it has places for. A visit of several slots has as many at least in each of them. */
export function fitsInHand(states: readonly SlotState[], kinds: readonly string[]): Fit[] {
  return states.flatMap(({ startsAt, inHand, free, freeOfKind }) => {
    if (inHand === 0) return [];
    return kinds.map((kind) => ({ startsAt, kind, places: Math.min(inHand + free, freeOfKind.get(kind) ?? inHand + free) })).filter(({ places }) => places > 0);
  });
}

/** Whether somebody said that this time would suit them, and has not let it pass before. */
export function isWished({ from_date, until_date, days, from_minute, until_minute, passed }: Omit<LineWish, "id" | "kind" | "slots" | "party">, startsAt: Date): boolean {
  const [date, minute] = [chinaDate(startsAt), chinaMinutes(startsAt)];
  return (
    date >= from_date && date <= until_date && (days === null || days.includes(weekdayOf(date))) && (from_minute === null || minute >= from_minute) && (until_minute === null || minute <= until_minute) &&
    !passed.some((at) => at.getTime() === startsAt.getTime())
  );
}

const MINUTE_MS = 60_000;
const OFFER_MS = 30 * MINUTE_MS;
const SHORTEST_OFFER_MS = 5 * MINUTE_MS;

/** How long an offer stands: half an hour, near the time a quarter of what is left; undefined: too near for anybody to answer. */
export function offerUntil(startsAt: Date, leadMinutes: number, now: Date): Date | undefined {
  const left = startsAt.getTime() - leadMinutes * MINUTE_MS - now.getTime();
  const stands = Math.min(OFFER_MS, left / 4);
  return stands < SHORTEST_OFFER_MS ? undefined : new Date(now.getTime() + stands);
}
