import type { FastifyRequest } from "fastify";
import Type from "typebox";
import type { Handles } from "../../../kernel/database.ts";
import type { HttpServer } from "../../../kernel/http/server.ts";
import type { IdentityParts } from "../parts.ts";
import { requireRole } from "./caller.ts";
import {
  ActivationIssued, DecisionBody, JoinBody, LeaveBody, MoveBody, PeopleList, PersonDetail, ProposalList, ProposalParams, ProposeResetBody, ProposeRolesBody, StaffParams,
} from "./contract.ts";
import { decide } from "./decide-proposal.ts";
import { noSuchProposal, staffHasLeft } from "./errors.ts";
import { addStaff, getStaffOf, moveStaff, placeOfRow, propose, refuseConflict, removeStaff } from "./people.ts";
import { coversPlace, type Role, type Staff } from "./staff.ts";
import { findProposalPlace, findStaffForUpdate, listChanges, listOpenProposals, listStaff, type StaffRow } from "./store.ts";

const tags = ["staff"];

/** The personnel officers' room: joiner, mover, leaver, and rights by four eyes. */
export function registerPeopleRoutes(server: HttpServer, parts: IdentityParts): void {
  const { database } = parts;
  const Done = { 204: Type.Null() };
  const officerOf = (request: FastifyRequest) => requireRole(parts, request, ["personnel-officer"]);
  /** Rights are seen by who gives them and by who watches them; of one's own place only. */
  const viewerOf = (request: FastifyRequest) => requireRole(parts, request, ["personnel-officer", "security-officer", "auditor"]);

  server.get("/staff/v1/people", { schema: { tags, summary: "Staff of one's place (personnel officer, security officer, auditor)", response: { 200: PeopleList } } }, async (request, reply) => {
    const viewer = await viewerOf(request);
    const items = (await listStaff(database, viewer.city)).filter((row) => coversPlace(viewer, placeOfRow(row))).map(showPerson);
    return reply.header("cache-control", "no-store").send({ items, total: items.length });
  });

  server.get("/staff/v1/people/:id", { schema: { tags, summary: "A member of staff and their history", params: StaffParams, response: { 200: PersonDetail } } }, async (request, reply) => {
    const viewer = await viewerOf(request);
    const row = await getStaffOf(database, viewer, request.params.id);
    const history = (await listChanges(database, row.id)).map(({ at, kind, by_staff: by, department, division, roles, note }) => ({
      at: at.toISOString(), kind, by, ...(department === null ? {} : { department }), ...(division === null ? {} : { division }), ...(roles === null ? {} : { roles }), ...(note === null ? {} : { note }),
    }));
    return reply.header("cache-control", "no-store").send({ ...showPerson(row), history });
  });

  server.post("/staff/v1/people", { schema: { tags, summary: "Somebody joins (personnel officer)", description: "Answers the activation code, once. The roles wait for another officer's approval.", body: JoinBody, response: { 201: ActivationIssued } } }, async (request, reply) => {
    const officer = await officerOf(request);
    const { activationCode, expiresAt } = await addStaff(parts, officer, request.body);
    return reply.code(201).header("cache-control", "no-store").send({ activationCode, expiresAt: expiresAt.toISOString() });
  });

  server.post("/staff/v1/people/:id/move", { schema: { tags, summary: "Somebody moves: the old rights end at once (personnel officer)", params: StaffParams, body: MoveBody, response: Done } }, async (request, reply) => {
    const officer = await officerOf(request);
    await moveStaff(parts, officer, request.params.id, request.body);
    return reply.code(204).send(null);
  });

  server.post("/staff/v1/people/:id/leave", { schema: { tags, summary: "Somebody leaves: everything ends at once (personnel officer)", params: StaffParams, body: LeaveBody, response: Done } }, async (request, reply) => {
    const officer = await officerOf(request);
    await removeStaff(parts, officer, request.params.id, request.body);
    return reply.code(204).send(null);
  });

  server.post("/staff/v1/people/:id/roles", { schema: { tags, summary: "Propose somebody's roles (personnel officer)", params: StaffParams, body: ProposeRolesBody, response: { 201: Type.Object({ id: Type.String() }) } } }, async (request, reply) => {
    const officer = await officerOf(request);
    const roles = request.body.roles;
    refuseConflict(roles);
    const id = await database.transaction(async (tx) => propose(parts, tx, officer, await getPresent(tx, officer, request.params.id), { kind: "roles", roles, reason: request.body.reason }));
    return reply.code(201).send({ id });
  });

  server.post("/staff/v1/people/:id/reset", { schema: { tags, summary: "Propose a new way in, for who lost password or telephone (personnel officer)", params: StaffParams, body: ProposeResetBody, response: { 201: Type.Object({ id: Type.String() }) } } }, async (request, reply) => {
    const officer = await officerOf(request);
    const id = await database.transaction(async (tx) => propose(parts, tx, officer, await getPresent(tx, officer, request.params.id), { kind: "activation", reason: request.body.reason }));
    return reply.code(201).send({ id });
  });

  server.get("/staff/v1/proposals", { schema: { tags, summary: "What waits for a second officer", response: { 200: ProposalList } } }, async (request, reply) => {
    const viewer = await viewerOf(request);
    const rows = (await listOpenProposals(database, viewer.city)).filter((row) => coversPlace(viewer, placeOfRow({ city: viewer.city, department: row.department, division: row.division })));
    const items = rows.map((row) => ({
      id: row.id, kind: row.kind, staff: row.staff, name: row.name, ...(row.roles === null ? {} : { roles: row.roles as Role[] }), current: row.current as Role[], reason: row.reason, proposedBy: row.proposed_by, proposedAt: row.proposed_at.toISOString(),
    }));
    return reply.header("cache-control", "no-store").send({ items, total: items.length });
  });

  server.post("/staff/v1/proposals/:id/decision", { schema: { tags, summary: "Approve or refuse (another personnel officer)", description: "Approving a new way in answers the activation code, once.", params: ProposalParams, body: DecisionBody, response: { 200: ActivationIssued } } }, async (request, reply) => {
    const officer = await officerOf(request);
    const place = await findProposalPlace(database, request.params.id);
    if (!place || !coversPlace(officer, placeOfRow(place))) throw noSuchProposal("There is no such proposal, or it is decided.");
    const { activationCode, expiresAt } = await decide(parts, officer, request.params.id, request.body.approve);
    return reply.header("cache-control", "no-store").send({ ...(activationCode === undefined ? {} : { activationCode }), ...(expiresAt ? { expiresAt: expiresAt.toISOString() } : {}) });
  });
}

/** @throws no-such-staff, staff-has-left */
async function getPresent(tx: Handles, officer: Staff, id: string): Promise<StaffRow> {
  const row = await getStaffOf(tx, officer, id, findStaffForUpdate);
  if (row.state === "left") throw staffHasLeft("This member of staff has left.");
  return row;
}

function showPerson({ id, name, city, department, division, roles, state, joined_at: joinedAt, left_at: leftAt, hand_over_to: handOverTo }: StaffRow) {
  return {
    id, name, city, roles: roles as Role[], state, joinedAt: joinedAt.toISOString(),
    ...(department === null ? {} : { department }),
    ...(division === null ? {} : { division }),
    ...(leftAt === null ? {} : { leftAt: leftAt.toISOString() }),
    ...(handOverTo === null ? {} : { handOverTo }),
  };
}
