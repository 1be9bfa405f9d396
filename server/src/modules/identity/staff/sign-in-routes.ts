import type { FastifyReply, FastifyRequest } from "fastify";
import Type from "typebox";
import type { HttpServer } from "../../../kernel/http/server.ts";
import { networkOf } from "../../../kernel/rate-limit.ts";
import { refuseForeignOrigin } from "../http/origin.ts";
import type { IdentityParts } from "../parts.ts";
import { describeStaff, requireStaff, STAFF_COOKIE } from "./caller.ts";
import {
  ActivationBody, ActivationConfirmationBody, ActivationShown, ColleagueList, DemonstrationSignInBody, StaffMember, StaffMemberList, StaffSignInBody,
} from "./contract.ts";
import { beginActivation, completeActivation, endStaffSession, type OpenedStaffSession, signInDemonstrationStaff, signInStaff } from "./sign-in.ts";
import type { Staff } from "./staff.ts";
import { listDemonstrationStaff, listStaff } from "./store.ts";

const tags = ["staff"];

/** The staff's own sign-in. In a demonstration one may also pick an invented account; production has no such route. */
export function registerStaffSignInRoutes(server: HttpServer, parts: IdentityParts): void {
  const { database, cookies, publicUrl, production, clock } = parts;
  const letIn = (request: FastifyRequest, reply: FastifyReply, { token, staff, maxAgeSeconds }: OpenedStaffSession) => {
    cookies.set(request, reply, STAFF_COOKIE, { value: token, maxAgeSeconds, sameSite: "strict" });
    return showStaff(staff);
  };

  server.post("/staff/v1/sign-in", { schema: { tags, summary: "Sign in with password and authenticator app", description: "Without `code` a right password is answered staff-code-needed.", body: StaffSignInBody, response: { 200: StaffMember } } }, async (request, reply) => {
    refuseForeignOrigin(request, publicUrl);
    return letIn(request, reply, await signInStaff(parts, { ...request.body, address: networkOf(request.ip) }));
  });

  server.post("/staff/v1/activation", { schema: { tags, summary: "First sign-in: show the authenticator app's secret", body: ActivationBody, response: { 200: ActivationShown } } }, async (request, reply) => {
    refuseForeignOrigin(request, publicUrl);
    return reply.header("cache-control", "no-store").send(await beginActivation(parts, { ...request.body, address: networkOf(request.ip) }));
  });

  server.post("/staff/v1/activation/confirmation", { schema: { tags, summary: "First sign-in: set the password, prove the app, and be in", body: ActivationConfirmationBody, response: { 200: StaffMember } } }, async (request, reply) => {
    refuseForeignOrigin(request, publicUrl);
    return letIn(request, reply, await completeActivation(parts, { ...request.body, address: networkOf(request.ip) }));
  });

  server.get("/staff/v1/me", { schema: { tags, summary: "Who is signed in", response: { 200: StaffMember } } }, async (request, reply) => {
    reply.header("cache-control", "no-store");
    return showStaff(await requireStaff(parts, request));
  });

  server.get("/staff/v1/colleagues", { schema: { tags, summary: "Names of the staff of one's city, for what history keeps by id", response: { 200: ColleagueList } } }, async (request, reply) => {
    const { city } = await requireStaff(parts, request);
    const items = (await listStaff(database, city)).map(({ id, name }) => ({ id, name }));
    return reply.header("cache-control", "no-store").send({ items, total: items.length });
  });

  server.post("/staff/v1/sign-out", { schema: { tags, summary: "End this sign-in", response: { 204: Type.Null() } } }, async (request, reply) => {
    refuseForeignOrigin(request, publicUrl);
    const token = cookies.get(request, STAFF_COOKIE);
    if (token !== undefined) await endStaffSession(parts, token, await requireStaff(parts, request).catch(() => undefined));
    cookies.clear(request, reply, STAFF_COOKIE);
    return reply.code(204).send(null);
  });

  if (production) return;

  server.get("/staff/v1/demonstration-staff", { schema: { tags, summary: "Accounts to try the console with; not in production", response: { 200: StaffMemberList } } }, async (_request, reply) => {
    const rows = await listDemonstrationStaff(database);
    const items = await Promise.all(rows.map(async (row) => showStaff({ ...(await describeStaff(database, row, clock())), emergencies: [] })));
    return reply.header("cache-control", "no-store").send({ items, total: items.length });
  });

  server.post("/staff/v1/demonstration-sign-in", { schema: { tags, summary: "Sign in as a demonstration account; not in production", body: DemonstrationSignInBody, response: { 200: StaffMember } } }, async (request, reply) => {
    refuseForeignOrigin(request, publicUrl);
    return letIn(request, reply, await signInDemonstrationStaff(parts, request.body.staffId));
  });
}

function showStaff({ department, division, emergencies, ...staff }: Staff) {
  return {
    ...staff,
    ...(department === undefined ? {} : { department }),
    ...(division === undefined ? {} : { division }),
    emergencies: emergencies.map(({ id, right, endsAt }) => ({ id, right, endsAt: endsAt.toISOString() })),
  };
}
