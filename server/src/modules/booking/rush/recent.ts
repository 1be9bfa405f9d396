/** What was stored for somebody. */
export interface Stored {
  number: number;
  quota: number;
  /** Milliseconds since 1970. */
  at: number;
}

/** What was lately kept of somebody in a campaign. */
export interface Recent<Value> {
  find(campaign: number, person: string): Value | undefined;
  keep(campaign: number, person: string, value: Value): void;
}

/** @param most kept at least; twice as many at most */
export function createRecent<Value>(most = 50_000): Recent<Value> {
  // Two generations instead of a list in the order of use: nothing has to be moved when something is found.
  let young = new Map<string, Value>();
  let old = new Map<string, Value>();
  return {
    find: (campaign, person) => young.get(person + campaign) ?? old.get(person + campaign),
    keep(campaign, person, value) {
      if (young.size >= most) [young, old] = [new Map(), young];
      young.set(person + campaign, value);
    },
  };
}

/**
 * The entries stored or looked up lately, so that whoever repeats a request because the answer was lost gets it without
 * the database. Entries never change, so what is kept is never wrong.
 */
export type RecentEntries = Recent<Stored>;
