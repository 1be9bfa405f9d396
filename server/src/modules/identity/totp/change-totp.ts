import { randomBytes } from "node:crypto";
import { record } from "../../audit/index.ts";
import { maskPhone } from "../../../kernel/mask.ts";
import { openOwnNumbers } from "../account/own-numbers.ts";
import { openPersonCipher, placeOf } from "../account/person-cipher.ts";
import type { Caller } from "../caller.ts";
import { wrongTotp } from "../errors.ts";
import { tellOfChange } from "../notice/tell.ts";
import type { IdentityParts } from "../parts.ts";
import { holdOwnAccount } from "../session/hold-own-account.ts";
import { announcePersonChanged } from "../session/store.ts";
import { countGuess } from "../sign-in/guess.ts";
import type { Origin } from "../sign-in/request-code.ts";
import { activatePending, deleteTotp, findTotp, savePending } from "./store.ts";
import { findStep, keyUri, newSecret, SECRET_BYTES } from "./totp.ts";

const PENDING_MS = 15 * 60_000;

/** Shows a new secret, once. It serves for nothing until one of its codes was typed. */
export async function offerTotp(parts: IdentityParts, { person }: Caller): Promise<{ secret: string; uri: string }> {
  const secret = newSecret(randomBytes(SECRET_BYTES));
  const { phone } = await openOwnNumbers(parts, person);
  const cipher = await openPersonCipher(parts, parts.database, person);
  await savePending(parts.database, person, cipher.seal(placeOf.totp(person), secret), new Date(parts.clock().getTime() + PENDING_MS));
  return { secret, uri: keyUri(secret, maskPhone(phone)) };
}

/** @throws wrong-totp, too-many-requests */
export async function activateTotp(parts: IdentityParts, caller: Caller, { code, origin }: { code: string; origin: Origin }): Promise<void> {
  const { database, clock } = parts;
  const { person, session } = caller;
  const { phone } = await openOwnNumbers(parts, person);
  await countGuess(parts, { means: "totp", phone, origin });
  const pending = (await findTotp(database, person))?.pending;
  const cipher = await openPersonCipher(parts, database, person);
  const now = clock();
  const step = pending ? findStep(cipher.open(placeOf.totp(person), pending), code, now) : undefined;
  await database.transaction(async (tx) => {
    await holdOwnAccount(tx, caller);
    const active = pending && step !== undefined && (await activatePending(tx, person, { pending, step, now }));
    if (!active) throw wrongTotp("The app's code is not right, or the secret was shown too long ago.", { fields: [{ pointer: "/code", detail: "is not what the app shows now" }] });
    await record(tx, { actor: { kind: "person", id: person, city: session.city }, act: "totp.added", subject: person, city: session.city });
    await tellOfChange(parts, tx, person, "totp-added");
    await announcePersonChanged(tx, person);
  });
}

export async function removeTotp(parts: IdentityParts, { person, session }: Caller): Promise<void> {
  await parts.database.transaction(async (tx) => {
    if (!(await deleteTotp(tx, person))) return;
    await record(tx, { actor: { kind: "person", id: person, city: session.city }, act: "totp.removed", subject: person, city: session.city });
    await tellOfChange(parts, tx, person, "totp-removed");
    await announcePersonChanged(tx, person);
  });
}
