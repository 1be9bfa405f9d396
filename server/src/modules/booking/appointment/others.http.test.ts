// Appointments of a group, for a child, by a mandate and for nobody else: who is named, whose limits count, and what a stranger reaches.
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { newId } from "../../../kernel/ids.ts";
import { listOperations } from "../../../testing/contract.ts";
import { until } from "../../../testing/patience.ts";
import { aBookingCalendar } from "../../catalogue/testing.ts";
import type { Visitor } from "../../identity/testing.ts";
import { anIdNumber, type BookingLab, MONDAY, on, type Person, startBookingLab } from "./testing.ts";

const MUSEUM = { city: "haikou", calendar: "museum" };
const MOTHER = anIdNumber("1985-02-03", 812);
const CHILD = { name: "李小明", idNumber: anIdNumber("2018-06-01", 815), recordNumber: "R-815" };
const FRIEND = { name: "王大海", idNumber: anIdNumber("1980-01-01", 817) };
const day = [{ hours: "09:00-12:00", capacity: 5 }, { hours: "14:00-17:00", capacity: 5 }];

let lab: BookingLab;
let mother: Person;
let stranger: Person;
let child = "";

before(async () => {
  lab = await startBookingLab([
    aBookingCalendar({ id: "museum", weekly: { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day, saturday: day, sunday: day }, party: { most: 4, named: true }, assurance: 2, limits: { open: 2 } }),
    aBookingCalendar({ id: "teeth", services: ["S002"], assurance: 2, questions: [{ id: "pain", names: { zh: "哪里疼", en: "Where" }, required: false, longest: 60 }], limits: { open: 9 } }),
    aBookingCalendar({ id: "several", services: ["S002", "S003"], servicesPerVisit: 2, assurance: 2 }),
  ]);
  lab.children.set(MOTHER, [{ ...CHILD, relation: "mother" }]);
  mother = await lab.signUp("15400007401", "吴淑敏", MOTHER);
  stranger = await lab.signUp("15400007402", "郑秋生", anIdNumber("1987-02-03", 813));
  const added = await mother.ask("POST", "/api/v1/me/family/children", { recordNumber: CHILD.recordNumber, consent: true });
  assert.equal(added.statusCode, 201, added.body);
  child = added.json<{ person: string }>().person;
});
after(() => lab.stop());
beforeEach(async () => {
  lab.clock.now = MONDAY + 3_600_000;
  await lab.database.query("delete from booking.attendee; delete from booking.appointment; delete from booking.wish; delete from booking.slot");
  await lab.app.forgetAttempts();
});

const visit = (who: Person, startsAt: string, members: object[] | undefined, party = members?.length ?? 1) => who.ask("POST", "/api/v1/me/appointments", { ...MUSEUM, startsAt, party, ...(members ? { members } : {}) });

