/** What was stored for somebody. */
export interface Stored {
  number: number;
  quota: number;
  /** Milliseconds since 1970. */
  at: number;
}

/**
 * The entries stored or looked up lately, so that whoever repeats a request because the answer was lost gets it without
 * the database. Entries never change, so what is kept is never wrong.
 */
export interface Recent {
  find(campaign: number, person: string): Stored | undefined;
  keep(campaign: number, person: string, stored: Stored): void;
}

/** @param most entries kept at least; twice as many at most */
export function createRecent(most = 50_000): Recent {
  // Two generations instead of a list in the order of use: nothing has to be moved when something is found.
  let young = new Map<string, Stored>();
  let old = new Map<string, Stored>();
  return {
    find: (campaign, person) => young.get(person + campaign) ?? old.get(person + campaign),
    keep(campaign, person, { number, quota, at }) {
      if (young.size >= most) [young, old] = [new Map(), young];
      young.set(person + campaign, { number, quota, at });
    },
  };
}
