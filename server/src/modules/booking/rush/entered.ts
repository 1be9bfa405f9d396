import { sql } from "kysely";
import { createBatch } from "../../../kernel/batch.ts";
import type { Database } from "../../../kernel/database.ts";
import { insistently } from "./passing.ts";
import type { RecentEntries, Stored } from "./recent.ts";

const PAGE = 20_000;
const BITS_EACH = 12;
const PROBES = 6;

/**
 * Who has an entry. When everything is gone, a crowd is told so without the database, and still everybody who got
 * something and asks once more gets the same answer: a filter of all entries tells nearly all of the others apart.
 */
export interface Entered {
  /** Also whoever has withdrawn since. */
  find(campaign: number, person: string): Promise<Stored | undefined>;
  /**
   * Whether they have one of these places. False: certainly not, once the filter is made. Call it only when no place of the quota is left.
   * @param capacity of the quota: a filter of fewer places is made anew, since those given back may have gone through another process
   */
  perhaps(campaign: number, quota: number, person: string, capacity: number | undefined): boolean;
  /** Places of a quota came back: entries are made that the filter does not know. */
  forget(quota: number): void;
}

/** Answers "perhaps" or "certainly not". */
export interface Filter {
  add(id: string): void;
  perhaps(id: string): boolean;
}

/** A Bloom filter over UUIDs, whose own digits serve as hashes. @param size how many will be added */
export function createFilter(size: number): Filter {
  const words = new Uint32Array(Math.ceil((Math.max(1_000, size) * BITS_EACH) / 32));
  const bits = words.length * 32;
  const visit = (id: string, see: (word: number, bit: number) => boolean): boolean => {
    // The end of a UUID is chance; its beginning may be a time that many share.
    const first = Number.parseInt(id.slice(28), 16);
    const second = Number.parseInt(id.slice(20, 23) + id.slice(24, 28), 16) * 2 + 1;
    for (let probe = 0; probe < PROBES; probe += 1) {
      const bit = (first + probe * second) % bits;
      if (!see(Math.floor(bit / 32), bit % 32)) return false;
    }
    return true;
  };
  return {
    add: (id) => void visit(id, (word, bit) => ((words[word] = (words[word] as number) | (1 << bit)), true)),
    perhaps: (id) => visit(id, (word, bit) => ((words[word] as number) & (1 << bit)) !== 0),
  };
}

export function createEntered(database: Database, recent: RecentEntries): Entered {
  const handle = database.handle("booking");
  const filters = new Map<number, { capacity: number | undefined; filter: Filter | undefined }>();

  const findTogether = createBatch(async (asked: { campaign: number; person: string }[]) => {
    const { rows } = await sql<{ i: number; number: number; quota: number; at: number; ended: boolean }>`
      select asked.i::int as i, e.number, e.quota, extract(epoch from e.at)::float8 * 1000 as at, x.person is not null as ended
      from unnest(${asked.map(({ campaign }) => campaign)}::int[], ${asked.map(({ person }) => person)}::uuid[]) with ordinality as asked (campaign, person, i)
      join booking.entry e on e.campaign = asked.campaign and e.person = asked.person
      left join booking.entry_end x on x.campaign = e.campaign and x.person = e.person`.execute(handle);
    const found: (Stored | undefined)[] = asked.map(() => undefined);
    for (const { i, ...stored } of rows) found[i - 1] = stored;
    return found;
  });
  const make = async (campaign: number, quota: number, capacity: number | undefined) => {
    const being: { capacity: number | undefined; filter: Filter | undefined } = { capacity, filter: undefined };
    filters.set(quota, being);
    try {
      const { rows: [counted] } = await sql<{ size: number }>`select coalesce(sum(taken), 0)::int as size from booking.quota where id = ${quota}`.execute(handle);
      const filter = createFilter(counted?.size ?? 0);
      for (let last = "00000000-0000-0000-0000-000000000000"; ; ) {
        const { rows } = await sql<{ person: string }>`select person from booking.entry where campaign = ${campaign} and quota = ${quota} and person > ${last}::uuid order by person limit ${PAGE}`.execute(handle);
        for (const { person } of rows) filter.add(person);
        const end = rows.at(-1);
        if (rows.length < PAGE || !end) break;
        last = end.person;
      }
      being.filter = filter;
    } catch {
      // Until it is made everybody is looked up.
      if (filters.get(quota) === being) filters.delete(quota);
    }
  };
  return {
    async find(campaign, person) {
      const known = recent.find(campaign, person) ?? (await insistently(() => findTogether({ campaign, person })));
      if (known && !known.ended) recent.keep(campaign, person, known);
      return known;
    },
    perhaps(campaign, quota, person, capacity) {
      const known = filters.get(quota);
      if (known === undefined || known.capacity !== capacity) void make(campaign, quota, capacity);
      else if (known.filter) return known.filter.perhaps(person);
      return true;
    },
    forget: (quota) => void filters.delete(quota),
  };
}