describe("a group", () => {
  test("is named by family and by number, takes a place each, and is shown masked", async () => {
    const reply = await visit(mother, on(2, "09:00"), [{ person: mother.person }, { person: child }, FRIEND]);
    assert.equal(reply.statusCode, 201, reply.body);
    assert.deepEqual([reply.json().party, reply.json().members], [3, [{ name: "吴**" }, { name: "李**" }, { name: "王**" }]]);
    assert.equal((await lab.database.query("select taken from booking.slot")).rows[0].taken, 3);
    const { rows } = await lab.database.query("select to_jsonb(a)::text as row from booking.appointment a");
    for (const hidden of [FRIEND.name, FRIEND.idNumber, CHILD.idNumber]) assert.ok(!rows[0].row.includes(hidden));
  });

  test("all of them fit or nobody does", async () => {
    assert.equal((await visit(mother, on(2, "09:00"), [{ person: mother.person }, { person: child }, FRIEND])).statusCode, 201);
    const late = await visit(stranger, on(2, "09:00"), [{ person: stranger.person }, { name: "赵一", idNumber: anIdNumber("1990-01-01", 821) }, { name: "赵二", idNumber: anIdNumber("1991-01-01", 822) }]);
    assert.equal(late.json().code, "slot-taken");
    assert.equal((await visit(stranger, on(2, "09:00"), undefined)).statusCode, 201);
  });

  const motherTyped = { name: "吴淑敏", idNumber: MOTHER };
  const childTyped = { name: CHILD.name, idNumber: CHILD.idNumber };

  test("limits count for oneself and one's children, typed or chosen, and for the booker for everybody else together", async () => {
    for (const [weekday, members] of [[2, [motherTyped, { person: child }]], [3, [{ person: mother.person }, childTyped]]] as const) assert.equal((await visit(mother, on(weekday, "09:00"), [...members])).statusCode, 201);
    for (const members of [undefined, [motherTyped], [childTyped]]) assert.equal((await visit(mother, on(4, "09:00"), members)).json().limit, "open");
    // Whom she names beside counts for her, whoever it is each time; her own are not used up by that, nor theirs.
    const others = [FRIEND, { name: "赵一", idNumber: anIdNumber("1990-01-01", 821) }, { name: "赵二", idNumber: anIdNumber("1991-01-01", 822) }];
    for (const [index, other] of others.entries()) {
      const reply = await visit(mother, on(2 + index, "14:00"), [other]);
      assert.deepEqual([reply.statusCode, reply.json().limit], index < 2 ? [201, undefined] : [409, "open"]);
    }
    assert.equal((await visit(stranger, on(4, "14:00"), [{ person: stranger.person }, FRIEND])).statusCode, 201);
  });

  test("whoever types somebody's number uses up nothing of hers, and learns nothing of her appointments", async () => {
    // Somebody with as many as one may have, and somebody with none, are answered alike.
    for (const weekday of [2, 3]) assert.equal((await visit(mother, on(weekday, "09:00"), undefined)).statusCode, 201);
    const nobody = { name: "赵一", idNumber: anIdNumber("1990-01-01", 821) };
    const heard: object[] = [];
    for (const named of [motherTyped, nobody]) {
      const answers = [];
      for (const weekday of [2, 3, 4]) {
        const reply = await visit(stranger, on(weekday, "09:00"), [named]);
        const { instance, ...said } = reply.json();
        answers.push(reply.statusCode === 201 ? 201 : said);
      }
      heard.push(answers);
      await lab.database.query("delete from booking.attendee a using booking.appointment b where b.id = a.appointment and b.person = $1", [stranger.person]);
      await lab.database.query("delete from booking.appointment where person = $1", [stranger.person]);
    }
    assert.deepEqual(heard[0], heard[1]);
    const refusal = { type: "/problems/booking-limit", title: "No more appointments for one person here", status: 409, code: "booking-limit", detail: "There are no more appointments for one person here at a time.", limit: "open" };
    assert.deepEqual(heard[0], [201, 201, refusal]);
    // And named by many strangers she books as ever.
    await lab.database.query("delete from booking.attendee; delete from booking.appointment; delete from booking.slot");
    for (const weekday of [2, 3]) assert.equal((await visit(stranger, on(weekday, "09:00"), [motherTyped])).statusCode, 201);
    for (const weekday of [2, 3]) assert.equal((await visit(mother, on(weekday, "09:00"), undefined)).statusCode, 201);
  });

  const wrong: [what: string, members: object[], pointer: string][] = [
    ["somebody else's child", [{ person: "01990000-0000-7000-8000-000000000001" }], "/members/0"],
    ["a number that is none", [{ name: "某人", idNumber: "460102198502038110" }], "/members/0/idNumber"],
    ["a name without a number", [{ name: "某人" }], "/members/0/idNumber"],
    ["the same person twice", [FRIEND, FRIEND], "/members"],
    ["a person and a name", [{ person: "self", name: "某人" }], "/members/0"],
  ];
  for (const [what, members, pointer] of wrong) {
    test(`refuses ${what}`, async () => {
      const given = members.map((member) => ("person" in member && member.person === "self" ? { ...member, person: stranger.person } : member));
      const reply = await visit(stranger, on(2, "09:00"), given);
      assert.deepEqual([reply.statusCode, reply.json().code], [400, "details-needed"], reply.body);
      assert.ok(reply.json().errors.some((error: { pointer: string }) => error.pointer === pointer), reply.body);
    });
  }

  test("and fewer or more names than people", async () => {
    assert.equal((await visit(mother, on(2, "09:00"), [FRIEND], 2)).json().errors[0].pointer, "/members");
    assert.equal((await visit(stranger, on(2, "09:00"), [{ person: child }])).json().code, "details-needed");
  });
});

