// Checked in, called, served: from the door to the counter, with what is refused on the way; two processes over one database.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import pg from "pg";
import type { App } from "../../../app.ts";
import { newId } from "../../../kernel/ids.ts";
import { startTestApp, type TestApp } from "../../../testing/app.ts";
import { PATIENCE_MS } from "../../../testing/patience.ts";
import { listAbout } from "../../audit/index.ts";
import { aBookingCalendar, aCity, aDepartment, anOffice } from "../../catalogue/testing.ts";
import { type OutsideOffice, signIn, startOutsideOffice, statusesOf, Visitor } from "../../identity/testing.ts";
import { anIdNumber } from "../appointment/testing.ts";
import type { Ticket } from "./contract.ts";
import { counterWork } from "./jobs.ts";

const text = (zh: string, en: string) => ({ zh, en });
const HALL = "/staff/v1/cities/haikou/offices/main-hall";
const MINUTE_MS = 60_000;
/** A Monday at nine in China. */
const NINE = Date.parse("2026-11-23T01:00:00Z");

let outside: OutsideOffice;
let app: TestApp;
let another: App;
let client: pg.Client;
let clerk: Visitor;
const clock = { now: NINE };

before(async () => {
  outside = await startOutsideOffice();
  for (const path of ["/police/v1/identity-checks", "/telecom/v1/number-checks"]) outside.answers.set(path, () => ({ result: "match" }));
  const city = aCity({
    departments: [aDepartment(), aDepartment({ id: "civil_affairs", names: text("民政局", "Civil affairs") })],
    offices: [anOffice({ departments: ["transport", "civil_affairs"] }), anOffice({ id: "branch-hall", names: text("分厅", "Branch") })],
    bookingCalendars: [
      aBookingCalendar({ names: text("政务服务中心 · 驾驶员窗口", "Service hall · Drivers"), walkInPercent: 50 }),
      aBookingCalendar({ id: "marriage", names: text("婚姻登记", "Marriage"), department: "civil_affairs", services: ["S002"] }),
      aBookingCalendar({ id: "branch-counter", office: "branch-hall", services: ["S003"] }),
      aBookingCalendar({ id: "at-home", where: "home", services: ["S004"] }),
    ],
  });
  app = await startTestApp([city], { clock: () => new Date(clock.now), settings: outside.settings });
  await app.startWorker();
  another = await app.startAnother();
  client = new pg.Client({ connectionString: app.databaseUrl });
  await client.connect();
  clerk = await staff("haikou-clerk");
});
after(async () => {
  await client.end();
  await another.stop();
  await app.stop();
  await outside.stop();
});

async function staff(id: string): Promise<Visitor> {
  const visitor = new Visitor(app);
  assert.equal((await visitor.ask("POST", "/staff/v1/demonstration-sign-in", { staffId: id })).statusCode, 200);
  return visitor;
}

const phoneOf = (number: number) => `1540000${String(7_000 + number)}`;
let people = 0;
async function aPerson(birthDate = "1990-05-17"): Promise<Visitor & { person: string; idNumber: string }> {
  people += 1;
  await app.forgetAttempts();
  const visitor = await signIn(app, outside, phoneOf(people));
  const idNumber = anIdNumber(birthDate, 100 + people);
  assert.equal((await visitor.ask("POST", "/api/v1/me/real-name", { name: "周望舒", idNumber, proof: { kind: "number" } })).statusCode, 200);
  return Object.assign(visitor, { idNumber });
}

/** As the appointments' room leaves it. */
async function anAppointment(person: string, { startsAt = clock.now, calendar = "hall-counter", state = "booked", needs = [] as string[] } = {}): Promise<string> {
  const id = newId();
  await client.query(
    "insert into booking.appointment (id, city, calendar, person, made_by, state, kind, services, party, starts_at, ends_at, slots, of_kind, needs, created_at) values ($1, 'haikou', $2, $3, $3, $4, 'counter', '{S001}', 1, $5, $6, array[$5]::timestamptz[], false, $7, now())",
    [id, calendar, person, state, new Date(startsAt), new Date(startsAt + 30 * MINUTE_MS), needs],
  );
  return id;
}

async function clear(): Promise<void> {
  clock.now = NINE;
  await client.query("truncate booking.ticket, booking.queue_day, booking.counter, booking.appointment, booking.attendee, booking.slot cascade");
  await app.forgetAttempts();
}

