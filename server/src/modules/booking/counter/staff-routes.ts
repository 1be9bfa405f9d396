import type { FastifyRequest } from "fastify";
import Type from "typebox";
import type { HttpServer } from "../../../kernel/http/server.ts";
import { notAllowed, ownOrigin, type Staff } from "../../identity/index.ts";
import { stillTheSame } from "../still-the-same.ts";
import { beginServing, callNext, endVisit, lookAtVisit, recall, setPriority, transfer } from "./calling.ts";
import {
  BeginBody, CheckInByCodeBody, CityParams, CounterBody, CounterOffices, CounterParams, DisplayBody, DisplayList, DisplayParams, NewDisplay, NextVisit, OfficeParams, OfficeTicketParams, PriorityBody, RecallBody, StaffPlaceCodes, StaffQueue,
  StaffTicket, TransferBody, Visit, WalkInBody,
} from "./contract.ts";
import { closeCounter, takeCounter } from "./counters.ts";
import { checkInByCode, giveTicket } from "./desk.ts";
import { addDisplay, listOwnDisplays, removeDisplay, showStaffCodes } from "./displays.ts";
import { covers, type CountedOffice, type DeskRole, getOffice, refuseAtOffice } from "./office.ts";
import type { CounterParts } from "./parts.ts";
import { showStaffQueue } from "./queue.ts";
import type { OfficeKey } from "./store.ts";

const AT_WORK: readonly DeskRole[] = ["clerk"];
const LOOKING: readonly DeskRole[] = ["clerk", "department-head"];
const KEEPING_SCREENS: readonly DeskRole[] = ["clerk", "operator"];

