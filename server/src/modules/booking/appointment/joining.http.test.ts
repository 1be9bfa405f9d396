// Whoever books with a telephone alone and turns out to be somebody the city knew keeps all of it: appointments, answers, wishes, messages.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { aBookingCalendar } from "../../catalogue/testing.ts";
import { until } from "../../../testing/patience.ts";
import { anIdNumber, type BookingLab, on, type Person, startBookingLab } from "./testing.ts";

const TEETH = { city: "haikou", calendar: "teeth" };
const TEEN = { name: "沈知远", idNumber: anIdNumber("2010-12-24", 841) };
const WORDS = "右上第二颗";

let lab: BookingLab;
let teen: Person;
let known = "";
before(async () => {
  lab = await startBookingLab([aBookingCalendar({ id: "teeth", questions: [{ id: "pain", names: { zh: "哪里疼", en: "Where" }, required: false, longest: 60 }], limits: { open: 9 } })]);
  known = await lab.app.identity.people.findOrAdd({ ...TEEN, ground: "birth-record" });
  teen = await lab.signIn("15400007501");
});
after(() => lab.stop());

const book = async (startsAt: string) => {
  const reply = await teen.ask("POST", "/api/v1/me/appointments", { ...TEETH, startsAt, answers: { pain: WORDS } });
  assert.equal(reply.statusCode, 201, reply.body);
  return reply.json<{ id: string }>().id;
};
const proveName = () => teen.ask("POST", "/api/v1/me/real-name", { ...TEEN, proof: { kind: "number" } });
const untilJoined = () => until(async () => (await teen.ask("GET", "/api/v1/me")).json().person === known, "that the session no longer belongs to the id of the registration");

test("appointments with their answers, a wish with its own, and what they were told", async () => {
  const former = teen.person;
  const [coming, cancelled] = [await book(on(2, "09:00")), await book(on(2, "10:00"))];
  assert.equal((await teen.ask("POST", `/api/v1/me/appointments/${cancelled}/cancellation`, { reason: "考试" })).statusCode, 200);
  await lab.database.query("update booking.slot set capacity = taken where calendar = 'teeth'");
  assert.equal((await teen.ask("POST", "/api/v1/me/wishes", { ...TEETH, from: "2026-11-24", until: "2026-11-24", answers: { pain: WORDS } })).statusCode, 201);
  lab.clock.now = Date.parse(on(1, "18:00"));
  await lab.run("booking:send-reminders");
  const told = (await teen.ask("GET", "/api/v1/me/messages")).json().items;
  assert.ok(told.some(({ title }: { title: { zh: string } }) => title.zh.startsWith("明天")), "nobody was told anything: the test would prove nothing");
  lab.clock.now += 1_000;

  assert.equal((await proveName()).statusCode, 200);
  await untilJoined();
  const items = (await teen.ask("GET", "/api/v1/me/appointments")).json().items;
  assert.deepEqual(items.map(({ id, answers, bookedBy }: { id: string; answers: object; bookedBy: string }) => [id, answers, bookedBy]), [[coming, { pain: WORDS }, "self"]]);
  const past = (await teen.ask("GET", `/api/v1/me/appointments/${cancelled}`)).json();
  assert.deepEqual([past.answers, past.reason?.zh], [{ pain: WORDS }, "考试"]);
  assert.deepEqual((await teen.ask("GET", "/api/v1/me/messages")).json().items, told);

  // What was given back is offered to the wish, and one tap takes it with what was told before.
  assert.equal((await teen.ask("POST", `/api/v1/me/appointments/${coming}/cancellation`)).statusCode, 200);
  await lab.run("booking:make-offers");
  const [{ offer }] = (await teen.ask("GET", "/api/v1/me/wishes")).json().items;
  const accepted = await teen.ask("POST", `/api/v1/me/offers/${offer.id}/acceptance`);
  assert.deepEqual([accepted.statusCode, accepted.json().answers], [201, { pain: WORDS }], accepted.body);

  for (const table of ["booking.appointment", "booking.wish", "messages.message", "booking.attendee"]) {
    const { rows } = await lab.database.query<{ row: string }>(`select to_jsonb(each)::text as row from ${table} each`);
    assert.ok(rows.length > 0 && !rows.some(({ row }) => row.includes(former) || row.includes(former.replaceAll("-", ""))), `${table} still names who they were`);
  }
});

test("refused by the register, nothing moved", async () => {
  teen = await lab.signIn("15400007502");
  const id = await book(on(3, "09:00"));
  const answer = lab.office.answers.get("/police/v1/identity-checks");
  lab.office.answers.set("/police/v1/identity-checks", () => ({ result: "mismatch" }));
  assert.equal((await proveName()).json().code, "identity-not-confirmed");
  lab.office.answers.set("/police/v1/identity-checks", answer as () => unknown);
  assert.deepEqual((await teen.ask("GET", `/api/v1/me/appointments/${id}`)).json().answers, { pain: WORDS });
});