describe("acting for another", () => {
  const asMother = () => ({ "acting-for": `child:${child}` });

  test("a parent books, sees, changes and cancels for a child, in the child's list", async () => {
    const booked = await mother.ask("POST", "/api/v1/me/appointments", { city: "haikou", calendar: "teeth", startsAt: on(2, "09:00"), answers: { pain: "左边" } }, asMother());
    assert.equal(booked.statusCode, 201, booked.body);
    assert.deepEqual([booked.json().bookedBy, booked.json().answers], ["other", { pain: "左边" }]);
    const { id } = booked.json();
    assert.deepEqual((await mother.ask("GET", "/api/v1/me/appointments")).json().items, []);
    assert.deepEqual((await mother.ask("GET", "/api/v1/me/appointments", undefined, asMother())).json().items.map((item: { id: string }) => item.id), [id]);
    assert.equal((await mother.ask("GET", `/api/v1/me/appointments/${id}`)).statusCode, 404);
    assert.equal((await mother.ask("PUT", `/api/v1/me/appointments/${id}/time`, { startsAt: on(3, "09:00") }, asMother())).json().startsAt, on(3, "09:00"));
    lab.clock.now = Date.parse(on(2, "18:00"));
    await lab.run("booking:send-reminders");
    assert.equal((await mother.ask("GET", "/api/v1/me/messages")).json().items.length > 0, true, "who booked for the child is reminded");
    assert.equal((await mother.ask("POST", `/api/v1/me/appointments/${id}/cancellation`, undefined, asMother())).json().state, "cancelled");
    assert.equal((await stranger.ask("POST", "/api/v1/me/appointments", { city: "haikou", calendar: "teeth", startsAt: on(3, "10:00") }, asMother())).json().code, "not-allowed");
  });

  test("a child under a named calendar is itself the member when nobody else is named", async () => {
    const reply = await mother.ask("POST", "/api/v1/me/appointments", { ...MUSEUM, startsAt: on(2, "09:00") }, asMother());
    assert.deepEqual([reply.statusCode, reply.json().members], [201, [{ name: "李**" }]], reply.body);
  });

  test("a mandate for one item reaches appointments about it and no others", async () => {
    // Shortly after she signed in, so that she need not confirm it anew.
    lab.clock.now = MONDAY + 60_000;
    const offered = await mother.ask("POST", "/api/v1/me/mandates", { phone: "15400007402", name: "郑秋生", scope: { kind: "services", services: ["S002"] }, paymentCeilingFen: 0, validDays: 30, purpose: "代约" });
    assert.equal(offered.statusCode, 201, offered.body);
    const mandate = offered.json<{ id: string }>().id;
    assert.ok((await stranger.ask("POST", `/api/v1/me/mandates/${mandate}/acceptance`)).statusCode < 300);
    const asHolder = { "acting-for": `mandate:${mandate}` };
    const teeth = await stranger.ask("POST", "/api/v1/me/appointments", { city: "haikou", calendar: "teeth", startsAt: on(2, "09:00") }, asHolder);
    assert.equal(teeth.statusCode, 201, teeth.body);
    const museum = (await visit(mother, on(2, "09:00"), undefined)).json<{ id: string }>().id;
    assert.equal((await stranger.ask("POST", "/api/v1/me/appointments", { ...MUSEUM, startsAt: on(3, "09:00") }, asHolder)).json().code, "mandate-exceeded");
    assert.deepEqual((await stranger.ask("GET", "/api/v1/me/appointments", undefined, asHolder)).json().items.map((item: { id: string }) => item.id), [teeth.json().id]);
    // However much else stands in the list.
    await lab.database.query(
      `insert into booking.appointment (id, city, calendar, person, made_by, state, kind, services, party, starts_at, ends_at, slots, of_kind, needs, code, created_at)
       select gen_random_uuid(), 'haikou', 'other', $1, $1, 'booked', 'counter', '{S001}', 1, $2, $2::timestamptz + interval '30 minutes', '{}', false, '{}', '\\x00', now() from generate_series(1, 200)`,
      [mother.person, on(2, "08:30")],
    );
    assert.deepEqual((await stranger.ask("GET", "/api/v1/me/appointments", undefined, asHolder)).json().items.map((item: { id: string }) => item.id), [teeth.json().id]);
    await lab.database.query("delete from booking.appointment where calendar = 'other'");
    assert.equal((await stranger.ask("GET", `/api/v1/me/appointments/${museum}`, undefined, asHolder)).statusCode, 404);
    assert.equal((await stranger.ask("POST", `/api/v1/me/appointments/${museum}/cancellation`, undefined, asHolder)).statusCode, 404);
    assert.deepEqual((await mother.ask("GET", "/api/v1/me/appointments")).json().total, 2);
    // One item of a visit that is allowed allows nothing of the others.
    const several = { city: "haikou", calendar: "several", startsAt: on(2, "11:00") };
    for (const url of ["/api/v1/me/appointments", "/api/v1/me/holds"]) {
      assert.equal((await stranger.ask("POST", url, { ...several, services: ["S002", "S003"] }, asHolder)).json().code, "mandate-exceeded", url);
      assert.equal((await stranger.ask("POST", url, several, asHolder)).json().code, "invalid-request", url);
    }
    assert.equal((await stranger.ask("POST", "/api/v1/me/wishes", { city: "haikou", calendar: "several", services: ["S003", "S002"], from: "2026-11-24", until: "2026-11-25" }, asHolder)).json().code, "mandate-exceeded");
    assert.equal((await stranger.ask("POST", "/api/v1/me/appointments", { ...several, services: ["S002"] }, asHolder)).statusCode, 201);
    // A calendar's address holds everything and asks nobody: no mandate opens or ends one.
    const own = (await mother.ask("POST", "/api/v1/me/calendar-feed")).json<{ url: string }>().url;
    for (const method of ["POST", "DELETE"] as const) assert.equal((await stranger.ask(method, "/api/v1/me/calendar-feed", undefined, asHolder)).json().code, "not-allowed", method);
    assert.match((await stranger.ask("GET", new URL(own).pathname)).body, new RegExp(museum));
    const ofChild = (await mother.ask("POST", "/api/v1/me/calendar-feed", undefined, asMother())).json<{ url: string }>().url;
    assert.equal((await stranger.ask("GET", new URL(ofChild).pathname)).statusCode, 200);
    await lab.database.query("update booking.feed set person = $1 where owner = $2", [stranger.person, child]);
    assert.equal((await stranger.ask("GET", new URL(ofChild).pathname)).statusCode, 404, "what was opened by somebody who is no parent of theirs shows nothing");
  });
});