/** What clerks do at their counters and at the desk. Rights go by the line's department; every look at a person is recorded. */
export function registerCounterStaffRoutes(server: HttpServer, parts: CounterParts): void {
  const tags = ["staff"];
  const { identity, cities, streams, publicUrl } = parts;
  const Done = { 204: Type.Null() };
  const at = "/staff/v1/cities/:city/offices/:office";

  const enter = async (request: FastifyRequest, key: OfficeKey, roles: readonly DeskRole[]): Promise<{ staff: Staff; office: CountedOffice }> => {
    const staff = await identity.requireStaff(request);
    if (staff.city !== key.city) throw notAllowed("This is another city's.");
    const office = getOffice(cities, key);
    refuseAtOffice(staff, roles, office);
    return { staff, office };
  };

  server.get("/staff/v1/cities/:city/counter-offices", { schema: { tags, summary: "Offices where one may work in the queue, with their lines (clerk, department head)", params: CityParams, response: { 200: CounterOffices } } }, async (request, reply) => {
    const staff = await identity.requireStaff(request);
    const { city } = request.params;
    const isOne = staff.city === city && staff.roles.some((role) => role === "clerk" || role === "department-head");
    if (!isOne) throw notAllowed("This needs the role clerk or department-head in this city.");
    const items = cities.get(city).documents.offices.flatMap(({ id, names }) => {
      const office = getOffice(cities, { city, office: id });
      const lines = office.lines.filter((line) => covers(staff, LOOKING, office, line)).map((line) => ({ id: line.id, names: line.names }));
      return lines.length > 0 ? [{ id, names, lines }] : [];
    });
    return reply.header("cache-control", "no-store").send({ items, total: items.length });
  });

  server.get(`${at}/queue`, { schema: { tags, summary: "The queue of an office, without names (clerk, department head)", params: OfficeParams, response: { 200: StaffQueue } } }, async (request, reply) => {
    const { staff, office } = await enter(request, request.params, LOOKING);
    return reply.header("cache-control", "no-store").send(await showStaffQueue(parts, staff, office));
  });

  server.get(`${at}/queue/events`, { schema: { tags, summary: "Live: the queue of an office (clerk, department head)", description: "Server-sent events named `queue`, each as GET without `events` answers it; the first at once.", params: OfficeParams, produces: ["text/event-stream"], response: { 200: Type.Unsafe<Buffer>({ type: "string" }) } } }, async (request, reply) => {
    const { staff, office } = await enter(request, request.params, LOOKING);
    return streams.open(reply, { topic: `${office.city}/${office.office}`, owner: `staff ${staff.id}`, event: "queue", read: () => showStaffQueue(parts, staff, getOffice(cities, request.params)), allowed: await stillTheSame(parts, request) });
  });

  server.put(`${at}/counters/:counter`, { schema: { tags, summary: "Work at a counter (clerk)", params: CounterParams, body: CounterBody, response: Done } }, async (request, reply) => {
    const { staff, office } = await enter(request, request.params, AT_WORK);
    await takeCounter(parts, staff, office, request.params.counter, request.body.lines);
    return reply.code(204).send(null);
  });

  server.delete(`${at}/counters/:counter`, { schema: { tags, summary: "Close one's counter (clerk)", params: CounterParams, response: Done } }, async (request, reply) => {
    const { staff, office } = await enter(request, request.params, AT_WORK);
    await closeCounter(parts, staff, office, request.params.counter);
    return reply.code(204).send(null);
  });

  server.post(`${at}/counters/:counter/next`, { schema: { tags, summary: "Call the next to one's counter (clerk)", description: "Recorded as a look at the person.", params: CounterParams, response: { 200: NextVisit } } }, async (request, reply) => {
    const { staff, office } = await enter(request, request.params, AT_WORK);
    const visit = await callNext(parts, staff, office, request.params.counter);
    return reply.header("cache-control", "no-store").send(visit ? { visit } : {});
  });

  server.get(`${at}/tickets/:id`, { schema: { tags, summary: "Whose ticket it is, masked, and what for (clerk)", description: "Recorded as a look at the person.", params: OfficeTicketParams, response: { 200: Visit } } }, async (request, reply) => {
    const { staff, office } = await enter(request, request.params, AT_WORK);
    return reply.header("cache-control", "no-store").send(await lookAtVisit(parts, staff, office, request.params.id));
  });

  server.post(`${at}/tickets/:id/begin`, { schema: { tags, summary: "They sat down (clerk)", params: OfficeTicketParams, body: BeginBody, response: { 200: Visit } } }, async (request, reply) => {
    const { staff, office } = await enter(request, request.params, AT_WORK);
    return reply.header("cache-control", "no-store").send(await beginServing(parts, staff, office, request.params.id, request.body.cardTail));
  });

  for (const [outcome, summary] of [["served", "They were served (clerk)"], ["missed", "They did not come (clerk)"], ["left", "They gave it up (clerk)"]] as const) {
    server.post(`${at}/tickets/:id/${outcome}`, { schema: { tags, summary, params: OfficeTicketParams, response: Done } }, async (request, reply) => {
      const { staff, office } = await enter(request, request.params, AT_WORK);
      await endVisit(parts, staff, office, request.params.id, outcome);
      return reply.code(204).send(null);
    });
  }

  server.post(`${at}/tickets/:id/recall`, { schema: { tags, summary: "Call once more, also whom was missed (clerk)", params: OfficeTicketParams, body: RecallBody, response: { 200: Visit } } }, async (request, reply) => {
    const { staff, office } = await enter(request, request.params, AT_WORK);
    return reply.header("cache-control", "no-store").send(await recall(parts, staff, office, request.params.id, request.body.counter));
  });

  server.post(`${at}/tickets/:id/transfer`, { schema: { tags, summary: "Send on to another line or counter (clerk)", description: "They keep their number and the time they have waited.", params: OfficeTicketParams, body: TransferBody, response: Done } }, async (request, reply) => {
    const { staff, office } = await enter(request, request.params, AT_WORK);
    await transfer(parts, staff, office, request.params.id, request.body);
    return reply.code(204).send(null);
  });

  server.put(`${at}/tickets/:id/priority`, { schema: { tags, summary: "Into the priority lane, or out of it (clerk)", params: OfficeTicketParams, body: PriorityBody, response: Done } }, async (request, reply) => {
    const { staff, office } = await enter(request, request.params, AT_WORK);
    await setPriority(parts, staff, office, request.params.id, request.body.priority);
    return reply.code(204).send(null);
  });

  server.post(`${at}/check-ins`, { schema: { tags, summary: "Check somebody in by the code they show (clerk)", description: "A code serves once, on its day, at its office, for whoever booked it. Recorded as a look at the person.", params: OfficeParams, body: CheckInByCodeBody, response: { 201: Visit } } }, async (request, reply) => {
    const { staff, office } = await enter(request, request.params, AT_WORK);
    return reply.code(201).header("cache-control", "no-store").send(await checkInByCode(parts, staff, office, request.body));
  });

  server.post(`${at}/tickets`, { schema: { tags, summary: "A number for somebody without an appointment (clerk)", params: OfficeParams, body: WalkInBody, response: { 201: StaffTicket } } }, async (request, reply) => {
    const { staff, office } = await enter(request, request.params, AT_WORK);
    return reply.code(201).header("cache-control", "no-store").send(await giveTicket(parts, staff, office, request.body));
  });

  server.get(`${at}/place-codes`, { schema: { tags, summary: "The codes to check in with, to show and to print (clerk)", params: OfficeParams, response: { 200: StaffPlaceCodes } } }, async (request, reply) => {
    const { office } = await enter(request, request.params, AT_WORK);
    return reply.header("cache-control", "no-store").send(showStaffCodes(parts, office, ownOrigin(request, publicUrl)));
  });

  server.get(`${at}/displays`, { schema: { tags, summary: "Screens registered in an office (clerk, operator)", params: OfficeParams, response: { 200: DisplayList } } }, async (request, reply) => {
    const { office } = await enter(request, request.params, KEEPING_SCREENS);
    const items = await listOwnDisplays(parts, office);
    return reply.header("cache-control", "no-store").send({ items, total: items.length });
  });

  server.post(`${at}/displays`, { schema: { tags, summary: "Register a screen (clerk, operator)", description: "Answers the address to open on it, once.", params: OfficeParams, body: DisplayBody, response: { 201: NewDisplay } } }, async (request, reply) => {
    const { staff, office } = await enter(request, request.params, KEEPING_SCREENS);
    const { display, key } = await addDisplay(parts, staff, office, request.body.label);
    // Behind the fragment's sign it is sent to no server and stands in no log.
    const address = `${ownOrigin(request, publicUrl)}/${office.city}/display/${office.office}#key=${key}`;
    return reply.code(201).header("cache-control", "no-store").send({ ...display, address });
  });

  server.delete(`${at}/displays/:id`, { schema: { tags, summary: "A screen is taken down: its key ends (clerk, operator)", params: DisplayParams, response: Done } }, async (request, reply) => {
    const { office } = await enter(request, request.params, KEEPING_SCREENS);
    await removeDisplay(parts, office, request.params.id);
    return reply.code(204).send(null);
  });
}
