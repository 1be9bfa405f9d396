import type { FastifyReply, FastifyRequest } from "fastify";
import Type from "typebox";
import { networkBucket } from "../../../kernel/http/network-bucket.ts";
import type { HttpServer } from "../../../kernel/http/server.ts";
import { toTraditional } from "../../catalogue/index.ts";
import { type Level, ownOrigin } from "../../identity/index.ts";
import {
  Appointment, AppointmentList, AppointmentsQuery, BookBody, CalendarFile, CancellationBody, DetailsBody, Feed, FeedParams, FileQuery, Hold, HoldBody, IdParams, LangQuery, LinkedAppointment, LinkParams, TimeBody, Wish, WishBody, WishList,
} from "../contract.ts";
import { noSuchHold } from "../errors.ts";
import type { BookingParts } from "../parts.ts";
import { getCalendar } from "../calendar/find-places.ts";
import { book, holdPlace } from "./book.ts";
import { type Booker, requireBooker } from "./booker.ts";
import { calendarFile, closeFeed, openFeed, readFeed } from "./calendar-feed.ts";
import { describeAppointment } from "./describe.ts";
import { cancelByLink, comingByLink, type LinkUse, seeByLink } from "./links.ts";
import { acceptOffer, bookHeldOrOffered, letHoldGo, refuseOffer } from "./offers.ts";
import { cancelOwn, changeTime, getOwn, listOwn, sayComing } from "./own-appointments.ts";
import { findHeld } from "./store.ts";
import { addWish, describeWish, endOwnWish, getOwnWish, listOwnWishes } from "./wishes.ts";

/** What somebody has booked, and booking itself, go on as long as anything does. */
const ESSENTIAL = { weight: "essential" } as const;
const CALENDAR_TYPE = "text/calendar; charset=utf-8";

