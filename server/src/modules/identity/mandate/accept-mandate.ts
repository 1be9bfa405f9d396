import { record } from "../../audit/index.ts";
import type { Caller } from "../caller.ts";
import type { IdentityParts } from "../parts.ts";
import { tellIfReachable } from "../notice/tell.ts";
import { announcePersonChanged } from "../session/store.ts";
import { alreadyMandated, noSuchMandate } from "./errors.ts";
import { refuseMinor } from "./grant-mandate.ts";
import { listOffersTo } from "./offers.ts";
import { acceptMandate as accept, hasOpenMandate, lockGrantor } from "./store.ts";

/**
 * Whom a mandate is offered to accepts it.
 * @throws no-such-mandate alike for one that does not exist, is not for this person, lapsed or was taken back; adults-only, already-mandated
 */
export async function acceptMandate(parts: IdentityParts, { person: holder, session }: Caller, id: string): Promise<void> {
  const { database, events, clock } = parts;
  await refuseMinor(parts, holder);
  await database.transaction(async (tx) => {
    const offer = (await listOffersTo(parts, tx, holder)).find((each) => each.id === id);
    if (!offer) throw noSuchMandate("There is no such offer to you.");
    const { grantor, scope, scope_items } = offer;
    await lockGrantor(tx, grantor);
    if (await hasOpenMandate(tx, { grantor, holder, phoneHashes: [], scope: { scope, scope_items }, except: id })) throw alreadyMandated("You hold a mandate of this scope from this person already.");
    if (!(await accept(tx, id, holder, clock()))) throw noSuchMandate("There is no such offer to you.");
    await announcePersonChanged(tx, holder);
    await tellIfReachable(parts, tx, grantor, "mandate-accepted");
    await events.publish(tx, { name: "identity.mandate-accepted", version: 1, payload: { mandate: id, grantor, holder } });
    await record(tx, { actor: { kind: "person", id: holder, city: session.city }, act: "mandate.accepted", subject: grantor, city: session.city, ground: id, about: { kind: "mandate", id } });
  });
}
