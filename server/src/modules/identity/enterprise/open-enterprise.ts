import { record } from "../../audit/index.ts";
import { readCreditCode } from "../../../kernel/identifiers/credit-code.ts";
import { newId } from "../../../kernel/ids.ts";
import { countAttempt } from "../../../kernel/rate-limit.ts";
import type { Caller } from "../caller.ts";
import type { IdentityParts } from "../parts.ts";
import { announcePersonChanged } from "../session/store.ts";
import { enterpriseAlreadyOpen, enterpriseNotActive, malformedCreditCode, noSuchEnterprise, notLegalRepresentative } from "./errors.ts";
import { followRegister, isRepresentative } from "./follow-register.ts";
import { findEnterpriseByCode, insertEnterprise, lockCreditCode, updateEnterprise } from "./store.ts";

const TRIES_BY_DAY = 20;

/**
 * The legal representative opens a company's account. The register says who that is; a refusal says only who it is not,
 * and that a company exists, which the register publishes.
 * @throws malformed-credit-code, no-such-enterprise, enterprise-not-active, not-legal-representative, enterprise-already-open,
 *   outside-unavailable, too-many-requests
 */
export async function openEnterprise(parts: IdentityParts, { person, session }: Caller, typed: string): Promise<{ id: string; warnings: "body-check"[] }> {
  const { database, registers, events, clock } = parts;
  const code = readCreditCode(typed);
  if (!code.ok) throw malformedCreditCode("This is not a unified social credit code.", { fields: [{ pointer: "/creditCode", detail: code.reason }] });
  const { normalised: creditCode, warnings } = code;
  await countAttempt(database, [{ bucket: `open-enterprise:${person}`, limit: TRIES_BY_DAY, windowSeconds: 86_400 }]);
  const registered = await registers.findEnterprise(creditCode);
  if (registered?.creditCode !== creditCode) throw noSuchEnterprise("The register of enterprises does not have this code.");
  const actor = { kind: "person" as const, id: person, city: session.city };

  // By itself, so that what the register says of a known company holds even when the person who asked is refused.
  const known = await database.transaction(async (tx) => {
    await lockCreditCode(tx, creditCode);
    const row = await findEnterpriseByCode(tx, creditCode);
    return row && (await followRegister(parts, tx, row, registered, actor));
  });
  if (registered.state !== "active") throw enterpriseNotActive("The register says that this company is revoked or cancelled.");
  if (!(await isRepresentative(parts, database, person, registered))) {
    await record(database, { actor, act: "enterprise.refused", subject: person, city: session.city, purpose: "open-enterprise", ...(known ? { about: { kind: "enterprise", id: known.id } } : {}) });
    throw notLegalRepresentative("The register names somebody else as its legal representative.");
  }

  const id = await database.transaction(async (tx) => {
    await lockCreditCode(tx, creditCode);
    const row = await findEnterpriseByCode(tx, creditCode);
    if (row?.representative === person) throw enterpriseAlreadyOpen("You have opened this company's account already.");
    const now = clock();
    const opened = row?.id ?? newId();
    const change = { name: registered.name, state: registered.state, representative: person, city: session.city, opened_at: now, checked_at: now };
    if (row) await updateEnterprise(tx, opened, change);
    else await insertEnterprise(tx, { id: opened, credit_code: creditCode, ...change });
    await announcePersonChanged(tx, person);
    await events.publish(tx, { name: "identity.enterprise-opened", version: 1, payload: { enterprise: opened, representative: person } });
    await record(tx, { actor, act: "enterprise.opened", subject: person, actingFor: opened, city: session.city, ground: "register of enterprises", fields: ["idNumber"], about: { kind: "enterprise", id: opened } });
    return opened;
  });
  return { id, warnings };
}
