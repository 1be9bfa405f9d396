/** The rows of dropped files, sealed, found by a keyed hash of the ID number they belong to. */
import type { Clock } from "../../../kernel/clock.ts";
import type { LookupHash } from "../../../kernel/crypto/keyed-hash.ts";
import type { PersonCipher } from "../../../kernel/crypto/vault.ts";
import type { Database } from "../../../kernel/database.ts";
import { newId } from "../../../kernel/ids.ts";
import type { DropStore } from "../transports/file-drop.ts";
import { SourceFault } from "../transports/transport.ts";
import { deleteRowsOfOtherFiles, type DroppedRow, findLatestDigest, findTakenFile, hasRows, insertFile, insertRows, listRows, setRowCount, takeAgain } from "./store.ts";

const ROWS_AT_ONCE = 1_000;
const HASH_KIND = "dropped-row";
/** About one person; a file may have millions of lines, and its maker may have given all of them one key. */
const MOST_ROWS = 1_000;

export interface DropPlace {
  city: string;
  source: string;
  /** A new file adds to the earlier ones instead of replacing them. */
  appends: boolean;
}

export type OpenDropStore = (place: DropPlace) => DropStore;

export function createDropStores({ database, cipher, lookupHash, clock }: { database: Database; cipher: PersonCipher; lookupHash: LookupHash; clock: Clock }): OpenDropStore {
  return ({ city, source, appends }) => ({
    // Where a file replaces the one before, an older one dropped again is news: it takes the place of what came after it.
    knows: async (digest) => (appends ? (await findTakenFile(database, city, source, digest)) !== undefined : (await findLatestDigest(database, city, source)) === digest),
    store: (file, rows) =>
      database.transaction(async (tx) => {
        const at = clock();
        const fresh = newId();
        const isNew = await insertFile(tx, { id: fresh, city, source, digest: file.digest, name: file.name, state: "taken", row_count: 0, reason: null, at });
        const id = isNew ? fresh : await takeAgain(tx, city, source, { digest: file.digest, name: file.name, at });
        if (!isNew && (appends || (await hasRows(tx, city, source, id)))) return { rows: 0 };
        let count = 0;
        let batch: DroppedRow[] = [];
        for await (const { key, line, row } of rows) {
          batch.push({ city, source, key_hash: lookupHash.hash(HASH_KIND, key.toUpperCase()), number: line, file: id, content: cipher.seal(rowPlace(id, line), JSON.stringify(row)) });
          count += 1;
          if (batch.length < ROWS_AT_ONCE) continue;
          await insertRows(tx, batch);
          batch = [];
        }
        await insertRows(tx, batch);
        await setRowCount(tx, id, count);
        if (!appends) await deleteRowsOfOtherFiles(tx, city, source, id);
        return { rows: count };
      }),
    async noteRejection({ name, digest }, reason) {
      await insertFile(database, { id: newId(), city, source, digest: digest ?? "", name, state: "rejected", row_count: 0, reason, at: clock() });
    },
    async find(key) {
      const rows = await listRows(database, city, source, lookupHash.candidates(HASH_KIND, key.toUpperCase()), MOST_ROWS + 1);
      if (rows.length > MOST_ROWS) throw new SourceFault("too-large", `has dropped more than ${MOST_ROWS} rows about one person`, { detail: { rows: MOST_ROWS } });
      if (rows.length === 0 && !(await findTakenFile(database, city, source))) return undefined;
      return rows.map(({ file, number, content }) => JSON.parse(cipher.open(rowPlace(file, number), content)) as Record<string, string>);
    },
  });
}

function rowPlace(file: string, line: number): string {
  return `sources.dropped_row.content/${file}/${line}`;
}
