import { createHash, randomBytes } from "node:crypto";
import type { FastifyRequest } from "fastify";
import Type from "typebox";
import type { HttpServer } from "../../../kernel/http/server.ts";
import { noSuchStaff, signInNeeded } from "../errors.ts";
import { refuseForeignOrigin } from "../http/origin.ts";
import type { IdentityParts } from "../parts.ts";
import { ROLES, type Role, type Staff } from "./staff.ts";
import { deleteSession, findStaffBySession, insertSession, listDemonstrationStaff, type StaffRow } from "./store.ts";

const COOKIE = "cc_staff";
const SESSION_HOURS = 10;

const StaffMember = Type.Object({
  id: Type.String(),
  city: Type.String(),
  name: Type.String(),
  department: Type.Optional(Type.String()),
  roles: Type.Array(Type.Enum([...ROLES], { type: "string" })),
});

/**
 * Who sends a staff request.
 * @throws sign-in-needed without a session, foreign-origin when another site's page sent it
 */
export async function requireStaff({ database, publicUrl }: IdentityParts, request: FastifyRequest): Promise<Staff> {
  refuseForeignOrigin(request, publicUrl);
  const token = request.cookies[COOKIE];
  const row = token === undefined ? undefined : await findStaffBySession(database, digest(token));
  if (!row) throw signInNeeded("Sign in to the console first.");
  return toStaff(row);
}

/**
 * The staff's sign-in, first form: in a demonstration one picks an invented account. It exists only where those accounts
 * do, so a production server has no way in until real sign-in is built.
 */
export function registerStaffSignIn(server: HttpServer, parts: IdentityParts): void {
  const { database, cookies, publicUrl } = parts;
  const tags = ["staff"];
  server.get("/staff/v1/demonstration-staff", { schema: { tags, summary: "Accounts to try the console with", response: { 200: Type.Object({ items: Type.Array(StaffMember), total: Type.Integer() }) } } }, async (_request, reply) => {
    const items = (await listDemonstrationStaff(database)).map(toStaff);
    return reply.header("cache-control", "no-store").send({ items, total: items.length });
  });

  server.post("/staff/v1/sign-in", { schema: { tags, summary: "Sign in as a demonstration account", body: Type.Object({ staffId: Type.String({ maxLength: 100 }) }, { additionalProperties: false }), response: { 200: StaffMember } } }, async (request, reply) => {
    refuseForeignOrigin(request, publicUrl);
    const row = (await listDemonstrationStaff(database)).find((each) => each.id === request.body.staffId);
    if (!row) throw noSuchStaff(`There is no demonstration account "${request.body.staffId}".`);
    const token = randomBytes(32).toString("base64url");
    await insertSession(database, { tokenDigest: digest(token), staff: row.id, expiresAt: new Date(Date.now() + SESSION_HOURS * 3_600_000) });
    cookies.set(request, reply, COOKIE, { value: token, maxAgeSeconds: SESSION_HOURS * 3_600, sameSite: "strict" });
    return toStaff(row);
  });

  server.get("/staff/v1/me", { schema: { tags, summary: "Who is signed in", response: { 200: StaffMember } } }, async (request, reply) => {
    reply.header("cache-control", "no-store");
    return requireStaff(parts, request);
  });

  server.post("/staff/v1/sign-out", { schema: { tags, summary: "End this sign-in", response: { 204: Type.Null() } } }, async (request, reply) => {
    refuseForeignOrigin(request, publicUrl);
    const token = request.cookies[COOKIE];
    if (token !== undefined) await deleteSession(database, digest(token));
    cookies.clear(request, reply, COOKIE);
    return reply.code(204).send(null);
  });
}

function digest(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

function toStaff({ id, city, name, department, roles }: StaffRow): Staff {
  return { id, city, name, department: department ?? undefined, roles: roles as Role[] };
}
