/** The lane over the network, from request to row, with everything it refuses. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { until } from "../../../testing/patience.ts";
import { aCampaign, addPeople, placesFor, type RushLab, type SignedIn, startRushLab } from "./testing.ts";

const HOUR_MS = 3_600_000;
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString();
const words = { zh: "组", en: "Group" };

let lab: RushLab;
let people: SignedIn[];
let next = 0;
const somebody = (): SignedIn => people[next++] as SignedIn;

before(async () => {
  lab = await startRushLab([
    aCampaign({ id: "open" }),
    aCampaign({ id: "few", ...placesFor(3) }),
    aCampaign({ id: "later", opensAt: inHours(1), closesAt: inHours(2) }),
    aCampaign({ id: "over", opensAt: inHours(-2), closesAt: inHours(-1) }),
    aCampaign({ id: "slow", admitPerSecond: 2, ...placesFor(100_000) }),
    aCampaign({ id: "besieged", admitPerSecond: 2, ...placesFor(100_000) }),
    aCampaign({ id: "paused" }),
    aCampaign({ id: "guarded" }),
    aCampaign({ id: "strict", eligibility: { level: 3, records: [], conditions: [] } }),
    aCampaign({ id: "groups", groups: [{ id: "old", names: words, capacity: 2, weight: 1, when: "age >= 60" }, { id: "rest", names: words, capacity: 5, weight: 1 }] }),
  ]);
  await lab.query("update booking.campaign set paused_at = now() where slug = 'paused'");
  await lab.query("update booking.campaign set guarded_at = now() where slug = 'guarded'");
  await lab.query("notify booking_campaign");
  people = await addPeople(lab.app.databaseUrl, 120);
});
after(() => lab.stop());

test("somebody registers, and the same request again gives the same answer", async () => {
  const who = somebody();
  const first = await lab.ask("POST", "haikou/open/entries", who, {});
  assert.equal(first.status, 201, JSON.stringify(first.body));
  assert.equal(first.body.group, "all");
  const [row] = await lab.query<{ number: number; at: Date }>("select number, at from booking.entry where person = $1", [who.person]);
  assert.equal(first.body.number, row?.number);
  const again = await lab.ask("POST", "haikou/open/entries", who, {});
  assert.equal(again.status, 200);
  assert.deepEqual({ ...again.body, at: undefined }, { ...first.body, at: undefined });
  const mine = await lab.ask("GET", "haikou/open/entries/mine", who);
  assert.equal(mine.status, 200);
  assert.equal(mine.body.number, first.body.number);
  assert.equal((await lab.ask("GET", "haikou/open/entries/mine", somebody())).body.code, "no-entry");
});

test("whoever was recognised once is recognised by a slip from then on, until something about them changes", async () => {
  const who = somebody();
  const reply = await lab.ask("GET", "haikou/open/entries/mine", who);
  const slip = reply.headers.get("set-cookie") ?? "";
  assert.match(slip, /^cc_slip=[^;]+; Path=\/; Max-Age=600; HttpOnly; SameSite=Strict$/);
  const withSlip = { ...who, cookie: `${who.cookie}; ${slip.split(";")[0]}` };
  // Slips from within two seconds after word began to arrive are looked up once more.
  await new Promise((resolve) => setTimeout(resolve, 2_100));
  const later = await lab.ask("GET", "haikou/open/entries/mine", who);
  const good = { ...who, cookie: `${who.cookie}; ${(later.headers.get("set-cookie") ?? "").split(";")[0]}` };
  const recognised = await lab.ask("POST", "haikou/open/entries", good, {});
  assert.equal(recognised.status, 201);
  assert.equal(recognised.headers.get("set-cookie"), null, "asked no database");
  // Of another person, the slip is worth nothing.
  const other = somebody();
  const stolen = await lab.ask("GET", "haikou/open/entries/mine", { ...other, cookie: `${other.cookie}; ${withSlip.cookie.split("; ")[1]}` });
  assert.equal(stolen.body.code, "no-entry");
  await lab.query("delete from identity.session where person = $1", [who.person]);
  await lab.query("select pg_notify('identity_person_changed', $1)", [who.person]);
  await until(async () => (await lab.ask("GET", "haikou/open/entries/mine", good)).status === 401, "that the slip is worth nothing");
});

test("the public state needs no sign-in and may be kept for a second", async () => {
  const reply = await lab.ask("GET", "haikou/open");
  assert.equal(reply.status, 200);
  assert.equal(reply.headers.get("cache-control"), "public, max-age=1");
  assert.equal(reply.body.state, "open");
  assert.equal(reply.body.perSecond, 50_000);
  const later = await lab.ask("GET", "haikou/later");
  assert.equal(later.body.state, "announced");
  assert.match((later.body.order as { commitment: string }).commitment, /^[0-9a-f]{64}$/);
  assert.equal((later.body.order as { key?: string }).key, undefined, "the order is not known before the opening");
  assert.equal((await lab.ask("GET", "haikou/over")).body.state, "closed");
  assert.equal((await lab.ask("GET", "haikou/paused")).body.state, "paused");
  const askedAt = Date.now();
  const { body } = await lab.ask("GET", "time");
  // The database's time, which a busy machine hears of late.
  assert.ok((body.now as number) > askedAt - 30_000 && (body.now as number) < Date.now() + 30_000);
});

test("strangers, closed doors and unknown addresses are refused, each with its reason", async () => {
  const who = somebody();
  const cases: [status: number, code: string, ...Parameters<RushLab["ask"]>][] = [
    [401, "sign-in-needed", "POST", "haikou/open/entries", undefined, {}],
    [401, "sign-in-needed", "POST", "haikou/open/entries", { person: "", cookie: `cc_session=${"x".repeat(43)}` }, {}],
    [401, "sign-in-needed", "POST", "haikou/open/place", undefined, {}],
    [401, "sign-in-needed", "GET", "haikou/open/entries/mine"],
    [425, "campaign-not-open", "POST", "haikou/later/entries", who, {}],
    [410, "campaign-closed", "POST", "haikou/over/entries", who, {}],
    [410, "campaign-closed", "POST", "haikou/over/place", who, {}],
    [423, "campaign-paused", "POST", "haikou/paused/entries", who, {}],
    [403, "level-needed", "POST", "haikou/strict/entries", who, {}],
    [403, "pass-needed", "POST", "haikou/groups/entries", who, {}],
    [403, "challenge-needed", "POST", "haikou/guarded/entries", who, {}],
    [403, "challenge-needed", "POST", "haikou/guarded/place", who, {}],
    [403, "foreign-origin", "POST", "haikou/open/entries", who, {}, { origin: "https://elsewhere.example" }],
    [404, "no-such-campaign", "POST", "haikou/nothing/entries", who, {}],
    [404, "no-such-campaign", "GET", "haikou/nothing"],
    [404, "no-such-address", "GET", "haikou"],
    [404, "no-such-address", "POST", "haikou/open/entries/1", who, {}],
    [405, "method-not-allowed", "DELETE", "haikou/open/entries", who],
    [405, "method-not-allowed", "POST", "time"],
  ];
  for (const [status, code, ...question] of cases) {
    const { body, headers, ...reply } = await lab.ask(...question);
    const name = `${question[0]} ${question[1]}`;
    assert.equal(reply.status, status, `${name}: ${JSON.stringify(body)}`);
    assert.equal(body.code, code, name);
    assert.equal(headers.get("content-type"), "application/problem+json", name);
    assert.equal(headers.get("x-content-type-options"), "nosniff", name);
    assert.equal(headers.get("content-security-policy"), "default-src 'none'; frame-ancestors 'none'", name);
    assert.equal(body.type, `/problems/${code}`);
    assert.match(String(body.instance), /^urn:request:/);
    if (status === 405) assert.match(headers.get("allow") ?? "", /GET|POST/);
    assert.equal((await lab.app.server.inject(`/problems/${code}`)).statusCode, 200, code);
  }
  const early = await lab.ask("POST", "haikou/later/entries", who, {});
  assert.ok(Number(early.headers.get("retry-after")) > 3_000);
});

test("bodies that are no tiny JSON object are refused", async () => {
  const who = somebody();
  const cases: [status: number, body: string, headers?: Record<string, string>][] = [
    [400, "{"], [400, "[]"], [400, "null"], [400, "7"], [400, '"x"'],
    [400, '{"ticket":7}'], [400, '{"ticket":""}'], [400, '{"pass":{}}'], [400, '{"quota":-1}'], [400, '{"number":1}'], [400, '{"__proto__":{}}'], [400, `{"ticket":"${"x".repeat(700)}"}`],
    [413, `{"ticket":"${"x".repeat(5_000)}"}`], [413, " ".repeat(300_000)],
    [415, "{}", { "content-type": "text/plain" }], [415, "{}", { "content-type": "application/x-www-form-urlencoded" }],
  ];
  for (const [status, body, headers] of cases) {
    const reply = await lab.ask("POST", "haikou/open/entries", who, body, headers);
    assert.equal(reply.status, status, body.slice(0, 60));
    assert.ok(reply.body.code === "invalid-request" || reply.body.code === "too-large");
  }
  for (const body of ['{"challenge":{"minute":1}}', '{"challenge":[]}', '{"challenge":{"code":"1","nonce":"2"}}']) assert.equal((await lab.ask("POST", "haikou/guarded/place", who, body)).status, 400, body);
  assert.equal((await lab.query("select from booking.entry where person = $1", [who.person])).length, 0);
});

test("tickets and passes that are forged, somebody else's or for something else are refused", async () => {
  const [one, other] = [somebody(), somebody()];
  const place = await lab.ask("POST", "haikou/slow/place", one, {});
  assert.equal(place.status, 200, JSON.stringify(place.body));
  const ticket = place.body.ticket as string;
  assert.equal((await lab.ask("POST", "haikou/slow/entries", other, { ticket })).body.code, "ticket-refused");
  assert.equal((await lab.ask("POST", "haikou/open/entries", one, { ticket })).body.code, "ticket-refused");
  assert.equal((await lab.ask("POST", "haikou/slow/place", other, { ticket })).body.code, "ticket-refused");
  assert.equal((await lab.ask("POST", "haikou/slow/entries", one, { ticket: ticket.replace(/\.k\.\d+/, ".k.0") })).body.code, "ticket-refused", "a position of one's own choice");
  assert.equal((await lab.ask("POST", "haikou/groups/entries", one, { pass: ticket })).body.code, "pass-refused", "a ticket is no pass");
  // Shown again and again it is still one place, and one entry.
  const shown = await Promise.all([1, 2, 3].map(() => lab.ask("POST", "haikou/slow/place", one, { ticket })));
  assert.deepEqual(new Set(shown.map(({ body }) => body.number)), new Set([place.body.number]));
});

test("who is told that everything is gone can be sure of it, and whoever has a place is told their number", async () => {
  const crowd = Array.from({ length: 10 }, somebody);
  const replies = await Promise.all(crowd.map((who) => lab.ask("POST", "haikou/few/entries", who, {})));
  assert.deepEqual(replies.map(({ status }) => status).sort((a, b) => a - b), [201, 201, 201, 410, 410, 410, 410, 410, 410, 410]);
  const [quota] = await lab.query<{ taken: number }>("select taken from booking.quota q join booking.campaign c on c.id = q.campaign where slug = 'few'");
  assert.equal(quota?.taken, 3);
  const again = await Promise.all(crowd.map((who) => lab.ask("POST", "haikou/few/entries", who, {})));
  assert.deepEqual(again.map(({ status }) => (status === 200 ? 201 : status)), replies.map(({ status }) => status));
  assert.equal((await lab.ask("GET", "haikou/few")).body.remaining, 0);
  const anew = await lab.app.startAnother();
  try {
    await anew.listen({ host: "127.0.0.1", port: 0 });
  } finally {
    await anew.stop();
  }
});

test("a crowd beyond the pace is told its place at once, and let in by it", async () => {
  const crowd = Array.from({ length: 30 }, somebody);
  const replies = await Promise.all(crowd.map((who) => lab.ask("POST", "haikou/slow/entries", who, {})));
  const waiting = replies.filter(({ status }) => status === 429);
  assert.ok(waiting.length > 10, `only ${waiting.length} wait`);
  for (const { body, headers } of waiting) {
    assert.equal(body.code, "wait-for-your-turn");
    assert.ok(typeof body.ticket === "string" && typeof body.ahead === "number" && Date.parse(body.turnAt as string) > 0);
    assert.equal(headers.get("retry-after"), String(body.retryAfterSeconds));
  }
  assert.equal(new Set(waiting.map(({ body }) => body.number)).size, waiting.length, "nobody shares a place");
  const [first] = [...waiting].sort((a, b) => (a.body.ahead as number) - (b.body.ahead as number));
  const who = crowd[replies.indexOf(first as (typeof replies)[number])] as SignedIn;
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, Date.parse(first?.body.turnAt as string) - Date.now()) + 20));
  // By the server's own time, which may be behind this one's.
  const letIn = await until(async () => {
    const reply = await lab.ask("POST", "haikou/slow/entries", who, { ticket: first?.body.ticket });
    return reply.status !== 429 && reply;
  }, "the turn");
  assert.equal(letIn.status, 201, JSON.stringify(letIn.body));
});

test("whoever asks for a place again and again, without the one they have, makes nobody's line longer", async () => {
  const [eager, other] = [somebody(), somebody()];
  const placeOf = async (who: SignedIn) => Number((await lab.ask("POST", "haikou/besieged/place", who, {})).body.number);
  const places = [...(await Promise.all(Array.from({ length: 100 }, () => placeOf(eager)))), await placeOf(eager)];
  assert.equal(new Set(places).size, 1);
  const behind = (await placeOf(other)) - Number(places[0]);
  assert.ok(behind > 0 && behind < 20, `${behind} places behind`);
});

test("places from before the opening are kept by the database: one for each person, on every device", async () => {
  const who = somebody();
  const [one, other] = await Promise.all([lab.ask("POST", "haikou/later/place", who, {}), lab.ask("POST", "haikou/later/place", who, {})]);
  assert.equal(one.status, 200, JSON.stringify(one.body));
  assert.equal(one.body.earlyNumber, other.body.earlyNumber);
  assert.deepEqual([one.body.early, one.body.number, one.body.ahead, one.body.canEnter], [true, null, null, false]);
  const rows = await lab.query("select from booking.waiting where person = $1", [who.person]);
  assert.equal(rows.length, 1);
  assert.equal((await lab.ask("POST", "haikou/later/entries", who, { ticket: one.body.ticket })).body.code, "campaign-not-open");
});

test("what the database is told wrong it refuses: negative and surplus places, numbers below one", async () => {
  for (const statement of [
    "update booking.quota set taken = -1", "update booking.quota set taken = capacity + 1", "update booking.quota set capacity = -5",
    "insert into booking.entry (campaign, person, quota, number) select campaign, gen_random_uuid(), id, 0 from booking.quota limit 1",
    "insert into booking.entry (campaign, person, quota, number) select campaign, person, quota, 9999 from booking.entry limit 1",
    "update booking.gate set joined = -1", "update booking.gate set rate = -1",
  ]) await assert.rejects(lab.query(statement), /violates (check|unique)/, statement);
  await assert.rejects(lab.query("select booking.register('{-1}', '{1}', '{1}', array[gen_random_uuid()], '{1}', '{1}')"), /quota is unknown/);
});
