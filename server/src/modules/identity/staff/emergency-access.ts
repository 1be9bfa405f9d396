/** A right taken in an emergency: at once, for an hour at most, heard by the security officers, and reviewed afterwards. */
import { createHash } from "node:crypto";
import type { Job } from "../../../kernel/jobs.ts";
import { newId } from "../../../kernel/ids.ts";
import { countAttempt } from "../../../kernel/rate-limit.ts";
import type { SendSms } from "../outside/sms-gateway.ts";
import { notAllowed } from "../errors.ts";
import type { IdentityParts } from "../parts.ts";
import { recordByStaff } from "./caller.ts";
import { emergencyTaken, noSuchEmergency, ownRoles, stillRunning } from "./errors.ts";
import { staffPhonePlace } from "./people.ts";
import { type EmergencyRight, hasTaken, LONGEST_EMERGENCY_MINUTES, mayAct, type Role, type Staff } from "./staff.ts";
import { endEmergencies, findEmergency, findStaffForUpdate, insertEmergency, listRunningEmergencies, listStaffWithRole, reviewEmergency } from "./store.ts";

/** Who may take one. Whoever watches or gives rights has no part in what is watched. */
export const MAY_TAKE: readonly Role[] = ["clerk", "operator"];
const BY_DAY = 5;

/** @throws emergency-taken, too-many-requests, personal-data-in-record when the reason names somebody's number */
export async function takeEmergency({ database, clock, events, log }: IdentityParts, staff: Staff, { right, reason, minutes }: { right: EmergencyRight; reason: string; minutes: number }): Promise<{ id: string; endsAt: Date }> {
  if (hasTaken(staff, right)) throw emergencyTaken("You have taken this right already.");
  await countAttempt(database, [{ bucket: `staff-emergency:${staff.id}`, limit: BY_DAY, windowSeconds: 86_400 }]);
  const id = newId();
  const takenAt = clock();
  const endsAt = new Date(takenAt.getTime() + Math.min(minutes, LONGEST_EMERGENCY_MINUTES) * 60_000);
  await database.transaction(async (tx) => {
    await findStaffForUpdate(tx, staff.id);
    if ((await listRunningEmergencies(tx, staff.id, takenAt)).some((each) => each.extra_right === right)) throw emergencyTaken("You have taken this right already.");
    await insertEmergency(tx, { id, staff: staff.id, city: staff.city, extra_right: right, reason, taken_at: takenAt, ends_at: endsAt });
    await events.publish(tx, { name: "identity.emergency-taken", version: 1, payload: { emergency: id, staff: staff.id, city: staff.city, right } });
    await recordByStaff(tx, { ...staff, emergencies: [...staff.emergencies, { id, right, endsAt }] }, { act: "emergency.taken", purpose: reason, about: { kind: "emergency", id }, detail: { right } });
  });
  log.warn({ emergency: id, staff: staff.id, city: staff.city, right }, "ALARM: a member of staff took an emergency right");
  return { id, endsAt };
}

/** Ended by who took it, or by a security officer. @throws no-such-emergency */
export async function endEmergency({ database, clock }: IdentityParts, staff: Staff, id: string): Promise<void> {
  await database.transaction(async (tx) => {
    const emergency = await findEmergency(tx, id);
    if (!emergency || (emergency.staff !== staff.id && !mayAct(staff, "security-officer", { city: emergency.city }))) throw noSuchEmergency("There is no such emergency access.");
    await endEmergencies(tx, emergency.staff, clock(), id);
    await recordByStaff(tx, staff, { act: "emergency.ended", about: { kind: "emergency", id } });
  });
}

/** @throws no-such-emergency, still-running, own-roles, not-allowed */
export async function judgeEmergency({ database, clock }: IdentityParts, staff: Staff, id: string, { finding, words }: { finding: "justified" | "not-justified"; words: string }): Promise<void> {
  await database.transaction(async (tx) => {
    const emergency = await findEmergency(tx, id);
    if (!emergency || emergency.city !== staff.city) throw noSuchEmergency("There is no such emergency access.");
    if (!mayAct(staff, "security-officer", { city: emergency.city })) throw notAllowed("This needs the role security-officer for the whole city.");
    if (emergency.staff === staff.id) throw ownRoles("Nobody reviews what she took herself.");
    if (!(await reviewEmergency(tx, id, { by: staff.id, at: clock(), finding, words }))) throw stillRunning("It runs still, or was reviewed.");
    await recordByStaff(tx, staff, { act: "emergency.reviewed", purpose: words, about: { kind: "emergency", id }, detail: { finding } });
  });
}

/** Rings the security officers' telephones. The gateway sends a message once for its id, so a repeated job rings once. */
export function alarmJob({ database, vault, sendSms }: Pick<IdentityParts, "database" | "vault"> & { sendSms: SendSms }): Job<{ emergency: string }> {
  return {
    name: "identity:alarm-security-officers",
    async run({ emergency: id }) {
      const emergency = await findEmergency(database, id);
      if (!emergency) return;
      for (const officer of await listStaffWithRole(database, emergency.city, "security-officer")) {
        if (officer.phone === null) continue;
        const to = vault.service.open(staffPhonePlace(officer.id), officer.phone);
        // It lies open on a locked screen: who it was and why stand in the console.
        await sendSms({ id: alarmId(id, officer.id), to, text: ALARM_TEXT });
      }
    },
  };
}

const ALARM_TEXT = "【市民云】告警：有工作人员启用了紧急权限，请立即到工作台“安全”查看。[Citizen Cloud] ALARM: emergency access was taken. See Security in the console at once.";

function alarmId(emergency: string, officer: string): string {
  const hex = createHash("sha256").update(`${emergency} ${officer}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