const codes = async () => (await clerk.ask("GET", `${HALL}/place-codes`)).json<{ screen: { code: string; until: string; address: string }; day: { code: string } }>();
const screenCode = async () => (await codes()).screen.code;
const checkIn = async (visitor: Visitor, appointment: string, body?: object) => visitor.ask("POST", `/api/v1/me/appointments/${appointment}/check-in`, body ?? { code: await screenCode() });
const takeTicket = async (visitor: Visitor, change: object = {}) => visitor.ask("POST", "/api/v1/me/tickets", { city: "haikou", office: "main-hall", service: "S001", code: await screenCode(), ...change });
const walkIn = async (change: object = {}, by = clerk) => (await by.ask("POST", `${HALL}/tickets`, { line: "hall-counter", ...change })).json<{ id: string; number: string }>();
const open = async (counter: number, lines = ["hall-counter"], by = clerk) => assert.equal((await by.ask("PUT", `${HALL}/counters/${counter}`, { lines })).statusCode, 204);
const next = (counter: number, by = clerk) => by.ask("POST", `${HALL}/counters/${counter}/next`);

describe("checking in", () => {
  test("with the code on the screen gives a number, the same again, and the appointment has arrived", async () => {
    await clear();
    const person = await aPerson();
    const appointment = await anAppointment(person.person, { startsAt: NINE + 10 * MINUTE_MS });
    const { screen } = await codes();
    assert.match(screen.address, /\/haikou\/queue\/main-hall\?code=\d{6}$/);
    const reply = await checkIn(person, appointment);
    assert.equal(reply.statusCode, 200, reply.body);
    const ticket = reply.json<Ticket>();
    assert.deepEqual([ticket.number, ticket.state, ticket.class, ticket.ahead, ticket.estimateMinutes, ticket.line.names.zh, ticket.service?.id], ["A001", "waiting", "appointment", 0, 10, "驾驶员窗口", "S001"]);
    assert.equal((await checkIn(person, appointment)).json().id, ticket.id);
    assert.equal((await client.query("select state from booking.appointment where id = $1", [appointment])).rows[0].state, "arrived");
    assert.deepEqual((await person.ask("GET", "/api/v1/me/tickets/current")).json().items.map(({ id }: Ticket) => id), [ticket.id]);
    const [entry] = (await listAbout(app.database, person.person)).items;
    assert.deepEqual([entry?.act, entry?.actor.kind], ["appointment.checked-in", "person"]);
  });

  test("takes the printed code of the day only from a telephone that is there, and no code from elsewhere or from earlier", async () => {
    await clear();
    const person = await aPerson();
    const appointment = await anAppointment(person.person);
    const { screen, day } = await codes();
    const refused = await checkIn(person, appointment, { code: day.code });
    assert.deepEqual([refused.statusCode, refused.json().code, refused.json().positionNeeded], [403, "not-at-the-office", true]);
    assert.equal((await checkIn(person, appointment, { code: day.code, at: { latitude: 20.1, longitude: 110.2 } })).json().code, "not-at-the-office");
    assert.equal((await checkIn(person, appointment, { code: "000000" })).json().code, "not-at-the-office");
    const branch = (await clerk.ask("GET", "/staff/v1/cities/haikou/offices/branch-hall/place-codes")).json().screen.code;
    assert.equal((await checkIn(person, appointment, { code: branch })).json().code, "not-at-the-office");
    clock.now += 5 * MINUTE_MS;
    assert.equal((await checkIn(person, appointment, { code: screen.code })).json().code, "not-at-the-office");
    assert.equal((await checkIn(person, appointment, { code: day.code, at: { latitude: 20.0405, longitude: 110.2003 } })).statusCode, 200);
  });

  test("is refused for another's, another day's, a cancelled one and one at home; guessing codes ends", async () => {
    await clear();
    const [person, stranger] = [await aPerson(), await aPerson()];
    const appointment = await anAppointment(person.person);
    assert.deepEqual([(await checkIn(stranger, appointment)).statusCode, (await checkIn(stranger, appointment)).json().code], [404, "no-such-appointment"]);
    const tomorrow = await anAppointment(person.person, { startsAt: NINE + 24 * 60 * MINUTE_MS });
    const early = await checkIn(person, tomorrow);
    assert.deepEqual([early.statusCode, early.json().code, early.json().startsAt], [409, "not-today", new Date(NINE + 24 * 60 * MINUTE_MS).toISOString()]);
    assert.equal((await checkIn(person, await anAppointment(person.person, { state: "cancelled" }))).json().code, "appointment-over");
    assert.equal((await checkIn(person, await anAppointment(person.person, { calendar: "at-home" }))).json().code, "not-handled-here");
    const replies = [];
    for (let tries = 0; tries < 25; tries += 1) replies.push((await checkIn(stranger, appointment, { code: "123456" })).statusCode);
    assert.equal(replies.at(-1), 429);
  });

  test("of an elder, and of somebody with a wheelchair, leads into the priority lane", async () => {
    await clear();
    const [elder, other] = [await aPerson("1950-01-01"), await aPerson()];
    assert.equal((await checkIn(elder, await anAppointment(elder.person))).json().priority, "elder");
    assert.equal((await checkIn(other, await anAppointment(other.person, { needs: ["wheelchair"] }))).json().priority, "disabled");
  });
});