/** Every route of this room under /me that names a thing, with a real one of the mother's. */
async function thingsOf(): Promise<Record<string, [url: string, body?: object]>> {
  const book = async (startsAt: string) => {
    const reply = await mother.ask("POST", "/api/v1/me/appointments", { city: "haikou", calendar: "teeth", startsAt });
    assert.equal(reply.statusCode, 201, reply.body);
    return reply.json<{ id: string }>().id;
  };
  const [one, two, offered, refused] = [await book(on(2, "10:00")), await book(on(2, "10:30")), await book(on(3, "11:00")), await book(on(3, "11:30"))];
  const hold = (await mother.ask("POST", "/api/v1/me/holds", { ...MUSEUM, startsAt: on(4, "09:00") })).json<{ id: string }>().id;
  await lab.database.query("update booking.slot set capacity = taken where calendar = 'teeth'");
  const wish = async (from: string) => (await mother.ask("POST", "/api/v1/me/wishes", { city: "haikou", calendar: "teeth", from, until: from })).json<{ id: string }>().id;
  const waiting = await wish("2026-11-25");
  await mother.ask("POST", `/api/v1/me/appointments/${offered}/cancellation`);
  await lab.run("booking:make-offers");
  const first = (await mother.ask("GET", "/api/v1/me/wishes")).json().items.find((item: { id: string }) => item.id === waiting).offer.id;
  const second = await wish("2026-11-25");
  await mother.ask("POST", `/api/v1/me/appointments/${refused}/cancellation`);
  await lab.run("booking:make-offers");
  const other = (await mother.ask("GET", "/api/v1/me/wishes")).json().items.find((item: { id: string }) => item.id === second).offer.id;
  return {
    "DELETE /api/v1/me/holds/{id}": [`/api/v1/me/holds/${hold}`],
    "GET /api/v1/me/appointments/{id}": [`/api/v1/me/appointments/${one}`],
    "GET /api/v1/me/appointments/{id}/calendar.ics": [`/api/v1/me/appointments/${one}/calendar.ics`],
    "POST /api/v1/me/appointments/{id}/coming": [`/api/v1/me/appointments/${one}/coming`],
    "PUT /api/v1/me/appointments/{id}/time": [`/api/v1/me/appointments/${one}/time`, { startsAt: on(4, "15:00") }],
    "POST /api/v1/me/appointments/{id}/cancellation": [`/api/v1/me/appointments/${two}/cancellation`],
    "POST /api/v1/me/offers/{id}/acceptance": [`/api/v1/me/offers/${first}/acceptance`],
    "POST /api/v1/me/offers/{id}/refusal": [`/api/v1/me/offers/${other}/refusal`],
    "DELETE /api/v1/me/wishes/{id}": [`/api/v1/me/wishes/${second}`],
  };
}

