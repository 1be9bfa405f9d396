import { record } from "../../audit/index.ts";
import type { Handles } from "../../../kernel/database.ts";
import { noSuchRecovery } from "../errors.ts";
import type { IdentityParts } from "../parts.ts";
import { digest } from "./begin-recovery.ts";
import { endRecovery } from "./complete-recovery.ts";
import { lockWaitingByStopCode, lockWaitingOf, type RecoveryRow } from "./store.ts";

/**
 * The owner stops it with the code of the message, signed in or not.
 * @throws no-such-recovery alike for a wrong code and one whose recovery is over
 */
export async function stopByCode(parts: IdentityParts, code: string): Promise<void> {
  await parts.database.transaction(async (tx) => stop(parts, tx, await lockWaitingByStopCode(tx, digest(code)), "message"));
}

/** @throws no-such-recovery */
export async function stopOwn(parts: IdentityParts, person: string): Promise<void> {
  await parts.database.transaction(async (tx) => stop(parts, tx, await lockWaitingOf(tx, person), "app"));
}

async function stop({ clock, events }: IdentityParts, tx: Handles, recovery: RecoveryRow | undefined, from: "message" | "app"): Promise<void> {
  if (!recovery?.person || (recovery.waits_until ?? new Date(0)) <= clock()) throw noSuchRecovery("There is nothing to stop: it is over already.");
  const { id, person, city } = recovery;
  await endRecovery(tx, recovery, "stopped", clock());
  await record(tx, { actor: { kind: "person", id: person, city }, act: "recovery.stopped", subject: person, city, about: { kind: "recovery", id }, detail: { from } });
  await events.publish(tx, { name: "identity.recovery-stopped", version: 1, payload: { person, recovery: id } });
}