describe("the desk at the door", () => {
  const book = async (visitor: Visitor, startsAt: number, change: object = {}) => {
    const reply = await visitor.ask("POST", "/api/v1/me/appointments", { city: "haikou", calendar: "hall-counter", startsAt: new Date(startsAt).toISOString(), ...change });
    assert.equal(reply.statusCode, 201, reply.body);
    return reply.json<{ id: string; code: string }>();
  };
  const show = (code: string, change: object = {}, at = HALL) => clerk.ask("POST", `${at}/check-ins`, { code, ...change });

  test("checks in by the code whoever holds the card it was booked for, once", async () => {
    await clear();
    const [person, tout] = [await aPerson(), await aPerson()];
    const { code } = await book(person, NINE + 30 * MINUTE_MS);
    assert.equal((await show(code)).json().code, "card-needed");
    const bought = await show(code, { cardTail: tout.idNumber.slice(-4) });
    assert.deepEqual([bought.statusCode, bought.json().code], [403, "not-the-holder"]);
    const shown = await show(` ${code.toLowerCase().replace("-", " ")}`, { cardTail: person.idNumber.slice(-4) });
    assert.equal(shown.statusCode, 201, shown.body);
    assert.deepEqual([shown.json().ticket.number, shown.json().person.name, shown.json().bring[0].zh], ["A001", "周**", "身份证"]);
    const again = await show(code, { cardTail: person.idNumber.slice(-4) });
    assert.deepEqual([again.statusCode, again.json().code, again.json().ticket], [409, "already-checked-in", "A001"]);
    assert.equal((await person.ask("GET", "/api/v1/me/tickets/current")).json().items[0].number, "A001");
    const [entry] = (await listAbout(app.database, person.person)).items;
    assert.deepEqual([entry?.act, entry?.actor.id, entry?.fields?.includes("name")], ["appointment.checked-in", "haikou-clerk", true]);
  });

  test("says why a code does not serve: another day's, another office's, a cancelled one, one that is none of ours", async () => {
    await clear();
    const person = await aPerson();
    const cardTail = person.idNumber.slice(-4);
    const tomorrow = await book(person, NINE + 24 * 60 * MINUTE_MS);
    const early = await show(tomorrow.code, { cardTail });
    assert.deepEqual([early.json().code, early.json().startsAt], ["not-today", new Date(NINE + 24 * 60 * MINUTE_MS).toISOString()]);
    const branch = await book(person, NINE + 60 * MINUTE_MS, { calendar: "branch-counter" });
    const elsewhere = await show(branch.code, { cardTail });
    assert.deepEqual([elsewhere.json().code, elsewhere.json().office.id], ["other-office", "branch-hall"]);
    assert.equal((await show(branch.code, { cardTail }, HALL.replace("main-hall", "branch-hall"))).json().ticket.number, "A001");
    const given = await book(person, NINE + 90 * MINUTE_MS);
    assert.equal((await person.ask("POST", `/api/v1/me/appointments/${given.id}/cancellation`, {})).statusCode < 300, true);
    assert.equal((await show(given.code, { cardTail })).json().code, "appointment-over");
    assert.deepEqual([(await show("A7K9-M4QX", { cardTail })).json().code, (await show("https://example.org/other", { cardTail })).json().code], ["foreign-code", "foreign-code"]);
  });
});

