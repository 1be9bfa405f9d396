import { createHash, randomBytes } from "node:crypto";
import { record } from "../../audit/index.ts";
import { newId } from "../../../kernel/ids.ts";
import { maskNetworkAddress } from "../../../kernel/mask.ts";
import { countAttempt } from "../../../kernel/rate-limit.ts";
import { holdAccount } from "../account/store.ts";
import type { Caller } from "../caller.ts";
import { accountLocked, notAllowed, scanExpired, scanRefused } from "../errors.ts";
import type { IdentityParts } from "../parts.ts";
import { deviceInWords } from "../session/device.ts";
import { openSession, type OpenedSession, type SignInPlace } from "../sign-in/open-session.ts";
import { answerScan, claimScan, findScan, insertScan, redeemScan, type ScanRow } from "./store.ts";

/** Long enough to take a telephone out, too short to send the picture to somebody. */
export const SCAN_MS = 2 * 60_000;
const SCANS = { byDevice: 60, byAddress: 600, windowSeconds: 600 };

export interface Scan {
  id: string;
  /** Stays on the device that shows the code. */
  secret: string;
  /** What the shown code leads to. */
  code: string;
}

/**
 * Shows a code on a device without a sign-in. Whoever photographs it can approve it and no more: it is redeemed with a
 * secret that is not shown.
 * @throws too-many-requests
 */
export async function showScan({ database, lookupHash, clock }: IdentityParts, { origin, userAgent, kind }: SignInPlace): Promise<Scan> {
  await countAttempt(database, [
    { bucket: `scan-device:${lookupHash.hash("device", origin.device).toString("base64url")}`, limit: SCANS.byDevice, windowSeconds: SCANS.windowSeconds },
    { bucket: `scan-address:${lookupHash.hash("address", origin.address).toString("base64url")}`, limit: SCANS.byAddress, windowSeconds: SCANS.windowSeconds },
  ]);
  const now = clock();
  const scan = { id: newId(), secret: randomBytes(32).toString("base64url"), code: randomBytes(16).toString("base64url") };
  await insertScan(database, {
    id: scan.id,
    code_digest: digest(scan.code),
    secret_digest: digest(scan.secret),
    kind,
    device: deviceInWords(userAgent),
    address: maskNetworkAddress(origin.address),
    created_at: now,
    expires_at: new Date(now.getTime() + SCAN_MS),
  });
  return scan;
}

/**
 * What the owner of the telephone is about to approve.
 * @throws scan-expired alike for an unknown, late or answered code and one that somebody else scanned; not-allowed on a shared device
 */
export async function seeScan({ database, clock }: IdentityParts, caller: Caller, code: string): Promise<ScanRow> {
  refuseSharedDevice(caller);
  const scan = await claimScan(database, digest(code), caller.person, clock());
  if (!scan) throw scanExpired("The code is no longer good. Show a new one.");
  return scan;
}

/** @throws scan-expired, not-allowed */
export async function decideScan({ database, clock }: IdentityParts, caller: Caller, code: string, approve: boolean): Promise<void> {
  refuseSharedDevice(caller);
  const { person, session } = caller;
  await database.transaction(async (tx) => {
    const scan = await answerScan(tx, digest(code), { person, approve, now: clock() });
    if (!scan) throw scanExpired("The code is no longer good. Show a new one.");
    await record(tx, {
      actor: { kind: "person", id: person, city: session.city }, act: approve ? "scan.approved" : "scan.refused", subject: person, city: session.city,
      about: { kind: "scan", id: scan.id }, detail: { device: scan.device, kind: scan.kind },
    });
  });
}

export type ScanProgress = { state: "waiting" | "seen" } | { state: "signed-in"; session: OpenedSession };

/** @throws scan-expired alike for a wrong secret and a late or redeemed scan; scan-refused, account-locked */
export async function followScan(parts: IdentityParts, { id, secret, place }: { id: string; secret: string; place: Omit<SignInPlace, "kind"> }): Promise<ScanProgress> {
  const { database, clock } = parts;
  const secretDigest = digest(secret);
  const scan = await findScan(database, id, secretDigest);
  if (scan?.state === "refused") throw scanRefused("It was refused on the telephone.");
  if (!scan || scan.state === "redeemed" || scan.expires_at <= clock()) throw scanExpired("The code is no longer good. Show a new one.");
  if (scan.state !== "approved") return { state: scan.state };
  return database.transaction(async (tx) => {
    const account = scan.person === null ? undefined : await holdAccount(tx, scan.person);
    const redeemed = await redeemScan(tx, id, secretDigest, clock());
    if (!redeemed || !account || account.state === "closed") throw scanExpired("The code is no longer good. Show a new one.");
    if (account.state === "locked") throw accountLocked("Its owner locked this account.");
    // Approving is no proof of presence, and people are talked into it: whatever opens doors asks the screen for one of its own.
    const session = await openSession(parts, tx, {
      person: account.person, city: account.city, means: ["scan"], place: { ...place, kind: redeemed.kind }, confirmedAt: new Date(0),
    });
    return { state: "signed-in" as const, session };
  });
}

/** Whoever left a kiosk without signing out must not have signed in the next one. */
function refuseSharedDevice({ session }: Caller): void {
  if (session.kind === "shared") throw notAllowed("A shared device approves no sign-in elsewhere.");
}

function digest(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}
