/** How staff come in: a password and, always, an authenticator app; both set up with a one-time activation code. */
import { createHash, randomBytes, randomInt } from "node:crypto";
import { isSameSecret } from "../../../kernel/crypto/codes.ts";
import type { Handles } from "../../../kernel/database.ts";
import { newId } from "../../../kernel/ids.ts";
import { countAttempt, forgiveAttempts } from "../../../kernel/rate-limit.ts";
import type { IdentityParts } from "../parts.ts";
import { checkPasswordHash, hashPassword } from "../password/hash.ts";
import { findPasswordFault, normalisePassword } from "../password/password.ts";
import { findStep, keyUri, newSecret, SECRET_BYTES } from "../totp/totp.ts";
import { describeStaff, digestStaffToken, mayBeSignedIn, recordByStaff } from "./caller.ts";
import { DEMONSTRATION_PASSWORD_HASH, DEMONSTRATION_TOTP_SECRET } from "./demonstration-staff.ts";
import { noSuchDemonstrationStaff, staffCodeNeeded, weakStaffPassword, wrongActivation, wrongStaffSignIn } from "./errors.ts";
import { SESSION_MS, type Staff } from "./staff.ts";
import {
  activateCredential, advanceStaffStep, type CredentialRow, deleteStaffSession, deleteStaffSessions, findCredential, findStaff, findStaffForUpdate, insertChange, insertStaffSession, listDemonstrationStaff, resetCredential,
  type StaffRow, updatePasswordHash, updatePendingSecret, updateStaff,
} from "./store.ts";

/** GB/T 22239-2019, 8.1.4.1: locked after five failures, for a quarter of an hour. */
const FAILURES = { limit: 5, windowSeconds: 15 * 60 };
const BY_ADDRESS = { limit: 100, windowSeconds: 15 * 60 };
const ACTIVATION_MS = 3 * 86_400_000;

const NOBODYS_SECRET = newSecret(randomBytes(SECRET_BYTES));

export interface OpenedStaffSession {
  token: string;
  staff: Staff;
  maxAgeSeconds: number;
}

export const totpPlace = (staff: string) => `identity.staff_credential.totp_secret/${staff}`;

/**
 * Signs in. Without the app's code a right password is told that the code is needed too: what follows it is guarded by a
 * count of its own.
 * @throws wrong-staff-sign-in alike for an unknown id, a wrong password, a wrong or used code and somebody who left;
 *   staff-code-needed, too-many-requests, overloaded
 */
export async function signInStaff(parts: IdentityParts, { staffId, password, code, address }: { staffId: string; password: string; code?: string | undefined; address: string }): Promise<OpenedStaffSession> {
  const { database, clock, production } = parts;
  const refusal = () => wrongStaffSignIn("Staff id, password or code are not right.");
  await countFailures(parts, "password", staffId, address);
  const row = await findStaff(database, staffId);
  const credential = row && (await findCredential(database, staffId));
  const kept = row && mayBeSignedIn(row, production) ? keptSecrets(parts, row, credential) : undefined;
  const typed = normalisePassword(password);
  const { right, outdated } = await checkPasswordHash(typed, kept?.passwordHash);
  if (!row || !kept || !right) throw refusal();
  await forgiveAttempts(database, [failureBucket(parts, "password", staffId)]);
  if (code === undefined) throw staffCodeNeeded("The authenticator app's code is needed too.");
  await countFailures(parts, "code", staffId, address);
  const step = findStep(kept.secret ?? NOBODYS_SECRET, code, clock());
  if (step === undefined || kept.secret === undefined || !(await advanceStaffStep(database, staffId, step))) throw refusal();
  await forgiveAttempts(database, [failureBucket(parts, "code", staffId)]);
  const better = outdated && credential ? await hashPassword(typed) : undefined;
  return database.transaction(async (tx) => {
    // Somebody may have left, or been given a new way in, since the password was compared.
    const present = await findStaffForUpdate(tx, staffId);
    const current = await findCredential(tx, staffId);
    if (!present || !mayBeSignedIn(present, production) || (current?.password_hash ?? null) !== (credential?.password_hash ?? null)) throw refusal();
    if (better !== undefined) await updatePasswordHash(tx, staffId, better);
    return openStaffSession(parts, tx, present, ["password", "totp"]);
  });
}