describe("whoever booked by a mandate", () => {
  /** Somebody who may book for another, two appointments of that other's, and how the mandate ends. */
  async function bookByMandate() {
    await clear();
    const [grantor, phone] = [await aPerson(), phoneOf(people + 1)];
    const holder = await aPerson();
    const offered = await grantor.ask("POST", "/api/v1/me/mandates", { phone, name: "周望舒", scope: { kind: "services", services: ["S001"] }, paymentCeilingFen: 0, validDays: 30, purpose: "代办" });
    assert.equal(offered.statusCode, 201, offered.body);
    const { id } = offered.json<{ id: string }>();
    assert.ok((await holder.ask("POST", `/api/v1/me/mandates/${id}/acceptance`)).statusCode < 300);
    const acting = { "acting-for": `mandate:${id}` };
    const book = async (minutes: number) => {
      const reply = await holder.ask("POST", "/api/v1/me/appointments", { city: "haikou", calendar: "hall-counter", startsAt: new Date(NINE + minutes * MINUTE_MS).toISOString() }, acting);
      assert.equal(reply.statusCode, 201, reply.body);
      return reply.json<{ id: string; code: string }>();
    };
    const [first, second] = [await book(30), await book(90)];
    return { grantor, holder, acting, first, second, end: async () => assert.ok((await grantor.ask("DELETE", `/api/v1/me/mandates/${id}`)).statusCode < 300) };
  }
  const show = (code: string, cardTail: string) => clerk.ask("POST", `${HALL}/check-ins`, { code, cardTail });

  test("checks in what they booked and sees the number while it stands, at the screen and at the desk", async () => {
    const { holder, first, second } = await bookByMandate();
    const ticket = await checkIn(holder, first.id);
    assert.equal(ticket.statusCode, 200, ticket.body);
    assert.equal((await show(second.code, holder.idNumber.slice(-4))).statusCode, 201);
    assert.deepEqual((await holder.ask("GET", "/api/v1/me/tickets/current")).json().total, 2);
  });

  test("does neither once it has ended: the appointment and the number are as good as not there", async () => {
    const { grantor, holder, acting, first, second, end } = await bookByMandate();
    const { id } = (await checkIn(holder, first.id)).json<Ticket>();
    await end();
    assert.deepEqual([(await checkIn(holder, second.id)).statusCode, (await checkIn(holder, second.id)).json().code], [404, "no-such-appointment"]);
    assert.equal((await holder.ask("POST", `/api/v1/me/appointments/${second.id}/check-in`, { code: await screenCode() }, acting)).json().code, "not-allowed");
    const bought = await show(second.code, holder.idNumber.slice(-4));
    assert.deepEqual([bought.statusCode, bought.json().code], [403, "not-the-holder"]);
    assert.equal((await client.query("select state from booking.appointment where id = $1", [second.id])).rows[0].state, "booked");
    assert.equal((await holder.ask("GET", "/api/v1/me/tickets/current")).json().total, 0);
    for (const method of ["GET", "DELETE"] as const) assert.equal((await holder.ask(method, `/api/v1/me/tickets/${id}`)).json().code, "no-such-ticket", method);
    assert.equal((await client.query("select state from booking.ticket where id = $1", [id])).rows[0].state, "waiting");
    assert.equal((await show(second.code, grantor.idNumber.slice(-4))).statusCode, 201, "whose appointment it is");
  });
});

describe("a number without an appointment", () => {
  test("one at a time, at an office that does it, and given up when it is no longer wanted", async () => {
    await clear();
    const person = await aPerson();
    assert.equal((await takeTicket(person, { code: "000000" })).json().code, "not-at-the-office");
    const both = await Promise.all([takeTicket(person), takeTicket(person)]);
    assert.deepEqual(statusesOf(both), [201, 409]);
    const held = both.find(({ statusCode }) => statusCode === 409)?.json();
    assert.deepEqual([held.code, held.ticket], ["ticket-held", "A001"]);
    const { id } = both.find(({ statusCode }) => statusCode === 201)?.json<Ticket>() ?? { id: "" };
    const stranger = await aPerson();
    assert.equal((await stranger.ask("GET", `/api/v1/me/tickets/${id}`)).json().code, "no-such-ticket");
    assert.equal((await stranger.ask("DELETE", `/api/v1/me/tickets/${id}`)).json().code, "no-such-ticket");
    assert.equal((await person.ask("DELETE", `/api/v1/me/tickets/${id}`)).statusCode, 204);
    assert.equal((await takeTicket(person)).json().number, "A002");
    assert.equal((await takeTicket(stranger, { service: "S003" })).json().line.id, "general");
    assert.equal((await takeTicket(stranger, { service: "S999" })).json().code, "not-handled-here");
  });

  test("lines have letters of their own, which they keep", async () => {
    await clear();
    assert.deepEqual([(await walkIn({ line: "marriage" })).number, (await walkIn({ line: "general" })).number, (await walkIn()).number], ["B001", "C001", "A001"]);
  });
});

