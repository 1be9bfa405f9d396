/** Invented people who are signed in, for rehearsals and measurements over a database that has nobody else. */
import { createHash } from "node:crypto";
import type pg from "pg";

const MARK = "rehearsal";
const TOKEN_LENGTH = 43;

/** Databases looked at already: nobody else comes to one while it is rehearsed with. */
const checked = new WeakSet<pg.Client>();

/** The token of the sign-in of somebody who was added, known from their number alone. */
export function rehearsalToken(person: number): string {
  return `${MARK}-${String(person).padStart(TOKEN_LENGTH - MARK.length - 1, "0")}`;
}

/** The id of somebody who was added. */
export function rehearsalPerson(person: number): string {
  return createHash("md5").update(`${MARK}${person}`).digest("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/**
 * Adds people of level 2, from number `first` on, with an account and an open sign-in each. Anybody can work out their
 * tokens, so a database that holds an account of somebody else is refused.
 * @param client connected as the owner of the database, who may leave the keys of so many rows unchecked: they fit by construction
 */
export async function addRehearsalPeople(client: pg.Client, { first = 0, count, city }: { first?: number; count: number; city: string }): Promise<void> {
  if (!checked.has(client)) {
    const { rows: [found] } = await client.query<{ others: boolean }>("select exists (select from identity.account a join identity.person p on p.id = a.person where p.level_ground is distinct from $1) as others", [MARK]);
    if (found?.others !== false) throw new Error("This database holds accounts of people: nothing is rehearsed in it");
    checked.add(client);
  }
  await client.query("set session_replication_role = replica");
  const person = `md5('${MARK}' || i)::uuid`;
  const numbers = "generate_series($1::int, $2::int) i on conflict do nothing";
  const bounds = [first, first + count - 1];
  try {
    await client.query(`insert into identity.person (id, level, level_ground, verified_at) select ${person}, 2, '${MARK}', now() from ${numbers}`, bounds);
    await client.query(`insert into identity.account (person, city) select ${person}, $3 from ${numbers}`, [...bounds, city]);
    await client.query(
      `insert into identity.session (id, token_digest, person, kind, means, device, address, expires_at)
       select md5('${MARK} session' || i)::uuid, sha256(convert_to('${MARK}-' || lpad(i::text, ${TOKEN_LENGTH - MARK.length - 1}, '0'), 'UTF8')), ${person}, 'personal', '{sms}', '${MARK}', '127.0.0.0', now() + interval '1 day' from ${numbers}`,
      bounds,
    );
  } finally {
    await client.query("set session_replication_role = origin");
  }
}
