/** Who sends a staff request, and how what they do is recorded. */
import { createHash } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { type AuditEntry, type AuditEntryId, record } from "../../audit/index.ts";
import type { Handles } from "../../../kernel/database.ts";
import { notAllowed, signInNeeded } from "../errors.ts";
import { refuseForeignOrigin } from "../http/origin.ts";
import type { IdentityParts } from "../parts.ts";
import { isSessionOver, mayActInAnyOf, type Place, type Role, type Staff } from "./staff.ts";
import { findStaffSession, listRunningEmergencies, type StaffRow, updateStaffSessionSeen } from "./store.ts";

export const STAFF_COOKIE = "cc_staff";
const SEEN_PRECISION_MS = 60_000;

/**
 * Who sends a staff request. What is changed under an emergency right is recorded as such, whichever room does it.
 * @throws sign-in-needed without a session, foreign-origin when another site's page sent it
 */
export async function requireStaff(parts: IdentityParts, request: FastifyRequest): Promise<Staff> {
  const { database, cookies, publicUrl, clock, production } = parts;
  refuseForeignOrigin(request, publicUrl);
  const token = cookies.get(request, STAFF_COOKIE);
  const now = clock();
  const digest = token === undefined ? "" : digestStaffToken(token);
  const found = token === undefined ? undefined : await findStaffSession(database, digest);
  if (!found || !mayBeSignedIn(found.staff, production) || isSessionOver({ lastSeenAt: found.session.last_seen_at, expiresAt: found.session.expires_at }, now)) throw signInNeeded("Sign in to the console first.");
  if (now.getTime() - found.session.last_seen_at.getTime() > SEEN_PRECISION_MS) await updateStaffSessionSeen(database, digest, now);
  const staff = await describeStaff(database, found.staff, now);
  if (staff.emergencies.length > 0 && request.method !== "GET") {
    const route = `${request.method} ${request.routeOptions.url ?? ""}`;
    await database.transaction((tx) => recordByStaff(tx, staff, { act: "emergency.used", about: { kind: "route", id: route.slice(0, 100) } }));
  }
  return staff;
}

/** The member of staff's sign-in, when it is not over: of a request that is not yet looked at. */
export async function findStaffSignIn({ database, cookies, clock, production }: IdentityParts, request: FastifyRequest): Promise<{ signIn: string; holder: string; rights: string } | undefined> {
  const token = cookies.get(request, STAFF_COOKIE);
  const digest = token === undefined ? "" : digestStaffToken(token);
  const found = token === undefined ? undefined : await findStaffSession(database, digest);
  if (!found || !mayBeSignedIn(found.staff, production) || isSessionOver({ lastSeenAt: found.session.last_seen_at, expiresAt: found.session.expires_at }, clock())) return undefined;
  const { id, city, department, division, roles, emergencies } = await describeStaff(database, found.staff, clock());
  return { signIn: digest, holder: `staff ${id}`, rights: JSON.stringify([city, department, division, roles.toSorted(), emergencies.map((emergency) => emergency.id).toSorted()]) };
}

/** An invented account serves nobody in production, even in a database that was once a demonstration. */
export function mayBeSignedIn({ state, demonstration }: Pick<StaffRow, "state" | "demonstration">, production: boolean): boolean {
  return state === "active" && !(demonstration && production);
}

/**
 * The member of staff, when one of the roles covers the place.
 * @throws sign-in-needed, foreign-origin, not-allowed
 */
export async function requireRole(parts: IdentityParts, request: FastifyRequest, roles: readonly Role[], place?: Place): Promise<Staff> {
  const staff = await requireStaff(parts, request);
  refuseWithoutRole(staff, roles, place);
  return staff;
}

/** @throws not-allowed */
export function refuseWithoutRole(staff: Staff, roles: readonly Role[], place?: Place): void {
  const allowed = place ? mayActInAnyOf(staff, roles, place) : staff.roles.some((role) => roles.includes(role));
  if (!allowed) throw notAllowed(`This needs the role ${roles.join(" or ")} for this place.`);
}

export async function describeStaff(source: Handles, row: StaffRow, now: Date): Promise<Staff> {
  const running = await listRunningEmergencies(source, row.id, now);
  return {
    id: row.id,
    city: row.city,
    name: row.name,
    department: row.department ?? undefined,
    division: row.division ?? undefined,
    roles: row.roles as Role[],
    emergencies: running.map(({ id, extra_right: right, ends_at: endsAt }) => ({ id, right, endsAt })),
  };
}

/** Records what staff did: as whom, for which city, and under which emergency rights. */
export async function recordByStaff(tx: Handles, staff: Pick<Staff, "id" | "city" | "department" | "emergencies">, entry: Omit<AuditEntry, "actor" | "city">): Promise<AuditEntryId> {
  const emergency = staff.emergencies.map(({ id }) => id).join(" ");
  return record(tx, {
    ...entry,
    actor: { kind: "staff", id: staff.id, city: staff.city, ...(staff.department === undefined ? {} : { department: staff.department }) },
    city: staff.city,
    ...(emergency === "" ? {} : { detail: { ...entry.detail, emergency } }),
  });
}

export function digestStaffToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
