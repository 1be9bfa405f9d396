import { record } from "../../audit/index.ts";
import type { Handles } from "../../../kernel/database.ts";
import { openOwnNumbers } from "../account/own-numbers.ts";
import { findAccount, findAccountByPhone, findPerson, lockNumber, updateAccount } from "../account/store.ts";
import { shredPerson } from "../closing/store.ts";
import { tellOfChange } from "../notice/tell.ts";
import type { IdentityParts } from "../parts.ts";
import { deletePasskeys } from "../passkey/store.ts";
import { writePhone } from "../phone/change-phone.ts";
import { deleteScans } from "../scan/store.ts";
import { announcePersonChanged, deleteSessions } from "../session/store.ts";
import { deleteTotp } from "../totp/store.ts";
import { newPhoneOf } from "./check-proof.ts";
import { listDue, lockRecovery, type RecoveryRow, updateRecovery } from "./store.ts";

export type CompletingParts = Pick<IdentityParts, "database" | "vault" | "lookupHash" | "events" | "clock">;

/**
 * Gives the account its new number. Every session ends and the lock opens. What was not proven in this recovery is
 * taken off the account, since whoever made it necessary may have put it there; the person stays who they are.
 * @param recovery locked, waiting, its wait over
 */
export async function completeRecovery(parts: CompletingParts, tx: Handles, recovery: RecoveryRow): Promise<RecoveryRow> {
  const { lookupHash, events, clock } = parts;
  const { id, person, proofs, city } = recovery;
  if (person === null) throw new Error(`The recovery ${id} speaks for nobody`);
  const phone = newPhoneOf(parts, recovery);
  const hashes = lookupHash.candidates("phone", phone);
  await lockNumber(tx, hashes);
  const account = await findAccount(tx, person);
  const holder = await findAccountByPhone(tx, hashes);
  const isTaken = holder !== undefined && holder.person !== person && ((await findPerson(tx, holder.person))?.level ?? 1) > 1;
  if (!account || account.state === "closed" || isTaken) return endRecovery(tx, recovery, "ended", clock());

  const { phone: oldPhone } = await openOwnNumbers(parts, person, tx);
  if (holder && holder.person !== person) await closeNamelessAccount(parts, tx, holder.person, city);
  await writePhone(parts, tx, person, phone);
  await updateAccount(tx, person, { state: "active", closes_at: null, ...(proofs.includes("password") ? {} : { password_hash: null }) });
  if (!proofs.includes("totp")) await deleteTotp(tx, person);
  if (!proofs.includes("passkey")) await deletePasskeys(tx, person);
  await deleteSessions(tx, person);
  await deleteScans(tx, person);
  await record(tx, { actor: { kind: "person", id: person, city }, act: "recovery.completed", subject: person, city, about: { kind: "recovery", id }, fields: ["phone"], detail: { proofs: proofs.join("+") } });
  if (oldPhone !== phone) await tellOfChange(parts, tx, person, "recovery-done", { phone: oldPhone, recovery: id });
  await tellOfChange(parts, tx, person, "recovery-done", { phone, recovery: id });
  await events.publish(tx, { name: "identity.account-recovered", version: 1, payload: { person, recovery: id } });
  await announcePersonChanged(tx, person);
  return endRecovery(tx, recovery, "done", clock());
}

/**
 * Whoever signed in with the new number before they recovered their account opened a second, nameless one by that. Its
 * holder proved the number, and there is one account for each person.
 */
async function closeNamelessAccount({ events, clock }: CompletingParts, tx: Handles, person: string, city: string): Promise<void> {
  await shredPerson(tx, person, clock());
  await announcePersonChanged(tx, person);
  await events.publish(tx, { name: "identity.account-closed", version: 1, payload: { person, city } });
  await record(tx, { actor: { kind: "system", id: "recovery" }, act: "account.closed", subject: person, city, detail: { reason: "number-moved" } });
}

export async function endRecovery(tx: Handles, recovery: RecoveryRow, state: "done" | "stopped" | "ended", now: Date): Promise<RecoveryRow> {
  await updateRecovery(tx, recovery.id, { state, ended_at: now, stop_code: null });
  return { ...recovery, state, ended_at: now };
}

/** Completes one whose wait is over; whoever comes second finds it done. */
export async function completeIfDue(parts: CompletingParts, id: string): Promise<void> {
  await parts.database.transaction(async (tx) => {
    const recovery = await lockRecovery(tx, id);
    if (recovery?.state !== "waiting" || !recovery.waits_until || recovery.waits_until > parts.clock()) return;
    await completeRecovery(parts, tx, recovery);
  });
}

const AT_ONCE = 200;

export async function completeDueRecoveries(parts: CompletingParts): Promise<void> {
  // Each by itself, so that one that fails stops no other.
  for (const id of await listDue(parts.database, parts.clock(), AT_ONCE)) await completeIfDue(parts, id);
}
