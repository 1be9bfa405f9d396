import Type from "typebox";
import type { HttpServer } from "../../../kernel/http/server.ts";
import { requirePerson } from "../caller.ts";
import { describeUse } from "../mandate/describe-mandate.ts";
import { countUses, listUses } from "../mandate/store.ts";
import { notAllowed } from "../errors.ts";
import type { IdentityParts } from "../parts.ts";
import { acceptInvitation, describeAgency, endAgentship, getMembership, inviteAgent } from "./agents.ts";
import { AgencyDetail, AgencyList, AgentBody, Enterprise, EnterpriseBody, EnterpriseList, EnterpriseOpened } from "./contract.ts";
import { noSuchAgent } from "./errors.ts";
import { recheckOnDemand } from "./follow-register.ts";
import { openEnterprise } from "./open-enterprise.ts";
import { describeEnterprise, listOwnEnterprises } from "./list-enterprises.ts";
import { findAgent, listAgents } from "./store.ts";

const Id = Type.String({ format: "uuid" });
const EnterpriseParams = Type.Object({ id: Id });
const AgentParams = Type.Object({ id: Id, agent: Id });

export function registerEnterpriseRoutes(server: HttpServer, parts: IdentityParts): void {
  const { database } = parts;
  const tags = ["account"];

  server.get("/api/v1/me/enterprises", { schema: { tags, summary: "Companies you represent, act for or are invited to", response: { 200: EnterpriseList } } }, async (request, reply) => {
    const { person } = await requirePerson(parts, request, { level: 2 });
    const items = await listOwnEnterprises(parts, person);
    return reply.header("cache-control", "no-store").send({ items, total: items.length });
  });

  server.post("/api/v1/me/enterprises", { schema: { tags, summary: "Open the account of a company you represent", description: "The register of enterprises says who its legal representative is.", body: EnterpriseBody, response: { 201: EnterpriseOpened } } }, async (request, reply) => {
    const caller = await requirePerson(parts, request, { level: 2 });
    return reply.code(201).send(await openEnterprise(parts, caller, request.body.creditCode));
  });

  server.get("/api/v1/me/enterprises/:id", { schema: { tags, summary: "One company", params: EnterpriseParams, response: { 200: Enterprise } } }, async (request, reply) => {
    const { person } = await requirePerson(parts, request, { level: 2 });
    return reply.header("cache-control", "no-store").send(await describeEnterprise(parts, await getMembership(parts, database, person, request.params.id)));
  });

  server.post("/api/v1/me/enterprises/:id/recheck", { schema: { tags, summary: "Ask the register about the company now", params: EnterpriseParams, response: { 204: Type.Null() } } }, async (request, reply) => {
    const { person, session } = await requirePerson(parts, request, { level: 2 });
    const { enterprise, role } = await getMembership(parts, database, person, request.params.id);
    if (role === "invited") throw notAllowed("Accept the invitation first.");
    await recheckOnDemand(parts, enterprise, { kind: "person", id: person, city: session.city });
    return reply.code(204).send(null);
  });

  server.get("/api/v1/me/enterprises/:id/agents", { schema: { tags, summary: "Who may act for the company", description: "To its legal representative; an agent sees themselves.", params: EnterpriseParams, response: { 200: AgencyList } } }, async (request, reply) => {
    const { person } = await requirePerson(parts, request, { level: 2 });
    const membership = await getMembership(parts, database, person, request.params.id);
    const rows = membership.role === "representative" ? await listAgents(database, membership.enterprise.id) : [membership.agency];
    const uses = await countUses(database, rows.map(({ id }) => id));
    const items = await Promise.all(rows.map((row) => describeAgency(parts, row, membership.role, uses.get(row.id))));
    return reply.header("cache-control", "no-store").send({ items, total: items.length });
  });

  server.post("/api/v1/me/enterprises/:id/agents", { schema: { tags, summary: "Invite an agent", description: "The answer is the same whether or not the number has an account. Who has the number and the name sees the invitation for two weeks.", params: EnterpriseParams, body: AgentBody, response: { 201: Type.Object({ id: Id }) } } }, async (request, reply) => {
    const caller = await requirePerson(parts, request, { level: 2, confirmed: true });
    return reply.code(201).send({ id: await inviteAgent(parts, caller, request.params.id, request.body) });
  });

  server.get("/api/v1/me/enterprises/:id/agents/:agent", { schema: { tags, summary: "An agent with every use", params: AgentParams, response: { 200: AgencyDetail } } }, async (request, reply) => {
    const { person } = await requirePerson(parts, request, { level: 2 });
    const { id, agent } = request.params;
    const membership = await getMembership(parts, database, person, id);
    const row = membership.role === "representative" ? await findAgent(database, id, agent) : membership.agency.id === agent ? membership.agency : undefined;
    if (!row) throw noSuchAgent("There is no such agent.");
    const [uses, history] = await Promise.all([countUses(database, [agent]), listUses(database, agent)]);
    return reply.header("cache-control", "no-store").send({ ...(await describeAgency(parts, row, membership.role, uses.get(agent))), history: history.map(describeUse) });
  });

  server.post("/api/v1/me/enterprises/:id/agents/:agent/acceptance", { schema: { tags, summary: "Accept to be an agent", params: AgentParams, response: { 204: Type.Null() } } }, async (request, reply) => {
    const caller = await requirePerson(parts, request, { level: 2 });
    await acceptInvitation(parts, caller, request.params.id, request.params.agent);
    return reply.code(204).send(null);
  });

  server.delete("/api/v1/me/enterprises/:id/agents/:agent", { schema: { tags, summary: "Revoke an agent, resign or decline, at once", params: AgentParams, response: { 204: Type.Null() } } }, async (request, reply) => {
    const caller = await requirePerson(parts, request, { level: 2 });
    await endAgentship(parts, caller, request.params.id, request.params.agent);
    return reply.code(204).send(null);
  });
}
