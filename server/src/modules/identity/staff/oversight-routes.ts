import type { FastifyRequest } from "fastify";
import Type from "typebox";
import { listEntries } from "../../audit/index.ts";
import type { HttpServer } from "../../../kernel/http/server.ts";
import type { IdentityParts } from "../parts.ts";
import { recordByStaff, refuseWithoutRole, requireRole } from "./caller.ts";
import { AuditEntryList, type AuditEntryView, AuditQuery, DisputeAnswerBody, DisputeList, EmergencyBody, EmergencyList, EmergencyStarted, PersonParams, ReviewBody } from "./contract.ts";
import { answerDispute, listCityDisputes } from "./disputes.ts";
import { endEmergency, judgeEmergency, MAY_TAKE, takeEmergency } from "./emergency-access.ts";
import { mayAct, type Role } from "./staff.ts";
import { listEmergencies } from "./store.ts";

const tags = ["staff"];

/** Emergency rights, and those who watch: alarms, disputes, the record. */
export function registerOversightRoutes(server: HttpServer, parts: IdentityParts): void {
  const { database, clock } = parts;
  const Done = { 204: Type.Null() };
  /** What belongs to the whole city is out of one department's reach. */
  const requireWholeCity = async (request: FastifyRequest, role: Role) => {
    const staff = await requireRole(parts, request, [role]);
    refuseWithoutRole(staff, [role], { city: staff.city });
    return staff;
  };

  server.post("/staff/v1/emergency-access", { schema: { tags, summary: "Take an extra right for an hour at most (clerk, operator)", description: "The security officers are told at once, and review it afterwards.", body: EmergencyBody, response: { 201: EmergencyStarted } } }, async (request, reply) => {
    const staff = await requireRole(parts, request, MAY_TAKE);
    const { id, endsAt } = await takeEmergency(parts, staff, request.body);
    return reply.code(201).send({ id, endsAt: endsAt.toISOString() });
  });

  server.get("/staff/v1/emergency-access", { schema: { tags, summary: "Emergency rights taken: one's own, or all of the city for who watches", response: { 200: EmergencyList } } }, async (request, reply) => {
    const staff = await requireRole(parts, request, [...MAY_TAKE, "security-officer", "auditor"]);
    const watches = mayAct(staff, "security-officer", { city: staff.city }) || mayAct(staff, "auditor", { city: staff.city });
    const now = clock();
    const items = (await listEmergencies(database, staff.city, watches ? undefined : staff.id)).map((row) => ({
      id: row.id, staff: row.staff, name: row.name, right: row.extra_right, reason: row.reason, takenAt: row.taken_at.toISOString(), endsAt: row.ends_at.toISOString(), running: row.ends_at > now,
      ...(row.reviewed_at && row.finding ? { review: { by: row.reviewed_by ?? "", at: row.reviewed_at.toISOString(), finding: row.finding, words: row.review_words ?? "" } } : {}),
    }));
    return reply.header("cache-control", "no-store").send({ items, total: items.length });
  });

  server.delete("/staff/v1/emergency-access/:id", { schema: { tags, summary: "End it early: who took it, or a security officer", params: PersonParams, response: Done } }, async (request, reply) => {
    const staff = await requireRole(parts, request, [...MAY_TAKE, "security-officer"]);
    await endEmergency(parts, staff, request.params.id);
    return reply.code(204).send(null);
  });

  server.post("/staff/v1/emergency-access/:id/review", { schema: { tags, summary: "Whether it was right to take it (security officer)", params: PersonParams, body: ReviewBody, response: Done } }, async (request, reply) => {
    const staff = await requireRole(parts, request, ["security-officer"]);
    await judgeEmergency(parts, staff, request.params.id, request.body);
    return reply.code(204).send(null);
  });

  server.get("/staff/v1/disputes", { schema: { tags, summary: "Disputed accesses that wait for an answer (security officer)", response: { 200: DisputeList } } }, async (request, reply) => {
    const officer = await requireWholeCity(request, "security-officer");
    const items = await listCityDisputes(parts, officer);
    return reply.header("cache-control", "no-store").send({ items, total: items.length });
  });

  server.post("/staff/v1/disputes/:id/answer", { schema: { tags, summary: "Answer a disputed access (security officer)", params: PersonParams, body: DisputeAnswerBody, response: Done } }, async (request, reply) => {
    const officer = await requireWholeCity(request, "security-officer");
    await answerDispute(parts, officer, request.params.id, request.body.answer);
    return reply.code(204).send(null);
  });

  server.get("/staff/v1/audit-entries", { schema: { tags, summary: "The record (auditor): who did what, by subject, actor, act and time; no personal data", querystring: AuditQuery, response: { 200: AuditEntryList } } }, async (request, reply) => {
    const auditor = await requireWholeCity(request, "auditor");
    const { from, until, ...query } = request.query;
    const page = await listEntries(database, { city: auditor.city, ...query, ...(from === undefined ? {} : { from: new Date(from) }), ...(until === undefined ? {} : { until: new Date(until) }) });
    await database.transaction((tx) => recordByStaff(tx, auditor, { act: "audit.read", purpose: "audit", ...(query.subject === undefined ? {} : { subject: query.subject }), detail: { count: page.items.length } }));
    const items = page.items.map(({ id, at, actor, act, subject, purpose, ground, fields = [], about, detail = {}, hash }): AuditEntryView => ({
      id, at: at.toISOString(), actor, act, fields, detail, hash,
      ...(subject === undefined ? {} : { subject }), ...(purpose === undefined ? {} : { purpose }), ...(ground === undefined ? {} : { ground }), ...(about === undefined ? {} : { about }),
    }));
    return reply.header("cache-control", "no-store").send({ items, ...(page.next === undefined ? {} : { nextCursor: page.next }) });
  });
}
