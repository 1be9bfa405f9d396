import type { Handles } from "../../../kernel/database.ts";
import { alreadyAdmitted } from "./errors.ts";
import { findAdmission, lockPlace } from "./store.ts";

/** Nobody is let in on the place until the transaction is over. @throws already-admitted */
export async function refuseUsed(tx: Handles, campaign: number, person: string): Promise<void> {
  await lockPlace(tx, campaign, person);
  const admission = await findAdmission(tx, campaign, person);
  if (admission) throw alreadyAdmitted("The place was used at the door.", { extensions: { admittedAt: admission.at.toISOString() } });
}
