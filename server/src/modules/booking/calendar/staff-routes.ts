import type { FastifyReply, FastifyRequest } from "fastify";
import Type from "typebox";
import { invalidRequest } from "../../../kernel/http/problem.ts";
import type { HttpServer } from "../../../kernel/http/server.ts";
import { mayAct, notAllowed, type Role, type Staff } from "../../identity/index.ts";
import { CityParams, Closure, ClosureBody, ClosureParams, Preview, PreviewBody, StaffAppointmentList, StaffAppointmentsQuery, StaffCalendarList, StaffCalendarParams, StaffDays, StaffDaysQuery } from "../contract.ts";
import { noSuchCalendar } from "../errors.ts";
import type { BookingCalendar } from "../../catalogue/index.ts";
import type { BookingParts, CityCatalogue } from "../parts.ts";
import { getCalendar } from "./find-places.ts";
import { closeDay, listStaffAppointments, listStaffCalendars, listStaffDays, previewCalendar, reopenDay } from "./staff-calendars.ts";

const KEEPERS: readonly Role[] = ["operator", "clerk", "editor", "reviewer", "department-head"];
const CLOSERS: readonly Role[] = ["operator", "clerk", "department-head"];

/** The console's rooms about calendars: whoever belongs to a department sees that department's. */
export function registerCalendarStaffRoutes(server: HttpServer, parts: BookingParts): void {
  const tags = ["staff"];
  const base = "/staff/v1/cities/:city";
  const noStore = (reply: FastifyReply) => reply.header("cache-control", "no-store");

  /** @throws not-allowed unless they have one of the roles in this city */
  const admit = async (request: FastifyRequest, roles: readonly Role[], city: string): Promise<Staff> => {
    const staff = await parts.identity.requireStaff(request);
    if (!roles.some((role) => mayAct(staff, role, { city, department: staff.department, division: staff.division }))) throw notAllowed(`This needs one of the roles ${roles.join(", ")} here.`);
    return staff;
  };
  const isTheirs = (staff: Staff, roles: readonly Role[], { documents, offices }: CityCatalogue, { department, office }: BookingCalendar): boolean => {
    const division = offices.get(office)?.division;
    return roles.some((role) => mayAct(staff, role, { city: documents.city.id, department, division }));
  };
  /** @throws also no-such-calendar for another department's or division's */
  const admitTo = async (request: FastifyRequest, roles: readonly Role[]) => {
    const { city, calendar: id } = request.params as { city: string; calendar: string };
    const staff = await admit(request, roles, city);
    const found = getCalendar(parts, city, id);
    if (!isTheirs(staff, roles, found.catalogue, found.calendar)) throw noSuchCalendar("There is no such calendar in your department.");
    return { staff, city, ...found };
  };

  server.get(`${base}/calendars`, { schema: { tags, summary: "Calendars of appointments, with today's load", params: CityParams, response: { 200: StaffCalendarList } } }, async (request, reply) => {
    const { city } = request.params;
    const staff = await admit(request, KEEPERS, city);
    const catalogue = parts.cities.get(city);
    const items = await listStaffCalendars(parts, catalogue, catalogue.documents.bookingCalendars.filter((calendar) => isTheirs(staff, KEEPERS, catalogue, calendar)));
    return noStore(reply).send({ items, total: items.length });
  });

  server.get(`${base}/calendars/:calendar/days`, { schema: { tags, summary: "A calendar's days: slots, what is taken, what is shut", params: StaffCalendarParams, querystring: StaffDaysQuery, response: { 200: StaffDays } } }, async (request, reply) => {
    const { catalogue, calendar } = await admitTo(request, KEEPERS);
    const items = await listStaffDays(parts, catalogue, calendar, request.query);
    return noStore(reply).send({ items, total: items.length });
  });

  server.post(`${base}/calendars/:calendar/preview`, { schema: { tags, summary: "What a changed calendar does to what is booked", description: "The document itself is changed by drafts and review.", params: StaffCalendarParams, body: PreviewBody, response: { 200: Preview } } }, async (request, reply) => {
    const { catalogue, calendar } = await admitTo(request, KEEPERS);
    const { body: after } = request.body;
    if (after.id !== calendar.id) throw invalidRequest("This is another calendar.", { fields: [{ pointer: "/body/id", detail: `must be ${calendar.id}` }] });
    return noStore(reply).send(await previewCalendar(parts, catalogue, calendar, after));
  });

  server.put(`${base}/calendars/:calendar/closures`, { schema: { tags, summary: "Shut a day, or hours of it, at short notice", description: "With `preview` nothing happens. Otherwise whoever booked is told, and where there is another time it is kept for them for a day.", params: StaffCalendarParams, body: ClosureBody, response: { 200: Closure } } }, async (request, reply) => {
    const { staff, city, calendar } = await admitTo(request, CLOSERS);
    return noStore(reply).send(await closeDay(parts, staff, city, calendar.id, request.body));
  });

  server.delete(`${base}/calendars/:calendar/closures/:id`, { schema: { tags, summary: "Open it again", description: "What was called off stays so.", params: ClosureParams, response: { 204: Type.Null() } } }, async (request, reply) => {
    const { staff, city, calendar } = await admitTo(request, CLOSERS);
    await reopenDay(parts, staff, city, calendar.id, request.params.id);
    return reply.code(204).send(null);
  });

  server.get(`${base}/appointments`, { schema: { tags, summary: "Who comes on a day (clerk)", description: "Masked, and on record for each of them.", params: CityParams, querystring: StaffAppointmentsQuery, response: { 200: StaffAppointmentList } } }, async (request, reply) => {
    const { city } = request.params;
    const staff = await admit(request, CLOSERS, city);
    const { catalogue, calendar } = getCalendar(parts, city, request.query.calendar);
    if (!isTheirs(staff, CLOSERS, catalogue, calendar)) throw noSuchCalendar("There is no such calendar in your department.");
    const items = await listStaffAppointments(parts, staff, city, calendar.id, request.query.date);
    return noStore(reply).send({ items, total: items.length });
  });
}
