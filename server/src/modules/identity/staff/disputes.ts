/** What people say about accesses to their data, and the security officer's answer. */
import { type Kysely, sql } from "kysely";
import { findEntry } from "../../audit/index.ts";
import type { Handles } from "../../../kernel/database.ts";
import { PersonKeyMissing } from "../../../kernel/crypto/vault.ts";
import { openPersonCipher, placeOf } from "../account/person-cipher.ts";
import { findAccount } from "../account/store.ts";
import { findOpenDispute, updateDisputeAnswered } from "../control-room/store.ts";
import type { IdentityParts } from "../parts.ts";
import { recordByStaff } from "./caller.ts";
import { noSuchDispute, ownRoles } from "./errors.ts";
import type { Staff } from "./staff.ts";

const MOST_SHOWN = 100;

interface Tables {
  dispute: { id: string; person: string; entry: string; words: Buffer | null; state: "open" | "answered"; created_at: Date; answer_by: Date; read_by: string[] };
  account: { person: string; city: string };
}

export interface OpenDispute {
  id: string;
  words: string;
  createdAt: string;
  answerBy: string;
  access?: { id: string; at: string; actor: string; act: string; purpose?: string; fields: string[] };
}

/** Those of a city, the most urgent first. Reading their words is an access itself, which each of them sees. */
export async function listCityDisputes(parts: IdentityParts, officer: Staff): Promise<OpenDispute[]> {
  return parts.database.transaction(async (tx) => {
    const rows = await openDisputesOf(tx, officer.city);
    const shown: OpenDispute[] = [];
    const read: typeof rows = [];
    for (const row of rows) {
      const words = await openWords(parts, tx, row);
      // They closed their account: nobody is left to be answered.
      if (words === undefined) continue;
      read.push(row);
      const entry = await findEntry(tx, row.entry);
      shown.push({
        id: row.id,
        words,
        createdAt: row.created_at.toISOString(),
        answerBy: row.answer_by.toISOString(),
        ...(entry ? { access: { id: entry.id, at: entry.at.toISOString(), actor: entry.actor.id, act: entry.act, ...(entry.purpose === undefined ? {} : { purpose: entry.purpose }), fields: entry.fields ?? [] } } : {}),
      });
    }
    const readFirst = await noteFirstReading(tx, read.map((dispute) => dispute.id), officer.id);
    for (const { id, person } of readFirst) await recordByStaff(tx, officer, { act: "dispute.read", subject: person, fields: ["disputeWords"], about: { kind: "dispute", id } });
    return shown;
  });
}

/** An officer who looks at the list ten times has read each dispute once: the person's record is not to drown in it. */
async function noteFirstReading(tx: Handles, ids: string[], officer: string): Promise<{ id: string; person: string }[]> {
  if (ids.length === 0) return [];
  const tables: Kysely<Tables> = tx.handle<Tables>("identity");
  return tables
    .updateTable("dispute")
    .set({ read_by: sql<string[]>`array_append(read_by, ${officer})` })
    .where("id", "in", ids)
    .where(sql<boolean>`${officer} <> all (read_by)`)
    .returning(["id", "person"])
    .execute();
}

async function openDisputesOf(source: Handles, city: string): Promise<Tables["dispute"][]> {
  const tables: Kysely<Tables> = source.handle<Tables>("identity");
  return tables
    .selectFrom("dispute")
    .innerJoin("account", "account.person", "dispute.person")
    .selectAll("dispute")
    .where("account.city", "=", city)
    .where("dispute.state", "=", "open")
    .orderBy("answer_by")
    .limit(MOST_SHOWN)
    .execute();
}

async function openWords(parts: IdentityParts, tx: Handles, { id, person, words }: Tables["dispute"]): Promise<string | undefined> {
  try {
    const cipher = await openPersonCipher(parts, tx, person);
    return words ? cipher.open(placeOf.disputeWords(id), words) : "";
  } catch (error) {
    if (error instanceof PersonKeyMissing) return undefined;
    throw error;
  }
}

/** @throws no-such-dispute, own-roles when the access disputed is the officer's own */
export async function answerDispute(parts: IdentityParts, officer: Staff, id: string, answer: string): Promise<void> {
  const { database, events, clock } = parts;
  await database.transaction(async (tx) => {
    const dispute = await findOpenDispute(tx, id);
    const account = dispute && (await findAccount(tx, dispute.person));
    if (!dispute || account?.city !== officer.city) throw noSuchDispute("There is no such dispute, or it is answered.");
    const entry = await findEntry(tx, dispute.entry);
    if (entry?.actor.kind === "staff" && entry.actor.id === officer.id) throw ownRoles("Another security officer has to answer for what you did.");
    const cipher = await openPersonCipher(parts, tx, dispute.person);
    await updateDisputeAnswered(tx, id, { answer: cipher.seal(placeOf.disputeAnswer(id), answer), answered_by: officer.id, answered_at: clock() });
    await events.publish(tx, { name: "identity.dispute-answered", version: 1, payload: { dispute: id, person: dispute.person } });
    await recordByStaff(tx, officer, { act: "dispute.answered", subject: dispute.person, about: { kind: "dispute", id } });
  });
}
