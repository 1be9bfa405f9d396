/** The proofs that somebody holds. To everybody else they do not exist. */
import { record as recordAct } from "../../audit/index.ts";
import { noSuchProof, proofOver } from "../errors.ts";
import type { Proof } from "../contract.ts";
import type { RecordsParts } from "../parts.ts";
import { levelFor, type Reader } from "../reader.ts";
import { checkerPlace, contentPlace, type ProofContent, stateOf } from "./proof.ts";
import { countChecks, findProof, listChecks, listProofs, type ProofRow, revokeProof } from "./store.ts";

const LISTED = 100;
const CHECKS_LISTED = 200;

export interface OwnProof {
  row: ProofRow;
  content: ProofContent;
}

export async function listOwnProofs(parts: RecordsParts, reader: Reader, addressOf: (code: string) => string): Promise<Proof[]> {
  const rows = (await listProofs(parts.database, reader.subject, LISTED)).filter((row) => mayHold(parts, reader, row));
  const person = rows.length === 0 ? undefined : await parts.identity.people.find(reader.subject);
  if (!person) return [];
  return rows.map((row) => describeProof(row, openContent(row, person.cipher), row.checks, parts.clock(), addressOf));
}

/** @throws no-such-proof */
export async function getOwnProof(parts: RecordsParts, reader: Reader, id: string): Promise<OwnProof> {
  const row = await findProof(parts.database, id);
  const person = row?.person === reader.subject && mayHold(parts, reader, row) ? await parts.identity.people.find(reader.subject) : undefined;
  if (!row || !person) throw noSuchProof("There is no such proof of yours.");
  return { row, content: openContent(row, person.cipher) };
}

/**
 * The proof for its sheet. Who prints it reads the record, so that it is on record like any reading, also when somebody else's mandate lets them.
 * @throws no-such-proof; proof-over when it is revoked or expired, since a sheet of it would only mislead
 */
export async function readValidProof(parts: RecordsParts, reader: Reader, id: string): Promise<OwnProof> {
  const proof = await getOwnProof(parts, reader, id);
  const state = stateOf(proof.row, parts.clock());
  if (state !== "valid") throw proofOver("This proof is over.", { extensions: { state } });
  const { actor, subject, actingFor, ground } = reader;
  await parts.database.transaction((tx) =>
    recordAct(tx, {
      actor, act: "record.read", subject, city: proof.row.city, purpose: "proof", ground: ground.kind === "acting" ? ground.id : "PIPL 45", fields: Object.keys(proof.content.record),
      about: { kind: "record", id: proof.row.kind }, detail: { proof: id }, ...(actingFor === undefined ? {} : { actingFor }),
    }),
  );
  return proof;
}

/** From now on whoever checks it is told so; doing it again changes nothing. @throws no-such-proof */
export async function revokeOwnProof(parts: RecordsParts, reader: Reader, id: string): Promise<void> {
  const { row } = await getOwnProof(parts, reader, id);
  const { actor, subject, actingFor, ground } = reader;
  await parts.database.transaction(async (tx) => {
    if (!(await revokeProof(tx, id, parts.clock()))) return;
    await recordAct(tx, { actor, act: "proof.revoked", subject, city: row.city, about: { kind: "proof", id }, ...(ground.kind === "acting" ? { ground: ground.id } : {}), ...(actingFor === undefined ? {} : { actingFor }) });
  });
}

/** @throws no-such-proof */
export async function listOwnChecks(parts: RecordsParts, reader: Reader, id: string) {
  const { row } = await getOwnProof(parts, reader, id);
  const [checks, total, person] = await Promise.all([listChecks(parts.database, row.id, CHECKS_LISTED), countChecks(parts.database, row.id), parts.identity.people.find(reader.subject)]);
  const items = checks.map(({ id: check, at, state, checker }) => ({ at: at.toISOString(), state, ...(checker && person ? { checker: person.cipher.open(checkerPlace(check), checker) } : {}) }));
  return { items, total };
}

/** Who acts for another holds the proofs of what they could read, as surely known and by topic; a kind that is gone belongs to no topic. */
function mayHold({ cities }: RecordsParts, { covers, ground, level }: Reader, { city, kind: id }: ProofRow): boolean {
  if (ground.kind === "own") return true;
  const kind = cities.list().find(({ documents }) => documents.city.id === city)?.documents.recordKinds.find((each) => each.id === id);
  return (kind === undefined || level >= levelFor(kind)) && covers(kind ?? { topic: "none", services: [] }, city);
}

export function openContent({ id, content }: ProofRow, cipher: { open(place: string, sealed: Buffer): string }): ProofContent {
  return JSON.parse(cipher.open(contentPlace(id), content)) as ProofContent;
}

export function describeProof(row: ProofRow, content: ProofContent, checks: number, now: Date, addressOf: (code: string) => string): Proof {
  const { id, kind, city, issued_at, expires_at, revoked_at } = row;
  return {
    id, kind, city, title: content.title, state: stateOf(row, now), asOf: content.asOf ?? content.obtainedAt,
    issuedAt: issued_at.toISOString(), validUntil: expires_at.toISOString(), ...(revoked_at ? { revokedAt: revoked_at.toISOString() } : {}),
    code: content.code, checkAddress: addressOf(content.code), checks,
  };
}
