import type { Handles } from "../../../kernel/database.ts";
import type { Joining } from "../../identity/index.ts";
import { personKey, placeOf } from "./details.ts";
import { listSealedAppointments, listSealedWishes, movePerson, updateAppointment, updateWishDetails } from "./store.ts";

/** What somebody booked before they proved who they are goes with them, and what they told with it. */
export async function carryAppointmentsOver(tx: Handles, { from, into, reseal }: Joining): Promise<void> {
  const [appointments, wishes] = [await listSealedAppointments(tx, from), await listSealedWishes(tx, from)];
  await movePerson(tx, { from, into, fromKey: personKey(from), intoKey: personKey(into) });
  for (const { id, details, reason } of appointments) {
    if (details || reason) await updateAppointment(tx, id, { details: details && reseal(placeOf.details(id), details), reason: reason && reseal(placeOf.reason(id), reason) });
  }
  for (const { id, details } of wishes) if (details) await updateWishDetails(tx, id, reseal(placeOf.wish(id), details));
}