/** Appointments: held, booked, changed, cancelled, waited for. Whoever acts for another sends the header `acting-for`. */
export function registerAppointmentRoutes(server: HttpServer, parts: BookingParts): void {
  const tags = ["booking"];
  const noStore = (reply: FastifyReply) => reply.header("cache-control", "no-store");
  const inScript = <Body>(request: FastifyRequest, body: Body): Body => ((request.query as { lang?: string }).lang === "zh-Hant" ? toTraditional(body) : body);

  /** Who may book this, as surely known as the calendar asks. */
  const bookerFor = async (request: FastifyRequest, { city, calendar: id, services }: { city: string; calendar: string; services?: string[] | undefined }): Promise<Booker> => {
    await parts.identity.requirePerson(request);
    const { calendar } = getCalendar(parts, city, id);
    // Of several items somebody has to choose, and is told so where the visit is looked at.
    const chosen = services ?? (calendar.services.length === 1 ? calendar.services : undefined);
    return requireBooker(parts, request, { city, ...(chosen ? { services: chosen } : {}), level: calendar.assurance as Level });
  };
  const show = async (request: FastifyRequest, booker: Booker, id: string) => inScript(request, await describeAppointment(parts, await getOwn(parts, booker, id)));

  server.post("/api/v1/me/holds", { config: ESSENTIAL, schema: { tags, summary: "Keep a place while the form is filled", description: "Choosing another time gives the first one back.", body: HoldBody, response: { 201: Hold } } }, async (request, reply) => {
    return noStore(reply).code(201).send(await holdPlace(parts, await bookerFor(request, request.body), request.body));
  });

  server.delete("/api/v1/me/holds/:id", { config: ESSENTIAL, schema: { tags, summary: "The place is not needed after all", params: IdParams, response: { 204: Type.Null() } } }, async (request, reply) => {
    await letHoldGo(parts, await requireBooker(parts, request), request.params.id);
    return reply.code(204).send(null);
  });

  server.post("/api/v1/me/appointments", { config: ESSENTIAL, schema: { tags, summary: "Book: a place you hold, or at once", description: "The same sent again answers with the same appointment.", body: BookBody, querystring: LangQuery, response: { 201: Appointment } } }, async (request, reply) => {
    const { body } = request;
    const booker = "hold" in body ? await bookerOfHeld(parts, request, body.hold) : await bookerFor(request, body);
    return noStore(reply).code(201).send(inScript(request, await describeAppointment(parts, "hold" in body ? await bookHeldOrOffered(parts, booker, body) : await book(parts, booker, body))));
  });

  server.get("/api/v1/me/appointments", { config: ESSENTIAL, schema: { tags, summary: "Your appointments", querystring: AppointmentsQuery, response: { 200: AppointmentList } } }, async (request, reply) => {
    const items = await listOwn(parts, await requireBooker(parts, request), request.query.state ?? "coming");
    return noStore(reply).send(inScript(request, { items, total: items.length }));
  });

  server.get("/api/v1/me/appointments/:id", { config: ESSENTIAL, schema: { tags, summary: "One of them", params: IdParams, querystring: LangQuery, response: { 200: Appointment } } }, async (request, reply) => {
    return noStore(reply).send(await show(request, await requireBooker(parts, request), request.params.id));
  });

  server.put("/api/v1/me/appointments/:id/time", { config: ESSENTIAL, schema: { tags, summary: "Choose another time", description: "The new place is taken before the old one is given back: nothing is lost when it fails.", params: IdParams, body: TimeBody, querystring: LangQuery, response: { 200: Appointment } } }, async (request, reply) => {
    const booker = await requireBooker(parts, request);
    await changeTime(parts, booker, request.params.id, request.body);
    return noStore(reply).send(await show(request, booker, request.params.id));
  });

  server.post("/api/v1/me/appointments/:id/cancellation", { config: ESSENTIAL, schema: { tags, summary: "Give an appointment back", params: IdParams, body: Type.Union([CancellationBody, Type.Null()]), querystring: LangQuery, response: { 200: Appointment } } }, async (request, reply) => {
    const booker = await requireBooker(parts, request);
    await cancelOwn(parts, booker, request.params.id, request.body?.reason);
    return noStore(reply).send(await show(request, booker, request.params.id));
  });

  server.post("/api/v1/me/appointments/:id/coming", { config: ESSENTIAL, schema: { tags, summary: "Say that you are coming", params: IdParams, querystring: LangQuery, response: { 200: Appointment } } }, async (request, reply) => {
    const booker = await requireBooker(parts, request);
    await sayComing(parts, await getOwn(parts, booker, request.params.id));
    return noStore(reply).send(await show(request, booker, request.params.id));
  });

  // Calendar programs

  server.get("/api/v1/me/appointments/:id/calendar.ics", { schema: { tags, summary: "An appointment for a calendar program", params: IdParams, querystring: FileQuery, produces: ["text/calendar"], response: { 200: CalendarFile } } }, async (request, reply) => {
    const row = await getOwn(parts, await requireBooker(parts, request), request.params.id);
    const text = calendarFile(parts, [row], request.query.lang ?? "zh-Hans");
    return noStore(reply).type(CALENDAR_TYPE).header("content-disposition", 'attachment; filename="appointment.ics"').serializer(String).send(text);
  });

  server.post("/api/v1/me/calendar-feed", { schema: { tags, summary: "A secret address for calendar programs", description: "The one before ends.", response: { 201: Feed } } }, async (request, reply) => {
    const token = await openFeed(parts, await requireBooker(parts, request));
    return noStore(reply).code(201).send({ url: `${ownOrigin(request, parts.publicUrl)}/api/v1/calendar-feeds/${token}.ics` });
  });

  server.delete("/api/v1/me/calendar-feed", { schema: { tags, summary: "End the secret address", response: { 204: Type.Null() } } }, async (request, reply) => {
    await closeFeed(parts, await requireBooker(parts, request));
    return reply.code(204).send(null);
  });

  server.get("/api/v1/calendar-feeds/:token", { schema: { tags, summary: "Appointments behind a secret address", description: "The token ends in `.ics`.", params: FeedParams, querystring: FileQuery, produces: ["text/calendar"], response: { 200: CalendarFile } } }, async (request, reply) => {
    const use: LinkUse = { token: request.params.token.replace(/\.ics$/, ""), network: networkBucket("calendar-feeds", parts.lookupHash, request) };
    return reply.header("cache-control", "private, max-age=300").type(CALENDAR_TYPE).serializer(String).send(await readFeed(parts, use, request.query.lang ?? "zh-Hans"));
  });

  // Waiting

  server.post("/api/v1/me/wishes", { config: ESSENTIAL, schema: { tags, summary: "Wait for a place", description: "Whatever is told now need not be told when a place is offered: then one tap takes it.", body: WishBody, querystring: LangQuery, response: { 201: Wish } } }, async (request, reply) => {
    const booker = await bookerFor(request, request.body);
    const id = await addWish(parts, booker, request.body);
    return noStore(reply).code(201).send(inScript(request, await describeWish(parts, await getOwnWish(parts, booker, id))));
  });

  server.get("/api/v1/me/wishes", { config: ESSENTIAL, schema: { tags, summary: "What you wait for, and what is offered to you", querystring: LangQuery, response: { 200: WishList } } }, async (request, reply) => {
    const items = await listOwnWishes(parts, await requireBooker(parts, request));
    return noStore(reply).send(inScript(request, { items, total: items.length }));
  });

  server.delete("/api/v1/me/wishes/:id", { config: ESSENTIAL, schema: { tags, summary: "Wait no longer", params: IdParams, response: { 204: Type.Null() } } }, async (request, reply) => {
    await endOwnWish(parts, await requireBooker(parts, request), request.params.id);
    return reply.code(204).send(null);
  });

  server.post("/api/v1/me/offers/:id/acceptance", { config: ESSENTIAL, schema: { tags, summary: "Take the place that is offered", params: IdParams, body: Type.Union([DetailsBody, Type.Null()]), querystring: LangQuery, response: { 201: Appointment } } }, async (request, reply) => {
    const booker = await requireBooker(parts, request);
    const id = await acceptOffer(parts, booker, request.params.id, request.body ?? {});
    const row = await findHeld(parts.database, id);
    if (!row) throw noSuchHold("The place is not held for you.");
    return noStore(reply).code(201).send(inScript(request, await describeAppointment(parts, row)));
  });

  server.post("/api/v1/me/offers/:id/refusal", { config: ESSENTIAL, schema: { tags, summary: "Let it go to the next", params: IdParams, response: { 204: Type.Null() } } }, async (request, reply) => {
    await refuseOffer(parts, await requireBooker(parts, request), request.params.id);
    return reply.code(204).send(null);
  });

  // By the link of a message

  const use = (request: FastifyRequest): LinkUse => ({ token: (request.params as { token: string }).token, network: networkBucket("appointment-links", parts.lookupHash, request) });

  server.get("/api/v1/appointment-links/:token", { config: ESSENTIAL, schema: { tags, summary: "The appointment that a message's link is about", description: "For whoever has the message; needs no account. Names nobody.", params: LinkParams, querystring: LangQuery, response: { 200: LinkedAppointment } } }, async (request, reply) => {
    return noStore(reply).send(inScript(request, await seeByLink(parts, use(request))));
  });

  server.post("/api/v1/appointment-links/:token/coming", { config: ESSENTIAL, schema: { tags, summary: "Say that you are coming", params: LinkParams, response: { 204: Type.Null() } } }, async (request, reply) => {
    await comingByLink(parts, use(request));
    return reply.code(204).send(null);
  });

  server.post("/api/v1/appointment-links/:token/cancellation", { config: ESSENTIAL, schema: { tags, summary: "Give the appointment back", params: LinkParams, response: { 204: Type.Null() } } }, async (request, reply) => {
    await cancelByLink(parts, use(request));
    return reply.code(204).send(null);
  });
}

/** Whoever holds a place proves themselves as its calendar asks. @throws no-such-hold */
async function bookerOfHeld(parts: BookingParts, request: FastifyRequest, id: string): Promise<Booker> {
  // First whether there is anybody at all, so that a stranger learns nothing of what is held.
  await parts.identity.requirePerson(request);
  const held = await findHeld(parts.database, id);
  if (!held) throw noSuchHold("The place is no longer held for you.");
  const { calendar } = getCalendar(parts, held.city, held.calendar);
  return requireBooker(parts, request, { city: held.city, services: held.services, level: calendar.assurance as Level });
}