const everything = async () => {
  const tables = ["slot", "appointment", "attendee", "wish", "offer", "freed", "feed"].map((table) => `select '${table} ' || to_jsonb(each)::text as row from booking.${table} each`).join(" union all ");
  return (await lab.database.query<{ row: string }>(tables)).rows.map(({ row }) => row).sort();
};
const ask = (who: Visitor, route: string, [url, body]: [string, object?]) => who.ask(route.split(" ")[0] as "GET", url, body);

test("a stranger reaches nothing of anybody's, changes nothing, and learns not even that it exists", async () => {
  const things = await thingsOf();
  // The queue's and the campaigns' own tests try theirs.
  const routes = listOperations(lab.app.server).flatMap(({ name, path }) => (/^\/api\/v1\/me\/(appointments|holds|wishes|offers)\/.*\{?/.test(path) && !path.endsWith("/check-in") ? [name] : []));
  assert.deepEqual(Object.keys(things).sort(), routes.sort(), "every route that names a thing stands in the table, with a real thing");
  const unchanged = await everything();
  for (const [route, thing] of Object.entries(things)) {
    const reply = await ask(stranger, route, thing);
    assert.ok([404, 410].includes(reply.statusCode), `${route} answered ${reply.statusCode} to a stranger: ${reply.body}`);
    const unknown = await ask(stranger, route, [thing[0].replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, () => newId()), thing[1]]);
    assert.deepEqual([unknown.statusCode, unknown.json().code, unknown.json().detail], [reply.statusCode, reply.json().code, reply.json().detail], `${route} tells what exists`);
    assert.deepEqual(await everything(), unchanged, `${route} changed something`);
  }
  for (const [route, thing] of Object.entries(things)) {
    const reply = await ask(mother, route, thing);
    assert.ok(reply.statusCode < 300, `${route} answered ${reply.statusCode} to whom it belongs: ${reply.body}`);
  }
});

