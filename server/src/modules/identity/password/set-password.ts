import { record } from "../../audit/index.ts";
import { countAttempt } from "../../../kernel/rate-limit.ts";
import { openOwnNumbers } from "../account/own-numbers.ts";
import { updateAccount } from "../account/store.ts";
import type { Caller } from "../caller.ts";
import { weakPassword } from "../errors.ts";
import { tellOfChange } from "../notice/tell.ts";
import type { IdentityParts } from "../parts.ts";
import { holdOwnAccount } from "../session/hold-own-account.ts";
import { announcePersonChanged } from "../session/store.ts";
import { hashPassword } from "./hash.ts";
import { findPasswordFault, LONGEST, normalisePassword, type PasswordFault, SHORTEST } from "./password.ts";

/** Each takes a share of what all sign-ins hash with, and sends a message. */
const CHANGES_BY_DAY = 20;

const REASONS: Record<PasswordFault, string> = {
  short: `must have at least ${SHORTEST} characters`,
  long: `must have at most ${LONGEST} characters`,
  untypable: "must not hold control characters",
  common: "is one of the commonest passwords",
  "own-number": "must not hold your own number",
};

/** @throws weak-password with the field, too-many-requests, overloaded */
export async function setPassword(parts: IdentityParts, caller: Caller, password: string): Promise<void> {
  const { person, session } = caller;
  const { phone, idNumber } = await openOwnNumbers(parts, person);
  const fault = findPasswordFault(password, [phone, idNumber ?? "", idNumber?.slice(6, 14) ?? ""]);
  if (fault) throw weakPassword("Choose another password.", { fields: [{ pointer: "/password", detail: REASONS[fault] }], extensions: { reason: fault } });
  await countAttempt(parts.database, [{ bucket: `set-password:${person}`, limit: CHANGES_BY_DAY, windowSeconds: 86_400 }]);
  const hash = await hashPassword(normalisePassword(password));
  await parts.database.transaction(async (tx) => {
    await holdOwnAccount(tx, caller);
    await updateAccount(tx, person, { password_hash: hash });
    await record(tx, { actor: { kind: "person", id: person, city: session.city }, act: "password.set", subject: person, city: session.city, fields: ["password"] });
    await tellOfChange(parts, tx, person, "password-set");
    await announcePersonChanged(tx, person);
  });
}

/** The number stays, so there is always a way in. */
export async function removePassword(parts: IdentityParts, caller: Caller): Promise<void> {
  const { person, session } = caller;
  await parts.database.transaction(async (tx) => {
    if ((await holdOwnAccount(tx, caller)).password_hash === null) return;
    await updateAccount(tx, person, { password_hash: null });
    await record(tx, { actor: { kind: "person", id: person, city: session.city }, act: "password.removed", subject: person, city: session.city, fields: ["password"] });
    await tellOfChange(parts, tx, person, "password-removed");
    await announcePersonChanged(tx, person);
  });
}