/** What a member of staff signs in with. The invented ones share what docs/operating.md tells everybody. */
function keptSecrets({ vault }: IdentityParts, row: StaffRow, credential: CredentialRow | undefined): { passwordHash: string | undefined; secret: string | undefined } {
  if (row.demonstration && credential?.password_hash == null) return { passwordHash: DEMONSTRATION_PASSWORD_HASH, secret: DEMONSTRATION_TOTP_SECRET };
  return {
    passwordHash: credential?.password_hash ?? undefined,
    secret: credential?.totp_secret ? vault.service.open(totpPlace(row.id), credential.totp_secret) : undefined,
  };
}

/** Picks an invented account. There is no such route in production. @throws no-such-demonstration-staff */
export async function signInDemonstrationStaff(parts: IdentityParts, staffId: string): Promise<OpenedStaffSession> {
  const row = (await listDemonstrationStaff(parts.database)).find((each) => each.id === staffId);
  if (!row || parts.production) throw noSuchDemonstrationStaff(`There is no demonstration account "${staffId}".`);
  return parts.database.transaction((tx) => openStaffSession(parts, tx, row, ["demonstration"]));
}

/**
 * The first sign-in's first step: the activation code shows a new app secret.
 * @throws wrong-activation alike for an unknown id, a wrong or an ended code; too-many-requests
 */
export async function beginActivation(parts: IdentityParts, { staffId, activationCode, address }: { staffId: string; activationCode: string; address: string }): Promise<{ secret: string; uri: string }> {
  const { row, digest } = await findActivation(parts, { staffId, activationCode, address });
  const secret = newSecret(randomBytes(SECRET_BYTES));
  await updatePendingSecret(parts.database, row.id, digest, parts.vault.service.seal(totpPlace(row.id), secret));
  return { secret, uri: keyUri(secret, row.id) };
}

/**
 * The second step: a password of one's own and a first code from the app; then one is in.
 * @throws wrong-activation, weak-staff-password, wrong-staff-sign-in when the app's code is wrong, too-many-requests, overloaded
 */
export async function completeActivation(parts: IdentityParts, { staffId, activationCode, password, code, address }: { staffId: string; activationCode: string; password: string; code: string; address: string }): Promise<OpenedStaffSession> {
  const { database, vault, clock } = parts;
  const { row, digest, pending } = await findActivation(parts, { staffId, activationCode, address });
  const fault = findPasswordFault(password, [staffId]);
  if (fault) throw weakStaffPassword("Choose another password.", { fields: [{ pointer: "/password", detail: fault }], extensions: { reason: fault } });
  const step = pending === null ? undefined : findStep(vault.service.open(totpPlace(staffId), pending), code, clock());
  if (pending === null || step === undefined) throw wrongStaffSignIn("The app's code is not right.");
  const passwordHash = await hashPassword(normalisePassword(password));
  return database.transaction(async (tx) => {
    const locked = await findStaffForUpdate(tx, staffId);
    if (!locked || locked.state === "left" || !(await activateCredential(tx, staffId, { digest, passwordHash, secret: pending, step }))) throw wrongActivation("Staff id and activation code do not belong together, or the code has ended.");
    await updateStaff(tx, staffId, { state: "active" });
    await insertChange(tx, changeOf(row, { kind: "activated", by: staffId, at: clock() }));
    const opened = await openStaffSession(parts, tx, { ...locked, state: "active" }, ["activation", "totp"]);
    await recordByStaff(tx, opened.staff, { act: "staff.activated", about: { kind: "staff", id: staffId } });
    return opened;
  });
}

