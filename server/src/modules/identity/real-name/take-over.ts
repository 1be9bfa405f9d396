import type { Kysely } from "kysely";
import { record } from "../../audit/index.ts";
import type { Handles } from "../../../kernel/database.ts";
import { openPersonCipher, placeOf } from "../account/person-cipher.ts";
import { updatePerson } from "../account/store.ts";
import type { IdentityParts } from "../parts.ts";
import { announcePersonChanged } from "../session/store.ts";

/** Somebody of level 1 who turns out to be a known person. */
export interface Joining {
  from: string;
  into: string;
  /** What was sealed with the key that ends here, sealed anew for the known person. */
  reseal(place: string, sealed: Buffer): Buffer;
}

/** Moves what a room keeps of somebody, in the transaction in which their first key ends. */
export type CarryOver = (tx: Handles, joining: Joining) => Promise<void>;

type Row = Record<string, unknown>;
type AnyTables = Record<string, Row>;

const tables = (source: Handles): Kysely<AnyTables> => source.handle<AnyTables>("identity");

interface Belonging {
  table: string;
  /** Columns sealed with the person's key, and where each stands for a person. */
  sealed?: Record<string, (row: Row, person: string) => string>;
}

const id = (row: Row) => String(row.id);

/**
 * What an account of level 1 has: the ways to sign in, and what was agreed to. All of it goes over. A test compares this
 * list and the next with the database, so that a new table is put into one of them.
 */
export const BELONGINGS: Belonging[] = [
  { table: "account", sealed: { phone: (_row, person) => placeOf.phone(person) } },
  { table: "session" },
  { table: "consent" },
  { table: "scan" },
  { table: "in_person_code" },
  { table: "totp", sealed: { secret: (_row, person) => placeOf.totp(person), pending: (_row, person) => placeOf.totp(person) } },
  { table: "passkey", sealed: { name: (row) => placeOf.passkeyName(id(row)) } },
  { table: "notice", sealed: { phone: (row) => placeOf.noticePhone(id(row)) } },
  { table: "recovery" },
  { table: "recovery_voucher" },
  { table: "dispute", sealed: { words: (row) => placeOf.disputeWords(id(row)), answer: (row) => placeOf.disputeAnswer(id(row)) } },
];

/** What only a person of level 2 has, and the keys, which are destroyed. */
export const NOT_TAKEN_OVER = ["person", "person_key", "kinship", "mandate", "enterprise", "enterprise_agent", "acting_use"];

/**
 * Somebody proves to be a person whom the city already knows without an account: a child whom a parent added, or who
 * granted a mandate on paper. The known person stays and the account moves to it, because that id carries a childhood:
 * what parents did, vaccinations, bookings in other rooms, and an audit trail that cannot be rewritten; the other id is
 * as old as the registration. Kinship stays as it is: parents act until eighteen, beside the child's own account.
 *
 * The emptied row points to who it became, so that what was recorded under it is still found (person.became). Other rooms
 * carry over in this transaction what they sealed for the former id, and move the rest upon identity.person-joined.
 */
export async function takeOver(parts: Pick<IdentityParts, "vault" | "events" | "clock" | "carriers">, tx: Handles, { from, into, city }: { from: string; into: string; city: string }): Promise<void> {
  const [old, fresh] = [await openPersonCipher(parts, tx, from), await openPersonCipher(parts, tx, into)];
  for (const { table, sealed = {} } of BELONGINGS) {
    const rows = await tables(tx).selectFrom(table).selectAll().where("person", "=", from).execute();
    for (const row of rows) {
      const resealed = Object.entries(sealed).flatMap(([column, place]) => {
        const value = row[column];
        return value instanceof Buffer ? [[column, fresh.seal(place(row, into), old.open(place(row, from), value))] as const] : [];
      });
      const change = { person: into, ...Object.fromEntries(resealed) };
      const query = tables(tx).updateTable(table).set(change).where("person", "=", from);
      await (row.id === undefined ? query : query.where("id", "=", row.id)).execute();
    }
  }
  const joining: Joining = { from, into, reseal: (place, sealed) => fresh.seal(place, old.open(place, sealed)) };
  for (const carry of parts.carriers) await carry(tx, joining);
  await tables(tx).deleteFrom("person_key").where("person", "=", from).execute();
  await updatePerson(tx, from, { closed_at: parts.clock(), became: into });
  await parts.events.publish(tx, { name: "identity.person-joined", version: 1, payload: { from, into } });
  await record(tx, { actor: { kind: "person", id: into, city }, act: "person.taken-over", subject: into, city, ground: "PIPL 13(1)1", about: { kind: "person", id: from } });
  await announcePersonChanged(tx, from);
}
