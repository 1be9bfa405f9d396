import { record } from "../../audit/index.ts";
import { newId } from "../../../kernel/ids.ts";
import { findOrAddPerson } from "../account/find-or-add-person.ts";
import { openPersonCipher } from "../account/person-cipher.ts";
import { insertConsent } from "../account/store.ts";
import type { Caller } from "../caller.ts";
import type { IdentityParts } from "../parts.ts";
import { ageOn, OLD_ENOUGH_TO_SIGN_UP, yearOfAge } from "./age.ts";
import { alreadyInFamily, noSuchChild } from "./errors.ts";
import { findRegisteredChildren } from "./registered-children.ts";
import { countGuardians, insertKinship, kinshipGroundPlace } from "./store.ts";

/** Until fourteen a guardian consents to everything that is kept about a child (PIPL, article 31). */
export const CHILD_CONSENT = { purpose: "keep-child-profile", version: 1 };

/**
 * Links a parent with a child by the birth record. The register is asked again, so that a record number alone, which may
 * stand on a paper, opens nothing.
 * @returns the child's person id, by which the parent acts
 * @throws no-such-child, already-in-family, outside-unavailable, too-many-requests
 */
export async function addChild(parts: IdentityParts, { person: guardian, session }: Caller, recordNumber: string): Promise<string> {
  const { database, events, clock } = parts;
  const registered = (await findRegisteredChildren(parts, guardian)).find((each) => each.recordNumber === recordNumber);
  if (!registered) throw noSuchChild("No birth record of that number names you.", { fields: [{ pointer: "/recordNumber", detail: "is not one of your children's" }] });
  const { name, idNumber, birthDate, relation } = registered;
  return database.transaction(async (tx) => {
    const now = clock();
    const child = await findOrAddPerson(parts, tx, { name, idNumber, ground: "birth-record" });
    const cipher = await openPersonCipher(parts, tx, child);
    const id = newId();
    const added = await insertKinship(tx, { id, guardian, child, relation, ground: cipher.seal(kinshipGroundPlace(id), recordNumber), adult_in: yearOfAge(birthDate), since: now });
    if (!added) throw alreadyInFamily("You have added this child already.");
    // One consent stands for the child, whichever parent came first; it ends with the last of them.
    const isFirst = (await countGuardians(tx, child)) === 1;
    if (isFirst && ageOn(birthDate, now) < OLD_ENOUGH_TO_SIGN_UP) await insertConsent(tx, { person: child, ...CHILD_CONSENT, given_at: now });
    await events.publish(tx, { name: "identity.child-added", version: 1, payload: { kinship: id, guardian, child } });
    await record(tx, {
      actor: { kind: "person", id: guardian, city: session.city }, act: "child.added", subject: child, actingFor: child, city: session.city,
      purpose: "act-for-child", ground: "Civil Code 27", fields: ["name", "idNumber", "birthRecord"], about: { kind: "kinship", id },
    });
    return child;
  });
}