describe("calling", () => {
  test("person, clerk and hall see the same: waiting, called, served; each look is on record", async () => {
    await clear();
    const person = await aPerson();
    const appointment = await anAppointment(person.person);
    const { id } = (await checkIn(person, appointment)).json<Ticket>();
    assert.equal((await next(3)).json().code, "counter-shut");
    await open(3);
    const called = await next(3);
    assert.equal(called.statusCode, 200, called.body);
    const { visit } = called.json();
    assert.deepEqual([visit.ticket.number, visit.person, visit.bring[0].zh, visit.services[0].id, visit.kind.zh], ["A001", { name: "周**", idNumber: `4601************${person.idNumber.slice(-2)}` }, "身份证", "S001", "窗口"]);
    const own = (await person.ask("GET", `/api/v1/me/tickets/${id}`)).json<Ticket>();
    assert.deepEqual([own.state, own.counter], ["called", 3]);
    const hall = await new Visitor(app).ask("GET", "/api/v1/cities/haikou/offices/main-hall/queue");
    assert.deepEqual(hall.json().serving.map(({ number, counter, state }: { number: string; counter: number; state: string }) => [number, counter, state]), [["A001", 3, "called"]]);
    for (const secret of [person.person, "周", id]) assert.ok(!hall.body.includes(secret));
    assert.equal((await next(3)).json().code, "counter-busy");
    assert.equal((await clerk.ask("POST", `${HALL}/tickets/${id}/begin`, { cardTail: "0000" })).json().code, "not-the-holder");
    assert.equal((await clerk.ask("POST", `${HALL}/tickets/${id}/begin`, { cardTail: person.idNumber.slice(-4) })).json().ticket.state, "serving");
    assert.equal((await clerk.ask("POST", `${HALL}/tickets/${id}/served`)).statusCode, 204);
    assert.equal((await client.query("select state from booking.appointment where id = $1", [appointment])).rows[0].state, "served");
    assert.deepEqual((await person.ask("GET", "/api/v1/me/tickets/current")).json(), { items: [], total: 0 });
    assert.deepEqual((await next(3)).json(), {});
    const acts = (await listAbout(app.database, person.person)).items.flatMap((entry) => (entry.actor.kind === "staff" ? [entry.act] : []));
    assert.deepEqual(acts.toSorted(), ["queue-ticket.begun", "queue-ticket.called", "queue-ticket.served"]);
  });

  test("half of the turns are walk-ins' by this calendar; whoever comes early waits for their time", async () => {
    await clear();
    const persons = [await aPerson(), await aPerson(), await aPerson()];
    for (const [index, startsAt] of [NINE, NINE, NINE + 60 * MINUTE_MS].entries()) assert.equal((await checkIn(persons[index] as Visitor, await anAppointment(persons[index]?.person ?? "", { startsAt }))).statusCode, 200);
    for (let times = 0; times < 3; times += 1) await walkIn();
    await open(1);
    const order = [];
    for (let times = 0; times < 6; times += 1) {
      const { ticket } = (await next(1)).json().visit;
      order.push(ticket.number);
      await clerk.ask("POST", `${HALL}/tickets/${ticket.id}/served`);
    }
    assert.deepEqual(order, ["A001", "A004", "A002", "A005", "A006", "A003"]);
  });

  test("missed, called once more, and checked in anew", async () => {
    await clear();
    const person = await aPerson();
    const appointment = await anAppointment(person.person);
    const { id } = (await checkIn(person, appointment)).json<Ticket>();
    await open(1);
    await next(1);
    const again = await clerk.ask("POST", `${HALL}/tickets/${id}/recall`, { counter: 1 });
    assert.equal(again.json().ticket.times, 2);
    assert.equal((await clerk.ask("POST", `${HALL}/tickets/${id}/missed`)).statusCode, 204);
    assert.equal((await clerk.ask("POST", `${HALL}/tickets/${id}/served`)).json().code, "ticket-over");
    assert.equal((await person.ask("GET", "/api/v1/me/tickets/current")).json().items[0].state, "missed");
    assert.equal((await clerk.ask("GET", `${HALL}/queue`)).json().missed[0].number, "A001");
    assert.equal((await clerk.ask("POST", `${HALL}/tickets/${id}/recall`, { counter: 1 })).json().ticket.state, "called");
    await clerk.ask("POST", `${HALL}/tickets/${id}/missed`);
    clock.now += 20 * MINUTE_MS;
    const anew = (await checkIn(person, appointment)).json<Ticket>();
    assert.deepEqual([anew.id, anew.state, anew.class], [id, "waiting", "walk-in"]);
  });

  test("sent on, a ticket keeps its number and its time, and waits for the counter it was sent to", async () => {
    await clear();
    const { id } = await walkIn();
    clock.now += 5 * MINUTE_MS;
    const later = await walkIn({ line: "marriage" });
    await open(1);
    await next(1);
    assert.equal((await clerk.ask("POST", `${HALL}/tickets/${id}/transfer`, { line: "nowhere" })).json().code, "no-such-line");
    assert.equal((await clerk.ask("POST", `${HALL}/tickets/${id}/transfer`, { line: "marriage", counter: 7 })).statusCode, 204);
    const colleague = await staff("haikou-clerk-civil-affairs");
    await open(2, ["marriage"], colleague);
    assert.equal((await next(2, colleague)).json().visit.ticket.id, later.id);
    await colleague.ask("POST", `${HALL}/tickets/${later.id}/served`);
    assert.deepEqual((await next(2, colleague)).json(), {});
    clock.now += 16 * MINUTE_MS;
    const { ticket } = (await next(2, colleague)).json().visit;
    assert.deepEqual([ticket.number, ticket.line], ["A001", "marriage"]);
  });

  test("the priority lane is every second turn, and the desk opens it", async () => {
    await clear();
    const [first, second] = [await walkIn(), await walkIn()];
    assert.equal((await clerk.ask("PUT", `${HALL}/tickets/${second.id}/priority`, { priority: "pregnant" })).statusCode, 204);
    await open(1);
    assert.equal((await next(1)).json().visit.ticket.id, second.id);
    assert.equal((await clerk.ask("PUT", `${HALL}/tickets/${second.id}/priority`, { priority: null })).json().code, "ticket-over");
    await clerk.ask("POST", `${HALL}/tickets/${second.id}/served`);
    assert.equal((await next(1)).json().visit.ticket.id, first.id);
  });
});

