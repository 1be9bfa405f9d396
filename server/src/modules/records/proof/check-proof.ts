import { record as recordAct } from "../../audit/index.ts";
import { newId } from "../../../kernel/ids.ts";
import { maskIdNumber, maskName } from "../../../kernel/mask.ts";
import { countAttempt } from "../../../kernel/rate-limit.ts";
import type { ProofCheck } from "../contract.ts";
import { noSuchProof } from "../errors.ts";
import type { RecordsParts } from "../parts.ts";
import { digestOfCode } from "./code.ts";
import { openContent } from "./own-proofs.ts";
import { checkerPlace, stateOf } from "./proof.ts";
import { findProofByCode, insertCheck } from "./store.ts";

/** A counter that checks sheets all day stays within them; a hundred bits are out of reach without any limit. */
const CHECKS_BY_NETWORK = 300;
/** Nobody can fill the holder's list. */
const CHECKS_BY_PROOF_AND_DAY = 200;

/**
 * What a sheet is worth now, to whoever holds it: the minimum, and the holder sees that it was asked. Found by the code's
 * hash, so no comparison tells how near a guess was.
 * @param network where attempts from the asker's network are counted
 * @throws no-such-proof, too-many-requests
 */
export async function checkProof(parts: RecordsParts, { code, checker, network }: { code: string; checker: string | undefined; network: string }): Promise<ProofCheck> {
  const { database, identity, clock } = parts;
  await countAttempt(database, [{ bucket: network, limit: CHECKS_BY_NETWORK, windowSeconds: 3_600 }]);
  const row = await findProofByCode(database, digestOfCode(code));
  const person = row && (await identity.people.find(row.person));
  if (!row || !person) throw noSuchProof("There is no proof with this code.");
  await countAttempt(database, [{ bucket: `proof-check:${row.id}`, limit: CHECKS_BY_PROOF_AND_DAY, windowSeconds: 86_400 }]);
  const { title, statement, department, name, idNumber, fields, record, asOf, obtainedAt } = openContent(row, person.cipher);
  const now = clock();
  const state = stateOf(row, now);
  await database.transaction(async (tx) => {
    const check = newId();
    await insertCheck(tx, { id: check, proof: row.id, at: now, state, checker: checker === undefined ? null : person.cipher.seal(checkerPlace(check), checker) });
    await recordAct(tx, {
      actor: { kind: "system", id: "proof-check" }, act: "proof.checked", subject: row.person, city: row.city, purpose: "check-proof", ground: row.id, fields: ["name", "idNumber", ...(state === "revoked" ? [] : Object.keys(record))],
      about: { kind: "proof", id: row.id }, detail: { state },
    });
  });
  // What the holder took back is shown to nobody any more.
  const shown = state === "revoked" ? { fields: [], record: {} } : { fields, record };
  return {
    state, title, statement, city: row.city, department, name: maskName(name), idNumber: maskIdNumber(idNumber), ...shown, asOf: asOf ?? obtainedAt,
    issuedAt: row.issued_at.toISOString(), validUntil: row.expires_at.toISOString(), ...(row.revoked_at ? { revokedAt: row.revoked_at.toISOString() } : {}),
  };
}
