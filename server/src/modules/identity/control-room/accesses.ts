import { type AuditRecord, findEntry, listAbout, record } from "../../audit/index.ts";
import type { PersonCipher } from "../../../kernel/crypto/vault.ts";
import { newId } from "../../../kernel/ids.ts";
import { openPersonCipher, placeOf } from "../account/person-cipher.ts";
import type { Caller } from "../caller.ts";
import { alreadyDisputed, noSuchAccess } from "../errors.ts";
import type { IdentityParts } from "../parts.ts";
import type { Access } from "./contract.ts";
import { type DisputeRow, insertDispute, listDisputesOf, listStaffNames } from "./store.ts";

/** GB/T 35273-2020, 8.7: a request about one's data is answered within thirty days. */
const ANSWER_DAYS = 30;
const DAY_MS = 86_400_000;

/** Who looked at a person's data, newest first, with what became of each dispute. */
export async function listAccesses(parts: IdentityParts, person: string, page: { cursor?: string | undefined; limit?: number | undefined }): Promise<{ items: Access[]; nextCursor: string | undefined }> {
  const { items, next } = await listAbout(parts.database, person, { ...(page.cursor === undefined ? {} : { cursor: page.cursor }), ...(page.limit === undefined ? {} : { limit: page.limit }) });
  const [disputes, names, cipher] = await Promise.all([
    listDisputesOf(parts.database, person, items.map(({ id }) => id)),
    listStaffNames(parts.database, [...new Set(items.filter(({ actor }) => actor.kind === "staff").map(({ actor }) => actor.id))]),
    openPersonCipher(parts, parts.database, person),
  ]);
  return { items: items.map((entry) => describe(entry, person, names, disputes.find((dispute) => dispute.entry === entry.id), cipher)), nextCursor: next };
}

function describe({ id, at, actor, act, purpose, ground, fields = [], about, detail = {} }: AuditRecord, person: string, names: Map<string, string>, dispute: DisputeRow | undefined, cipher: PersonCipher): Access {
  const name = names.get(actor.id);
  return {
    id,
    at: at.toISOString(),
    actor: {
      kind: actor.kind === "person" && actor.id === person ? "self" : actor.kind,
      ...(name === undefined ? {} : { name }),
      ...(actor.city === undefined ? {} : { city: actor.city }),
      ...(actor.department === undefined ? {} : { department: actor.department }),
    },
    act,
    ...(purpose === undefined ? {} : { purpose }),
    ...(ground === undefined ? {} : { ground }),
    fields,
    ...(about === undefined ? {} : { about }),
    detail,
    ...(dispute === undefined ? {} : { dispute: describeDispute(dispute, cipher) }),
  };
}

function describeDispute({ id, state, words, created_at, answer_by, answer, answered_at }: DisputeRow, cipher: PersonCipher): NonNullable<Access["dispute"]> {
  return {
    state,
    words: words ? cipher.open(placeOf.disputeWords(id), words) : "",
    createdAt: created_at.toISOString(),
    answerBy: answer_by.toISOString(),
    ...(answer ? { answer: cipher.open(placeOf.disputeAnswer(id), answer) } : {}),
    ...(answered_at ? { answeredAt: answered_at.toISOString() } : {}),
  };
}

/**
 * Says that an access was not right: the security officer must answer within thirty days.
 * @throws no-such-access for an entry that is not about this person, already-disputed
 */
export async function disputeAccess(parts: IdentityParts, { person, session }: Caller, entry: string, words: string): Promise<void> {
  const { database, events, clock } = parts;
  await database.transaction(async (tx) => {
    const disputed = await findEntry(tx, entry);
    if (disputed?.subject !== person) throw noSuchAccess("There is no such access to your data.");
    const cipher = await openPersonCipher(parts, tx, person);
    const id = newId();
    const createdAt = clock();
    const inserted = await insertDispute(tx, {
      id, person, entry: disputed.id,
      words: cipher.seal(placeOf.disputeWords(id), words),
      created_at: createdAt,
      answer_by: new Date(createdAt.getTime() + ANSWER_DAYS * DAY_MS),
    });
    if (!inserted) throw alreadyDisputed("You have disputed this access already.");
    await events.publish(tx, { name: "identity.access-disputed", version: 1, payload: { dispute: id, city: session.city } });
    await record(tx, { actor: { kind: "person", id: person, city: session.city }, act: "access.disputed", subject: person, city: session.city, about: { kind: "audit-entry", id: disputed.id } });
  });
}