describe("rights", () => {
  test("a clerk calls the lines of their department, and no colleague's counter", async () => {
    await clear();
    const colleague = await staff("haikou-clerk-civil-affairs");
    const ticket = await walkIn();
    assert.equal((await colleague.ask("PUT", `${HALL}/counters/5`, { lines: ["hall-counter"] })).json().code, "not-allowed");
    assert.equal((await colleague.ask("POST", `${HALL}/tickets/${ticket.id}/left`)).json().code, "not-allowed");
    assert.equal((await colleague.ask("GET", `${HALL}/tickets/${ticket.id}`)).json().code, "not-allowed");
    await open(1);
    assert.equal((await colleague.ask("PUT", `${HALL}/counters/1`, { lines: ["marriage"] })).json().code, "counter-taken");
    assert.equal((await next(1, colleague)).json().code, "counter-shut");
    const seen = (await colleague.ask("GET", `${HALL}/queue`)).json();
    assert.deepEqual([seen.waiting, seen.lines.map(({ id, own }: { id: string; own: boolean }) => [id, own])], [[], [["hall-counter", false], ["marriage", true], ["general", true]]]);
    const outsider = await staff("haikou-clerk-housing");
    assert.equal((await outsider.ask("GET", `${HALL}/queue`)).json().code, "not-allowed");
    assert.equal((await clerk.ask("GET", "/staff/v1/cities/haikou/offices/nowhere/queue")).json().code, "no-such-office");
    assert.deepEqual((await colleague.ask("GET", "/staff/v1/cities/haikou/counter-offices")).json().items.map(({ id }: { id: string }) => id), ["main-hall"]);
  });

  test("whoever moves to another counter leaves the first, and closes none with somebody at it", async () => {
    await clear();
    const { id } = await walkIn();
    await open(1);
    await open(2);
    assert.deepEqual((await clerk.ask("GET", `${HALL}/queue`)).json().counters.map(({ number, mine }: { number: number; mine: boolean }) => [number, mine]), [[2, true]]);
    await next(2);
    assert.equal((await clerk.ask("PUT", `${HALL}/counters/1`, { lines: ["hall-counter"] })).json().code, "counter-busy");
    assert.equal((await clerk.ask("DELETE", `${HALL}/counters/2`)).json().code, "counter-busy");
    await clerk.ask("POST", `${HALL}/tickets/${id}/left`);
    assert.equal((await clerk.ask("DELETE", `${HALL}/counters/2`)).statusCode, 204);
    assert.equal((await next(2)).json().code, "counter-shut");
  });
});

describe("the display", () => {
  test("shows the code to check in with its key alone, until it is taken down", async () => {
    const place = "/api/v1/cities/haikou/offices/main-hall/place-code";
    const screen = new Visitor(app);
    assert.equal((await screen.ask("GET", place)).json().code, "display-refused");
    const added = (await clerk.ask("POST", `${HALL}/displays`, { label: "一楼大厅" })).json<{ id: string; address: string }>();
    const key = /\/haikou\/display\/main-hall#key=([\w-]{32})$/.exec(added.address)?.[1] ?? "";
    const shown = await screen.ask("GET", place, undefined, { "display-key": key });
    assert.deepEqual([shown.statusCode, shown.json().code], [200, await screenCode()]);
    assert.equal((await screen.ask("GET", place.replace("main-hall", "branch-hall"), undefined, { "display-key": key })).json().code, "display-refused");
    const [listed] = (await clerk.ask("GET", `${HALL}/displays`)).json().items;
    assert.deepEqual([listed.label, "seenAt" in listed, "address" in listed], ["一楼大厅", true, false]);
    await clerk.ask("DELETE", `${HALL}/displays/${added.id}`);
    assert.equal((await screen.ask("GET", place, undefined, { "display-key": key })).statusCode, 403);
  });
});

