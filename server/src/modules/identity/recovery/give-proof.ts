import { randomBytes } from "node:crypto";
import { record } from "../../audit/index.ts";
import type { Handles } from "../../../kernel/database.ts";
import { placeOf } from "../account/person-cipher.ts";
import { findAccount, findAccountByPhone, findPerson } from "../account/store.ts";
import { noSuchRecovery, numberInUse, proofRefused, recoveryUnderWay } from "../errors.ts";
import { tellOfChange } from "../notice/tell.ts";
import type { IdentityParts } from "../parts.ts";
import { digest } from "./begin-recovery.ts";
import { checkProof, newPhoneOf, type ProofPlace } from "./check-proof.ts";
import { completeRecovery, endRecovery } from "./complete-recovery.ts";
import type { RecoveryProof } from "./contract.ts";
import { isEnough, MOST_TRIES, waitMs } from "./recovery.ts";
import { countRecoveryTry, lockRecovery, lockWaitingOf, type RecoveryRow, updateRecovery } from "./store.ts";

/**
 * Takes one proof. The first that holds says whose account it is, and every other has to speak for the same person.
 * With the new number and two proofs the wait begins.
 * @throws no-such-recovery for a wrong secret, a late one and one tried too often; what checkProof throws;
 *   recovery-under-way and number-in-use only to whoever gave both proofs
 */
export async function giveProof(parts: IdentityParts, { id, secret, proof, place }: { id: string; secret: string; proof: RecoveryProof; place: ProofPlace }): Promise<RecoveryRow> {
  const { database, clock } = parts;
  const open = await countRecoveryTry(database, id, digest(secret), { now: clock(), most: MOST_TRIES });
  if (!open) throw noSuchRecovery("This recovery takes no more proofs. Begin again.");
  const person = await checkProof(parts, open, proof, place);
  return database.transaction(async (tx) => {
    const recovery = await lockRecovery(tx, id);
    if (recovery?.state !== "open") throw noSuchRecovery("This recovery takes no more proofs. Begin again.");
    if (person !== null) await refuseOthers(tx, recovery, person);
    const known = recovery.person ?? person;
    const proofs = proof.means === "new-number" || recovery.proofs.includes(proof.means) ? recovery.proofs : [...recovery.proofs, proof.means];
    const proven: RecoveryRow = { ...recovery, person: known, proofs, number_proven: recovery.number_proven || proof.means === "new-number" };
    await updateRecovery(tx, id, { person: known, proofs, number_proven: proven.number_proven });
    if (known !== null && proof.means !== "new-number") {
      await record(tx, { actor: { kind: "person", id: known, city: recovery.city }, act: "recovery-proof.accepted", subject: known, city: recovery.city, about: { kind: "recovery", id }, detail: { means: proof.means } });
    }
    if (known === null || !isEnough(proofs, proven.number_proven)) return proven;
    return startWaiting(parts, tx, { ...proven, person: known });
  });
}

async function refuseOthers(tx: Handles, recovery: RecoveryRow, person: string): Promise<void> {
  const account = await findAccount(tx, person);
  if (!account || account.state === "closed" || (recovery.person !== null && recovery.person !== person)) throw proofRefused("This proof does not hold.");
}

async function startWaiting(parts: IdentityParts, tx: Handles, recovery: RecoveryRow & { person: string }): Promise<RecoveryRow> {
  const { lookupHash, vault, clock, events } = parts;
  const { id, person, proofs, city } = recovery;
  const other = await lockWaitingOf(tx, person);
  // Whoever was seen in person outranks whoever waits: it may be the thief.
  if (other && waitMs(proofs) > 0) throw recoveryUnderWay("A recovery of this account is waiting already.");
  if (other) await endRecovery(tx, other, "stopped", clock());
  const holder = await findAccountByPhone(tx, lookupHash.candidates("phone", newPhoneOf(parts, recovery)));
  if (holder && holder.person !== person && ((await findPerson(tx, holder.person))?.level ?? 1) > 1) throw numberInUse("Another person's account has this number.");
  const now = clock();
  const stop = randomBytes(16).toString("base64url");
  const waiting: RecoveryRow = { ...recovery, state: "waiting", waits_until: new Date(now.getTime() + waitMs(proofs)) };
  await updateRecovery(tx, id, { state: "waiting", waits_until: waiting.waits_until, stop_code: vault.service.seal(placeOf.recoveryStop(id), stop), stop_digest: digest(stop) });
  await record(tx, { actor: { kind: "person", id: person, city }, act: "recovery.begun", subject: person, city, about: { kind: "recovery", id }, detail: { proofs: proofs.join("+") } });
  await events.publish(tx, { name: "identity.recovery-begun", version: 1, payload: { person, recovery: id } });
  if (waitMs(proofs) === 0) return completeRecovery(parts, tx, waiting);
  await tellOfChange(parts, tx, person, "recovery-begun", { recovery: id });
  return waiting;
}
