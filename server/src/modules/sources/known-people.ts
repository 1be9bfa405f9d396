import { LRUCache } from "lru-cache";
import type { Identity, KnownPerson } from "../identity/index.ts";

const REMEMBERED = 10_000;
/** Word of a change arrives within milliseconds; this bounds what a lost word could do. */
const REMEMBERED_MS = 30_000;

export interface KnownPeople {
  find(person: string): Promise<KnownPerson | undefined>;
  forget(person: string): void;
}

/** Who people are, remembered for seconds: a page of twenty records asks twenty times. */
export function createKnownPeople(identity: Pick<Identity, "people">): KnownPeople {
  const known = new LRUCache<string, Promise<KnownPerson | undefined>>({ max: REMEMBERED, ttl: REMEMBERED_MS });
  return {
    find(person) {
      const remembered = known.get(person);
      if (remembered) return remembered;
      const found = identity.people.find(person);
      known.set(person, found);
      // Who is unknown may prove who they are the next moment.
      const forgetUnlessKnown = (answer?: KnownPerson) => {
        if (!answer && known.peek(person) === found) known.delete(person);
      };
      found.then(forgetUnlessKnown, () => forgetUnlessKnown());
      return found;
    },
    forget: (person) => void known.delete(person),
  };
}