async function findActivation(parts: IdentityParts, { staffId, activationCode, address }: { staffId: string; activationCode: string; address: string }): Promise<{ row: StaffRow; digest: Buffer; pending: Buffer | null }> {
  const { database, clock, production } = parts;
  await countFailures(parts, "activation", staffId, address);
  const row = await findStaff(database, staffId);
  const credential = row && (await findCredential(database, staffId));
  const digest = digestActivation(activationCode);
  const expected = credential?.activation_digest ?? randomBytes(32);
  const good = isSameSecret(expected, digest) && credential?.activation_expires_at != null && credential.activation_expires_at > clock();
  if (!good || !row || row.state === "left" || (row.demonstration && production)) throw wrongActivation("Staff id and activation code do not belong together, or the code has ended.");
  await forgiveAttempts(database, [failureBucket(parts, "activation", staffId)]);
  return { row, digest, pending: credential.pending_secret };
}

/** Makes a code and ends every earlier way in. It is shown to whoever asked, once, and kept as a digest. */
export async function issueActivation(parts: Pick<IdentityParts, "clock">, tx: Handles, staff: string): Promise<{ activationCode: string; expiresAt: Date }> {
  // 32 characters that nobody confuses, sixteen of them: 80 bits.
  const activationCode = Array.from({ length: 4 }, () => Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join("")).join("-");
  const expiresAt = new Date(parts.clock().getTime() + ACTIVATION_MS);
  await resetCredential(tx, staff, { digest: digestActivation(activationCode), expiresAt });
  await deleteStaffSessions(tx, staff);
  return { activationCode, expiresAt };
}

const ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

function digestActivation(typed: string): Buffer {
  return createHash("sha256").update(typed.normalize("NFKC").toUpperCase().replace(/[^0-9A-Z]/g, "")).digest();
}

async function openStaffSession({ clock }: IdentityParts, tx: Handles, row: StaffRow, means: string[]): Promise<OpenedStaffSession> {
  const token = randomBytes(32).toString("base64url");
  const now = clock();
  const id = newId();
  await insertStaffSession(tx, { id, token_digest: digestStaffToken(token), staff: row.id, created_at: now, last_seen_at: now, expires_at: new Date(now.getTime() + SESSION_MS), means });
  const staff = await describeStaff(tx, row, now);
  await recordByStaff(tx, staff, { act: "staff-session.opened", about: { kind: "staff-session", id }, detail: { means: means.join(" ") } });
  return { token, staff, maxAgeSeconds: SESSION_MS / 1_000 };
}

export async function endStaffSession({ database }: IdentityParts, token: string, staff: Staff | undefined): Promise<void> {
  await database.transaction(async (tx) => {
    await deleteStaffSession(tx, digestStaffToken(token));
    if (staff) await recordByStaff(tx, staff, { act: "staff-session.ended" });
  });
}

/** Counted alike for ids that exist and ids that do not. @throws too-many-requests */
async function countFailures(parts: IdentityParts, means: "password" | "code" | "activation", staffId: string, address: string): Promise<void> {
  await countAttempt(parts.database, [
    { bucket: failureBucket(parts, means, staffId), ...FAILURES },
    { bucket: `staff-address:${parts.lookupHash.hash("address", address).toString("base64url")}`, ...BY_ADDRESS },
  ]);
}

function failureBucket({ lookupHash }: IdentityParts, means: string, staffId: string): string {
  return `staff-${means}:${lookupHash.hash("staff", staffId).toString("base64url")}`;
}

/** A line of the history, with the place as it is after it. */
export function changeOf(row: Pick<StaffRow, "id" | "city" | "department" | "division">, { kind, by, at, roles, note }: { kind: Parameters<typeof insertChange>[1]["kind"]; by: string; at: Date; roles?: string[]; note?: string | undefined }): Parameters<typeof insertChange>[1] {
  return { id: newId(), staff: row.id, at, kind, by_staff: by, city: row.city, department: row.department, division: row.division, roles: roles ?? null, note: note ?? null };
}
