import { record as recordAct } from "../../audit/index.ts";
import { chinaDate } from "../../../kernel/china-time.ts";
import { newId } from "../../../kernel/ids.ts";
import { countAttempt } from "../../../kernel/rate-limit.ts";
import { personUnknown } from "../../sources/index.ts";
import { noProofOfThis, nothingToProve, recordNotCurrent } from "../errors.ts";
import { deriveFields } from "../my-data/derive-fields.ts";
import { isProvable } from "../my-data/describe-record.ts";
import type { RecordsParts } from "../parts.ts";
import type { Reader } from "../reader.ts";
import { digestOfCode, newProofCode } from "./code.ts";
import { contentPlace, describeFields, digestOfContent, pickFields, type ProofContent } from "./proof.ts";
import { insertProof, type ProofRow } from "./store.ts";

/** Whoever wants a proof waits for the department rather than for nothing. */
const WAIT_MS = 5_000;
const PROOFS_BY_DAY = 30;
const DAY_MS = 86_400_000;

/**
 * Takes down what the department says now, and no more of it than the proof is about.
 * @param reader whom requireReader found for this kind
 * @throws no-proof-of-this, nothing-to-prove, record-not-current, no-such-record-kind, wrong-parameter, too-many-requests
 */
export async function makeProof(parts: RecordsParts, reader: Reader, { kind: id, parameters }: { kind: string; parameters: Record<string, string> }): Promise<{ row: ProofRow; content: ProofContent }> {
  const { database, directory, door, cities, identity, clock } = parts;
  const { city, subject, actor, actingFor, ground, person } = reader;
  const { kind, source: { source } } = directory.getKind(city, id);
  if (!kind.proof || kind.subject !== "person") throw noProofOfThis("No proof is made of this kind of record.");
  await countAttempt(database, [{ bucket: `proof-made:${person}`, limit: PROOFS_BY_DAY, windowSeconds: 86_400 }]);
  const answer = await door.read({ city, kind: id, subject, actor, ...(actingFor === undefined ? {} : { actingFor }), purpose: "proof", ground, parameters, fields: fieldsToAsk(kind.fields, kind.proof.fields, kind.derivation) }, { waitMs: WAIT_MS });
  const now = clock();
  if (answer.state === "no-record") throw nothingToProve("The department has no such record of you.");
  if (!answer.record || !answer.obtainedAt || !isProvable(kind, answer, now)) {
    const { state, obtainedAt } = answer;
    throw recordNotCurrent("The department does not answer, so nothing can be proven now.", { extensions: { state, ...(obtainedAt ? { obtainedAt: obtainedAt.toISOString() } : {}) } });
  }
  const known = await identity.people.find(subject);
  // They left since the door asked for them.
  if (!known) throw personUnknown("This person has not proven who they are.");
  const { documents, departments } = cities.get(city);
  const content: ProofContent = {
    title: kind.proof.title,
    statement: kind.proof.statement,
    city: { names: documents.city.names, seal: documents.city.seal },
    department: departments.get(source.department)?.names ?? source.names,
    name: known.name,
    idNumber: known.idNumber,
    fields: describeFields(kind.fields, kind.proof.fields),
    record: pickFields(deriveFields(kind, answer.record, known.idNumber, now, chinaDate(now)), kind.proof.fields),
    obtainedAt: answer.obtainedAt.toISOString(),
    ...(answer.asOf === undefined ? {} : { asOf: answer.asOf }),
    code: newProofCode(),
  };
  const text = JSON.stringify(content);
  const proof = newId();
  const row: ProofRow = {
    id: proof, person: subject, made_by: person, city, kind: id,
    content: known.cipher.seal(contentPlace(proof), text), digest: digestOfContent(text), code_hash: digestOfCode(content.code),
    issued_at: now, expires_at: new Date(now.getTime() + kind.proof.validDays * DAY_MS), revoked_at: null,
  };
  await database.transaction(async (tx) => {
    await insertProof(tx, row);
    await recordAct(tx, {
      actor, act: "proof.made", subject, city, purpose: "proof", ground: ground.kind === "acting" ? ground.id : "PIPL 45", fields: Object.keys(content.record), about: { kind: "proof", id: proof },
      ...(actingFor === undefined ? {} : { actingFor }), detail: { kind: id },
    });
  });
  return { row, content };
}

/** What we reckon ourselves is no field of the department's: it is reckoned from all of them. */
function fieldsToAsk(fields: readonly { name: string; optional?: boolean }[], wanted: readonly string[], derivation: string | undefined): string[] {
  return derivation === undefined ? [...wanted] : [...new Set([...wanted, ...fields.filter(({ optional }) => optional !== true).map(({ name }) => name)])];
}
