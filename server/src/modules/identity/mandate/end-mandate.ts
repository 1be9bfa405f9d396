import { record } from "../../audit/index.ts";
import type { Caller } from "../caller.ts";
import type { IdentityParts } from "../parts.ts";
import { tellIfReachable } from "../notice/tell.ts";
import { announcePersonChanged } from "../session/store.ts";
import { noSuchMandate } from "./errors.ts";
import { listOffersTo } from "./offers.ts";
import { declineMandate, endMandate as end } from "./store.ts";

/**
 * Either side ends a mandate, at once. Whoever is offered one puts it aside, of which the grantor is told nothing: to them
 * it lapses, as it does when nobody has an account with the number.
 * @throws no-such-mandate
 */
export async function endMandate(parts: IdentityParts, { person, session }: Caller, id: string): Promise<void> {
  const { database, events, clock } = parts;
  await database.transaction(async (tx) => {
    const now = clock();
    const ended = (await end(tx, id, "grantor", person, now)) ?? (await end(tx, id, "holder", person, now));
    if (!ended) {
      const offered = (await listOffersTo(parts, tx, person)).some((each) => each.id === id);
      if (!offered || !(await declineMandate(tx, id, now))) throw noSuchMandate("There is no such mandate of yours.");
      await record(tx, { actor: { kind: "person", id: person, city: session.city }, act: "mandate.declined", subject: person, city: session.city, about: { kind: "mandate", id } });
      return;
    }
    const { grantor, holder } = ended;
    if (holder !== null) {
      await announcePersonChanged(tx, holder);
      await tellIfReachable(parts, tx, person === grantor ? holder : grantor, "mandate-revoked");
    }
    await events.publish(tx, { name: "identity.mandate-revoked", version: 1, payload: { mandate: id, grantor, holder, by: person } });
    await record(tx, { actor: { kind: "person", id: person, city: session.city }, act: "mandate.revoked", subject: grantor, city: session.city, about: { kind: "mandate", id }, detail: { by: person === grantor ? "grantor" : "holder" } });
  });
}