test("no text that somebody sends ends in a fault, and what is stored comes back as it was sent", async () => {
  const hostile = ["a\u0000b", "a\nb\u0007", "a\ud800b", "'; drop table booking.slot; --", "<script>alert(1)</script>", "$(x)", "{{x}}", "\u202egnp", "😀".repeat(30)];
  for (const [index, text] of hostile.entries()) {
    await lab.app.forgetAttempts();
    const startsAt = on(2 + (index % 3), "09:00");
    const replies = [
      await mother.ask("POST", "/api/v1/me/appointments", { city: "haikou", calendar: "teeth", startsAt, answers: { pain: text } }),
      await mother.ask("POST", "/api/v1/me/appointments", { ...MUSEUM, startsAt, members: [{ name: text, idNumber: text }] }),
      await mother.ask("POST", "/api/v1/me/appointments", { ...MUSEUM, startsAt, members: [{ name: text, idNumber: FRIEND.idNumber }] }),
      await mother.ask("POST", "/api/v1/me/holds", { ...MUSEUM, startsAt, kind: text }),
      await mother.ask("POST", "/api/v1/me/wishes", { ...MUSEUM, from: text, until: text, hours: text }),
      ...(text.isWellFormed() ? [await mother.ask("GET", `/api/v1/appointment-links/${encodeURIComponent(text)}`), await mother.ask("GET", `/api/v1/calendar-feeds/${encodeURIComponent(text)}`), await mother.ask("GET", `/api/v1/cities/haikou/calendars/museum/slots?from=${encodeURIComponent(text)}&kind=${encodeURIComponent(text)}`)] : []),
    ];
    for (const reply of replies) assert.ok(reply.statusCode < 500, `${JSON.stringify(text)}: ${reply.body}`);
    const [booked] = replies;
    if (booked?.statusCode !== 201) continue;
    assert.equal(booked.json().answers.pain, text);
    const gone = await mother.ask("POST", `/api/v1/me/appointments/${booked.json().id}/cancellation`, { reason: text });
    assert.equal(gone.json().reason?.zh, text);
    await lab.database.query("delete from booking.attendee; delete from booking.appointment; delete from booking.slot");
  }
  for (const from of ["2199-12-31", "2100-01-01", "1999-01-01", "9999-12-31", "2026-02-30"]) {
    const reply = await mother.ask("GET", `/api/v1/cities/haikou/calendars/museum/slots?from=${from}&days=62`);
    assert.ok(reply.statusCode < 500, `${from}: ${reply.body}`);
  }
});

test("whoever closes their account leaves nothing here, and their places are free", async () => {
  const leaver = await lab.signUp("15400007403", "钱多多", anIdNumber("1988-08-08", 831));
  assert.equal((await visit(leaver, "2026-12-05T01:00:00.000Z", undefined)).statusCode, 201);
  await leaver.ask("POST", "/api/v1/me/closing");
  lab.clock.now += 15 * 86_400_000;
  await lab.database.query("update booking.appointment set starts_at = starts_at + interval '30 days', ends_at = ends_at + interval '30 days'");
  await lab.database.query("select graphile_worker.add_job('identity:close-accounts')");
  await until(async () => (await lab.database.query("select from booking.appointment where person = $1", [leaver.person])).rowCount === 0, "that rows of somebody who left are gone");
  assert.deepEqual((await lab.database.query("select coalesce(sum(taken), 0)::int as taken from booking.slot")).rows, [{ taken: 0 }]);
});

