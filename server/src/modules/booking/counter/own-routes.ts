import type { FastifyReply, FastifyRequest } from "fastify";
import Type from "typebox";
import type { HttpServer } from "../../../kernel/http/server.ts";
import { toTraditional } from "../../catalogue/index.ts";
import { requireBooker } from "../appointment/booker.ts";
import { LangQuery } from "../contract.ts";
import { stillTheSame } from "../still-the-same.ts";
import { findAppointment } from "./appointments.ts";
import { AppointmentParams, CheckInBody, CurrentTickets, Ticket, TicketBody, TicketParams } from "./contract.ts";
import { checkIn, giveUpTicket, type Holder, listTickets, readTicket, takeOwnTicket } from "./own-tickets.ts";
import type { CounterParts } from "./parts.ts";

const config = { weight: "essential" } as const;

/** A number in the queue: taken at the office, watched from wherever one sits. */
export function registerOwnTicketRoutes(server: HttpServer, parts: CounterParts): void {
  const tags = ["booking"];
  const { identity, database, streams } = parts;
  const holderOf = (request: FastifyRequest): Promise<Holder> => requireBooker(parts, request);
  const acting = "With the header `acting-for` it is another's.";
  const answer = <Body>(reply: FastifyReply, { lang }: { lang?: string }, body: Body): Body => {
    reply.header("cache-control", "no-store");
    return lang === "zh-Hant" ? toTraditional(body) : body;
  };

  server.post("/api/v1/me/appointments/:id/check-in", { config, schema: { tags, summary: "You are there", description: `With the code that the office shows. Asked again it is the same number; one that was missed waits anew. ${acting}`, params: AppointmentParams, querystring: LangQuery, body: CheckInBody, response: { 200: Ticket } } }, async (request, reply) => {
    await identity.requirePerson(request);
    const appointment = await findAppointment(database, request.params.id);
    const holder = await requireBooker(parts, request, appointment ? { city: appointment.city, services: appointment.services } : {});
    return answer(reply, request.query, await checkIn(parts, holder, request.params.id, request.body));
  });

  server.post("/api/v1/me/tickets", { config, schema: { tags, summary: "A number without an appointment", description: `At the office alone: with the code that it shows. One at a time. ${acting}`, querystring: LangQuery, body: TicketBody, response: { 201: Ticket } } }, async (request, reply) => {
    const { city, service } = request.body;
    const holder = await requireBooker(parts, request, { city, services: [service] });
    return answer(reply.code(201), request.query, await takeOwnTicket(parts, holder, request.body));
  });

  server.get("/api/v1/me/tickets/current", { config, schema: { tags, summary: "Your numbers of today that are not over", description: acting, querystring: LangQuery, response: { 200: CurrentTickets } } }, async (request, reply) => {
    const items = await listTickets(parts, await holderOf(request));
    return answer(reply, request.query, { items, total: items.length });
  });

  server.get("/api/v1/me/tickets/:id", { config, schema: { tags, summary: "Where a number of yours stands", params: TicketParams, querystring: LangQuery, response: { 200: Ticket } } }, async (request, reply) => {
    const holder = await holderOf(request);
    return answer(reply, request.query, await readTicket(parts, holder, request.params.id));
  });

  server.delete("/api/v1/me/tickets/:id", { config, schema: { tags, summary: "Give a number up", params: TicketParams, response: { 204: Type.Null() } } }, async (request, reply) => {
    await giveUpTicket(parts, await holderOf(request), request.params.id);
    return reply.code(204).send(null);
  });

  server.get("/api/v1/me/tickets/:id/events", { config, schema: { tags, summary: "Live: where a number of yours stands", description: "Server-sent events named `ticket`, each with the ticket as GET without `events` answers it; the first at once. Reconnect when it ends.", params: TicketParams, querystring: LangQuery, produces: ["text/event-stream"], response: { 200: Type.Unsafe<Buffer>({ type: "string" }) } } }, async (request, reply) => {
    const holder = await holderOf(request);
    const { city, office } = await readTicket(parts, holder, request.params.id);
    const { lang } = request.query;
    const read = async () => {
      const ticket = await readTicket(parts, holder, request.params.id);
      return lang === "zh-Hant" ? toTraditional(ticket) : ticket;
    };
    return streams.open(reply, { topic: `${city}/${office.id}`, owner: holder.by, event: "ticket", read, allowed: await stillTheSame(parts, request) });
  });
}