describe("many at once", () => {
  test("numbers are never given twice, and no ticket is called by two counters, over two processes", async () => {
    await clear();
    const clerks = await Promise.all(["haikou-clerk", "haikou-clerk-civil-affairs"].map(staff));
    const cookieOf = (visitor: Visitor) => ({ cookie: [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join("; ") });
    const ask = (index: number, method: "POST" | "PUT", url: string, payload?: object) =>
      (index % 2 === 0 ? app : another).server.inject({ method, url, headers: cookieOf(clerks[index % clerks.length] as Visitor), ...(payload ? { payload } : {}) });
    const given = await Promise.all(Array.from({ length: 40 }, (_each, index) => ask(index, "POST", `${HALL}/tickets`, { line: "general" })));
    assert.deepEqual(given.map((reply) => reply.json<{ number: string }>().number).toSorted(), Array.from({ length: 40 }, (_each, index) => `C${String(index + 1).padStart(3, "0")}`));
    for (const index of [0, 1]) assert.equal((await ask(index, "PUT", `${HALL}/counters/${index + 1}`, { lines: ["general"] })).statusCode, 204);
    const calledBy: [string[], string[]] = [[], []];
    // Each clerk presses twice at once, as hasty people do; each press gets a person of its own or is told that the counter is busy.
    const serve = async (index: 0 | 1) => {
      for (;;) {
        const presses = await Promise.all([1, 2].map(() => ask(index, "POST", `${HALL}/counters/${index + 1}/next`)));
        const [visit] = presses.flatMap((reply) => (reply.statusCode === 200 ? [reply.json<{ visit?: { ticket: { id: string; number: string } } }>().visit] : []));
        if (!visit) return;
        assert.deepEqual(statusesOf(presses), [200, 409]);
        calledBy[index].push(visit.ticket.number);
        assert.equal((await ask(index, "POST", `${HALL}/tickets/${visit.ticket.id}/served`)).statusCode, 204);
      }
    };
    await Promise.all([serve(0), serve(1)]);
    const called = calledBy.flat();
    assert.equal(called.length, 40);
    assert.equal(new Set(called).size, 40);
    // Which of two answers comes first says nothing; each clerk calls in the order in which people came.
    for (const own of calledBy) assert.deepEqual(own.toSorted(), own);
  });
});

describe("afterwards", () => {
  const run = async (name: string, payload: object = {}) => {
    const job = counterWork({ database: app.database, clock: () => new Date(clock.now) }).jobs.find((each) => each.name === name);
    assert.ok(job);
    await job.run(payload);
  };
  const rows = async () => (await client.query<{ number: string; state: string; person: string | null }>("select number, state, person from booking.ticket order by number")).rows;

  test("the day's end leaves nobody waiting, and after a month nothing says who was there", async () => {
    await clear();
    const person = await aPerson();
    await checkIn(person, await anAppointment(person.person));
    const second = await walkIn();
    await walkIn();
    await open(1);
    await next(1);
    await clerk.ask("POST", `${HALL}/tickets/${second.id}/left`);
    await run("booking:end-queue-day");
    assert.deepEqual((await rows()).map(({ state }) => state), ["called", "left", "waiting"]);
    clock.now += 24 * 60 * MINUTE_MS;
    await run("booking:end-queue-day");
    assert.deepEqual((await rows()).map(({ state }) => state), ["missed", "left", "left"]);
    assert.equal((await rows())[0]?.person, person.person);
    assert.equal((await next(1, await staff("haikou-clerk"))).json().code, "counter-shut");
    const [missed] = (await client.query<{ id: string }>("select id from booking.ticket where state = 'missed'")).rows;
    assert.equal((await (await staff("haikou-clerk")).ask("GET", `${HALL}/tickets/${missed?.id}`)).json().code, "no-such-ticket", "yesterday's visit is nobody's to look at");
    clock.now += 31 * 24 * 60 * MINUTE_MS;
    await run("booking:end-queue-day");
    assert.deepEqual((await rows()).map((row) => row.person), [null, null, null]);
    clock.now += 400 * 24 * 60 * MINUTE_MS;
    await run("booking:end-queue-day");
    assert.deepEqual(await rows(), []);
  });

  test("whoever leaves gives their number up; whoever proves who they are keeps it, and holds no second one", async () => {
    await clear();
    const [first, second] = [await aPerson(), await aPerson()];
    await takeTicket(first);
    await takeTicket(second);
    await run("booking:join-queue-tickets", { from: first.person, into: second.person });
    assert.deepEqual(await rows(), [{ number: "A001", state: "waiting", person: null }, { number: "A002", state: "waiting", person: second.person }]);
    await run("booking:join-queue-tickets", { from: second.person, into: first.person });
    await run("booking:forget-queue-tickets", { person: first.person });
    assert.deepEqual(await rows(), [{ number: "A001", state: "waiting", person: null }, { number: "A002", state: "left", person: null }]);
  });
});

describe("live", () => {
  let address: string | undefined;
  const addressOf = async () => (address ??= await another.server.listen({ port: 0, host: "127.0.0.1" }));

  test("a change made in one process is told in another, to the person and to the hall", async () => {
    await clear();
    const person = await aPerson();
    const { id } = (await checkIn(person, await anAppointment(person.person))).json<Ticket>();
    const base = await addressOf();
    const cookie = [...person.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const mine = await listen(`${base}/api/v1/me/tickets/${id}/events`, { cookie });
    const hall = await listen(`${base}/api/v1/cities/haikou/offices/main-hall/queue/events`);
    assert.equal((await mine.until<Ticket>(({ state }) => state === "waiting")).number, "A001");
    await open(4);
    await next(4);
    assert.equal((await mine.until<Ticket>(({ state }) => state === "called")).counter, 4);
    assert.equal((await hall.until<{ serving: { counter: number }[] }>(({ serving }) => serving.length > 0)).serving[0]?.counter, 4);
    assert.equal((await fetch(`${base}/api/v1/me/tickets/${id}/events`)).status, 401);
    await mine.stop();
    await hall.stop();
  });

  const cookieOf = ({ cookies }: Visitor) => [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const watch = async (path: string, visitor: Visitor) => listen(`${await addressOf()}${path}`, { cookie: cookieOf(visitor) });

  test("whoever leaves the office, or whose role is taken, is told nothing more within seconds", async () => {
    await clear();
    for (const take of ["roles = '{editor}'", "roles = '{}', state = 'left', left_at = now()"]) {
      const gone = await staff("haikou-clerk");
      const queue = await watch(`${HALL}/queue/events`, gone);
      await queue.until<{ waiting: unknown[] }>(() => true);
      const { rows } = await client.query("select roles, state from identity.staff where id = 'haikou-clerk'");
      await client.query(`update identity.staff set ${take} where id = 'haikou-clerk'`);
      try {
        await queue.untilEnded(PATIENCE_MS);
      } finally {
        await client.query("update identity.staff set roles = $1, state = $2, left_at = null where id = 'haikou-clerk'", [rows[0].roles, rows[0].state]);
      }
    }
    const signedOut = await staff("haikou-clerk");
    const queue = await watch(`${HALL}/queue/events`, signedOut);
    await queue.until(() => true);
    await signedOut.ask("POST", "/staff/v1/sign-out");
    await queue.untilEnded(PATIENCE_MS);
  });

  test("a person's ends with their sign-in, which it does not keep alive", async () => {
    await clear();
    const person = await aPerson();
    const { id } = (await checkIn(person, await anAppointment(person.person))).json<Ticket>();
    const mine = await watch(`/api/v1/me/tickets/${id}/events`, person);
    await mine.until(() => true);
    // A sign-in that nobody uses ends after two weeks.
    clock.now += 8 * 24 * 60 * MINUTE_MS;
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    clock.now += 8 * 24 * 60 * MINUTE_MS;
    await mine.untilEnded(PATIENCE_MS);
  });
});

/** Reads events until one is as wanted. */
async function listen(url: string, headers: Record<string, string> = {}): Promise<{ until<Data>(wanted: (data: Data) => boolean): Promise<Data>; untilEnded(withinMs: number): Promise<void>; stop(): Promise<void> }> {
  const abort = new AbortController();
  const reply = await fetch(url, { headers, signal: AbortSignal.any([abort.signal, AbortSignal.timeout(2 * PATIENCE_MS)]) });
  assert.equal(reply.status, 200);
  const reader = (reply.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let rest = "";
  return {
    async until(wanted) {
      for (;;) {
        const end = rest.indexOf("\n\n");
        if (end === -1) {
          const { value, done } = await reader.read();
          assert.ok(!done, "the stream ended before what was waited for");
          rest += decoder.decode(value, { stream: true });
          continue;
        }
        const data = /^data: (.*)$/m.exec(rest.slice(0, end))?.[1];
        rest = rest.slice(end + 2);
        const said = data === undefined ? undefined : JSON.parse(data);
        if (said !== undefined && wanted(said)) return said;
      }
    },
    async untilEnded(withinMs) {
      const late = setTimeout(() => abort.abort(new Error("The stream goes on")), withinMs);
      while (!(await reader.read()).done);
      clearTimeout(late);
    },
    async stop() {
      abort.abort();
      await reader.cancel().catch(() => undefined);
    },
  };
}
