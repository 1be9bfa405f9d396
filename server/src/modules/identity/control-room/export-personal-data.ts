import { record } from "../../audit/index.ts";
import { openPersonCipher, placeOf } from "../account/person-cipher.ts";
import { findAccount, findPerson } from "../account/store.ts";
import type { Caller } from "../caller.ts";
import { listOwnEnterprises } from "../enterprise/list-enterprises.ts";
import { listFamily } from "../family/list-family.ts";
import { listOwnMandates } from "../mandate/describe-mandate.ts";
import type { IdentityParts } from "../parts.ts";
import { describeMethods } from "../security/sign-in-methods.ts";
import { listSessions } from "../session/store.ts";
import { listAccesses } from "./accesses.ts";
import type { Access, PersonalData } from "./contract.ts";
import { listConsents } from "./store.ts";

/** All that is held about a person, opened (PIPL article 45: copy and take along); the other rooms add what they keep. */
export async function exportPersonalData(parts: IdentityParts, { person: id, session }: Caller): Promise<PersonalData & Record<string, unknown>> {
  const { database, clock, exportParts } = parts;
  const [person, account, cipher] = await Promise.all([findPerson(database, id), findAccount(database, id), openPersonCipher(parts, database, id)]);
  if (!person || !account?.phone) throw new Error(`The session ${session.id} belongs to nobody`);
  const [signInMethods, sessions] = await Promise.all([describeMethods(parts, id), listSessions(database, id, clock())]);
  // Whoever has not proven who they are acts for nobody, and nobody for them.
  const [family, mandates, enterprises] = person.level < 2 ? [[], [], []] : await Promise.all([listFamily(parts, id), listOwnMandates(parts, id), listOwnEnterprises(parts, id)]);
  const [consents, accesses] = await Promise.all([listConsents(database, id), listAllAccesses(parts, id)]);
  const more: Record<string, unknown> = {};
  for (const { name, read } of exportParts) more[name] = await read(id);
  await database.transaction((tx) =>
    record(tx, { actor: { kind: "person", id, city: session.city }, act: "person.exported", subject: id, city: session.city, purpose: "copy-of-own-data", ground: "PIPL 45", fields: ["name", "idNumber", "phone", "signInMethods", "sessions", "family", "mandates", "enterprises", "consents", "accesses", ...exportParts.map(({ name }) => name)] }),
  );
  return {
    ...more,
    exportedAt: clock().toISOString(),
    person: {
      id,
      ...(person.name ? { name: cipher.open(placeOf.name(id), person.name) } : {}),
      ...(person.id_number ? { idNumber: cipher.open(placeOf.idNumber(id), person.id_number) } : {}),
      level: person.level,
      ...(person.level_ground ? { levelGround: person.level_ground } : {}),
      ...(person.verified_at ? { verifiedAt: person.verified_at.toISOString() } : {}),
      firstSeenAt: person.created_at.toISOString(),
    },
    account: {
      city: account.city,
      phone: cipher.open(placeOf.phone(id), account.phone),
      state: account.state,
      ...(account.home_area ? { homeArea: account.home_area } : {}),
      ...(account.arrival ? { arrival: account.arrival } : {}),
      openedAt: account.created_at.toISOString(),
    },
    signInMethods,
    family,
    mandates,
    enterprises,
    sessions: sessions.map(({ device, address, means, createdAt, lastSeenAt }) => ({ device, address, means, createdAt: createdAt.toISOString(), lastSeenAt: lastSeenAt.toISOString() })),
    consents: consents.map(describeConsent),
    accesses,
  };
}

export function describeConsent({ purpose, version, given_at, withdrawn_at }: Awaited<ReturnType<typeof listConsents>>[number]) {
  return { purpose, version, givenAt: given_at.toISOString(), ...(withdrawn_at ? { withdrawnAt: withdrawn_at.toISOString() } : {}) };
}

async function listAllAccesses(parts: IdentityParts, person: string): Promise<Access[]> {
  const all: Access[] = [];
  let cursor: string | undefined;
  do {
    const page = await listAccesses(parts, person, { cursor, limit: 100 });
    all.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return all;
}
