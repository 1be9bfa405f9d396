import type { Handles } from "../../../kernel/database.ts";
import { alreadyAdmitted } from "./errors.ts";
import { findAdmission } from "./store.ts";

/** @param tx holds the lock of the part (lockPart), which the door waits for too @throws already-admitted */
export async function refuseUsed(tx: Handles, campaign: number, person: string): Promise<void> {
  const admission = await findAdmission(tx, campaign, person);
  if (admission) throw alreadyAdmitted("The place was used at the door.", { extensions: { admittedAt: admission.at.toISOString() } });
}
