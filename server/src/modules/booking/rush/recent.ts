/** What was stored for somebody. */
export interface Stored {
  number: number;
  quota: number;
  /** Milliseconds since 1970. */
  at: number;
  /** The person has withdrawn since. */
  ended?: boolean;
}

/** What was lately kept of somebody in a campaign. */
export interface Recent<Value> {
  find(campaign: number, person: string): Value | undefined;
  keep(campaign: number, person: string, value: Value): void;
  forget(campaign: number, person: string): void;
  forgetAll(): void;
}

/** @param most kept at least; twice as many at most */
export function createRecent<Value>(most = 50_000): Recent<Value> {
  // Two generations instead of a list in the order of use: nothing has to be moved when something is found. By campaign and
  // then by person, since looking a text up that was looked up before costs half as much as one put together anew.
  let young = new Map<number, Map<string, Value>>();
  let old = new Map<number, Map<string, Value>>();
  let kept = 0;
  return {
    find: (campaign, person) => young.get(campaign)?.get(person) ?? old.get(campaign)?.get(person),
    keep(campaign, person, value) {
      if (kept >= most) {
        [young, old] = [new Map(), young];
        kept = 0;
      }
      let values = young.get(campaign);
      if (!values) young.set(campaign, (values = new Map()));
      values.set(person, value);
      kept += 1;
    },
    forget(campaign, person) {
      for (const generation of [young, old]) generation.get(campaign)?.delete(person);
    },
    forgetAll() {
      [young, old] = [new Map(), new Map()];
      kept = 0;
    },
  };
}

/**
 * The entries stored or looked up lately, so that whoever repeats a request because the answer was lost gets it without
 * the database. Entries never change; whoever withdraws is forgotten here at the word of it (`ENTRY_ENDED_CHANNEL`).
 */
export type RecentEntries = Recent<Stored>;