test("a company keeps its appointment when the account of who booked it closes: who else acts for it sees it, changes it and takes another time", async () => {
  const [BOSS, CREDIT_CODE] = [anIdNumber("1975-02-03", 841), "91460100MA9999D08P"];
  lab.office.answers.set("/market/v1/enterprises", () => ({ result: "found", enterprise: { name: "海口椰风食品有限公司", creditCode: CREDIT_CODE, state: "active", legalRepresentative: { name: "韩江雪", idNumber: BOSS } } }));
  const agent = await lab.signUp("15400007405", "许青禾", anIdNumber("1995-02-03", 842));
  let boss = await lab.signUp("15400007404", "韩江雪", BOSS);
  const company = (await boss.ask("POST", "/api/v1/me/enterprises", { creditCode: CREDIT_CODE })).json<{ id: string }>().id;
  const invited = await boss.ask("POST", `/api/v1/me/enterprises/${company}/agents`, { phone: "15400007405", name: "许青禾", scope: { kind: "services", services: ["S002"] }, paymentCeilingFen: 0, validDays: 300 });
  assert.equal(invited.statusCode, 201, invited.body);
  assert.equal((await agent.ask("POST", `/api/v1/me/enterprises/${company}/agents/${invited.json().id}/acceptance`)).statusCode, 204);
  const asCompany = { "acting-for": `enterprise:${company}` };
  const teeth = { city: "haikou", calendar: "teeth" };
  const booked = [];
  for (const time of ["09:00", "10:00"]) booked.push(await agent.ask("POST", "/api/v1/me/appointments", { ...teeth, startsAt: on(2, time), answers: { pain: "左边" } }, asCompany));
  assert.deepEqual(booked.map(({ statusCode }) => statusCode), [201, 201]);
  const [moving, shut] = booked.map((reply) => reply.json<{ id: string }>().id);
  const own = (await agent.ask("POST", "/api/v1/me/appointments", { ...teeth, startsAt: on(2, "11:00") })).json<{ id: string }>().id;
  assert.equal((await agent.ask("POST", "/api/v1/me/wishes", { ...teeth, from: "2026-11-23", until: "2026-12-30" }, asCompany)).statusCode, 201);

  assert.ok((await agent.ask("POST", "/api/v1/me/closing")).statusCode < 300);
  lab.clock.now += 15 * 86_400_000;
  await lab.database.query("update booking.appointment set starts_at = starts_at + interval '21 days', ends_at = ends_at + interval '21 days', slots = array(select at + interval '21 days' from unnest(slots) at)");
  await lab.database.query("update booking.slot set starts_at = starts_at + interval '21 days'");
  await lab.database.query("select graphile_worker.add_job('identity:close-accounts')");
  await until(async () => (await lab.database.query("select from booking.appointment where id = $1", [own])).rowCount === 0, "that rows of somebody who left are gone");
  boss = await lab.signIn("15400007404");
  const coming = (await boss.ask("GET", "/api/v1/me/appointments", undefined, asCompany)).json().items;
  assert.deepEqual(coming.map(({ id, state, answers }: { id: string; state: string; answers: object }) => [id, state, answers]), [[moving, "booked", {}], [shut, "booked", {}]]);
  assert.equal((await boss.ask("GET", "/api/v1/me/wishes", undefined, asCompany)).json().items[0].state, "ended");
  const moved = await boss.ask("PUT", `/api/v1/me/appointments/${moving}/time`, { startsAt: "2026-12-16T01:00:00.000Z" }, asCompany);
  assert.deepEqual([moved.statusCode, moved.json().startsAt], [200, "2026-12-16T01:00:00.000Z"], moved.body);

  const clerk = await lab.staff("haikou-clerk");
  assert.equal((await clerk.ask("PUT", "/staff/v1/cities/haikou/calendars/teeth/closures", { date: "2026-12-15", reason: { zh: "停电", en: "No power" } })).statusCode, 200);
  await lab.run("booking:clear-closed");
  const { offer } = (await boss.ask("GET", `/api/v1/me/appointments/${shut}`, undefined, asCompany)).json();
  const accepted = await boss.ask("POST", `/api/v1/me/offers/${offer.id}/acceptance`, { answers: { pain: "右边" } }, asCompany);
  assert.deepEqual([accepted.statusCode, accepted.json().answers], [201, { pain: "右边" }], accepted.body);
});
