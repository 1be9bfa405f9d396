import { readMobileNumber } from "../../../kernel/identifiers/mobile-number.ts";
import type { Job } from "../../../kernel/jobs.ts";
import { maskPlate } from "../../../kernel/mask.ts";
import type { RecordsParts } from "../parts.ts";
import { KEPT_MS, placeOf, REPORTS_KEPT_MS, SENDING_MS } from "./move-request.ts";
import { advanceMoveRequest, endMoveRequests, findMoveRequest, type MoveRequestRow, updateMoveRequest } from "./store.ts";

type Parts = Pick<RecordsParts, "database" | "vault" | "door" | "identity" | "sendSms" | "clock" | "publicUrl">;

/**
 * Finds out whose the car is and sends them the link. It is tried again until it has worked or is too late to serve; the
 * number is kept from the finding to the sending and no longer, so that trying again is no second look at the owner.
 */
export function tellOwnerJob(parts: Parts): Job<{ request: string }> {
  const { database, vault: { service }, sendSms, clock, publicUrl } = parts;
  return {
    name: "records:tell-owner",
    async run({ request: id }) {
      const row = await findMoveRequest(database, id);
      if (!row?.token || (row.state !== "sending" && row.state !== "sent")) return;
      if (clock().getTime() - row.asked_at.getTime() > SENDING_MS) {
        await advanceMoveRequest(database, id, { state: "failed", token: null, phone: null });
        return;
      }
      const plate = service.open(placeOf.plate(id), row.plate);
      const phone = row.phone ? service.open(placeOf.phone(id), row.phone) : await findOwner(parts, row, plate);
      // There is no such car, or no number: the asker is told what everybody is told.
      if (phone === undefined) {
        await advanceMoveRequest(database, id, { state: "sent", token: null });
        return;
      }
      // The department may have taken long, and the asker have got out by themselves: then nobody is told.
      if (!row.phone && !(await advanceMoveRequest(database, id, { state: "sent", phone: service.seal(placeOf.phone(id), phone) }))) return;
      await sendSms({ id, to: phone, text: messageText(plate, linkOf(publicUrl, service.open(placeOf.token(id), row.token))) });
      await updateMoveRequest(database, id, { token: null, phone: null });
    },
  };
}

async function findOwner({ door, identity }: Parts, { city, asker }: MoveRequestRow, plate: string): Promise<string | undefined> {
  const found = await door.lookUp({
    city, source: "traffic-police", operation: "owner-by-plate", parameters: { plate }, actor: { kind: "person", id: asker, city }, purpose: "move-car", ground: "PIPL 13(1)3",
    subjectOf: async ({ ownerIdNumber }) => (typeof ownerIdNumber === "string" ? identity.people.findByIdNumber(ownerIdNumber) : undefined),
  });
  const number = typeof found?.phone === "string" ? readMobileNumber(found.phone) : undefined;
  return number?.ok ? number.normalised : undefined;
}

/** It names nobody and no place: it lies open on a locked screen. */
function messageText(plate: string, link: string): string {
  const masked = maskPlate(plate);
  return `【市民云】有人请您移动车辆 ${masked}。请在 24 小时内打开 ${link} 查看并答复，对方看不到您的姓名和号码。[Citizen Cloud] Somebody asks you to move your car ${masked}. See why and answer: ${link}. They see neither your name nor your number.`;
}

/** Never made of a request's own host header: it would let a stranger choose where the owner's telephone is led. */
function linkOf(publicUrl: string | undefined, token: string): string {
  const path = `/move/${token}`;
  return publicUrl === undefined ? path : new URL(path, publicUrl).href;
}

/** Nothing of an owner is kept longer than a day, and nothing of an asker longer than it serves. */
export function endMoveRequestsJob({ database, clock }: Pick<Parts, "database" | "clock">): Job {
  return {
    name: "records:end-move-requests",
    schedule: "*/10 * * * *",
    async run() {
      const before = (ms: number) => new Date(clock().getTime() - ms);
      await endMoveRequests(database, { unsentSince: before(SENDING_MS), endedBefore: before(0), keptFrom: before(KEPT_MS), reportsFrom: before(REPORTS_KEPT_MS) });
    },
  };
}
