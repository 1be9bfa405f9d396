import type { Handles } from "../../../kernel/database.ts";
import type { Joining } from "../../identity/index.ts";
import { personKey, placeOf } from "./details.ts";
import { listSealedAppointments, listSealedWishes, movePerson, updateAppointment, updateWishDetails } from "./store.ts";

/** What somebody booked before they proved who they are goes with them, and what they told with it. */
export async function carryAppointmentsOver(tx: Handles, { from, into, reseal }: Joining): Promise<void> {
  for (const { id, details, reason } of await listSealedAppointments(tx, from)) {
    await updateAppointment(tx, id, { person: into, details: details && reseal(placeOf.details(id), details), reason: reason && reseal(placeOf.reason(id), reason) });
  }
  for (const { id, details } of await listSealedWishes(tx, from)) await updateWishDetails(tx, id, into, details && reseal(placeOf.wish(id), details));
  await movePerson(tx, { from, into, fromKey: personKey(from), intoKey: personKey(into) });
}
