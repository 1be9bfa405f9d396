import { record } from "../../audit/index.ts";
import { updateAccount } from "../account/store.ts";
import type { Caller } from "../caller.ts";
import { tellOfChange } from "../notice/tell.ts";
import type { IdentityParts } from "../parts.ts";
import { deleteScans } from "../scan/store.ts";
import { announcePersonChanged, deleteSessions } from "../session/store.ts";

/** "This was not me": ends every sign-in at once, this one too, and lets nobody in until the owner recovers the account. */
export async function lockAccount(parts: IdentityParts, { person, session }: Caller): Promise<void> {
  await parts.database.transaction(async (tx) => {
    await updateAccount(tx, person, { state: "locked" });
    const ended = await deleteSessions(tx, person);
    await deleteScans(tx, person);
    await record(tx, { actor: { kind: "person", id: person, city: session.city }, act: "account.locked", subject: person, city: session.city, detail: { endedSessions: ended } });
    await tellOfChange(parts, tx, person, "locked");
    await parts.events.publish(tx, { name: "identity.account-locked", version: 1, payload: { person } });
    await announcePersonChanged(tx, person);
  });
}
