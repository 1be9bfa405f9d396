/** People who are signed in, put into the database at once: their cookies are known from their number alone. */
import { createHash } from "node:crypto";
import type pg from "pg";

/** The cookie of somebody who was added. */
export function cookieOf(person: number): string {
  return `cc_session=bench-${String(person).padStart(37, "0")}`;
}

/** The id of somebody who was added. */
export function idOf(person: number): string {
  return createHash("md5").update(`person${person}`).digest("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** Adds people of level 2 with an account and an open session each, from `first` on. Keys are not checked: the rows fit by construction. */
export async function addPeople(client: pg.Client, first: number, count: number): Promise<void> {
  await client.query("set session_replication_role = replica");
  const person = "md5('person' || i)::uuid";
  for (const statement of [
    `insert into identity.person (id, level, level_ground, verified_at) select ${person}, 2, 'number', now() from generate_series($1::int, $2::int) i on conflict do nothing`,
    `insert into identity.account (person, city) select ${person}, 'haikou' from generate_series($1::int, $2::int) i on conflict do nothing`,
    `insert into identity.session (id, token_digest, person, kind, means, device, address, expires_at)
     select md5('session' || i)::uuid, sha256(convert_to('bench-' || lpad(i::text, 37, '0'), 'UTF8')), ${person}, 'personal', '{sms}', 'bench', '127.0.0.0', now() + interval '1 day' from generate_series($1::int, $2::int) i on conflict do nothing`,
  ]) {
    await client.query(statement, [first, first + count - 1]);
  }
  await client.query("set session_replication_role = origin");
}
