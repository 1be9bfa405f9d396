import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import pg from "pg";
import { listAbout } from "../../audit/index.ts";
import { messageTo, signIn, Visitor } from "../../identity/testing.ts";
import { anIdNumber, type Person, type RecordsLab, startRecordsLab } from "../testing.ts";
import type { RecordsParts } from "../parts.ts";
import { until } from "../../../testing/patience.ts";
import { endMoveRequestsJob, tellOwnerJob } from "./tell-owner.ts";

let lab: RecordsLab;
let owner: Person;
const OWNER = anIdNumber("1985-03-14", 531);
const HOUR_MS = 3_600_000;
const PHONES = ["15400005391", "15400005392", "15400005393"];
const PLATES = ["琼NA0001", "琼NA0002", "琼NA0003"];
let phones = 15_400_005_310;

before(async () => {
  lab = await startRecordsLab({ PUBLIC_URL: "https://cloud.example.org" });
  owner = await lab.signUp("15400005301", "周望舒", OWNER);
  PLATES.forEach((plate, index) => lab.answers.set(`/owners {"plate":"${plate}"}`, { ownerIdNumber: index === 0 ? OWNER : anIdNumber("1970-01-01", 541 + index * 2), phone: PHONES[index] }));
});
after(() => lab.stop());

const anAsker = async () => {
  phones += 1;
  return lab.signUp(String(phones), "吴青禾", anIdNumber("1986-03-14", phones % 1_000));
};
const ask = async (asker: Visitor, change: object = {}) => asker.ask("POST", "/api/v1/me/move-requests", { plate: PLATES[0], place: "龙华区明珠路 2 号门口", reason: "blocks-exit", ...change });
const linkIn = (message: string) => /\/move\/([\w-]+)/.exec(message)?.[1] ?? "";

const waitForState = (asker: Visitor, id: string, state: string) =>
  until(async () => (await asker.ask("GET", "/api/v1/me/move-requests")).json<{ items: { id: string; state: string }[] }>().items.find((each) => each.id === id && each.state === state), `that the request is ${state}`);

async function asked(asker: Visitor, plate: string, phone: string): Promise<{ id: string; link: string }> {
  lab.office.messages.splice(0);
  await lab.app.forgetAttempts();
  const reply = await ask(asker, { plate });
  assert.equal(reply.statusCode, 201, reply.body);
  const link = `/api/v1/move-requests/${linkIn(await messageTo(lab.office, phone, /\/move\//))}`;
  return { id: reply.json().id, link };
}

describe("asking an owner", () => {
  test("who took it back while the police were asked is taken at their word: nobody is told, and it stays taken back", async () => {
    const asker = await anAsker();
    const { database } = lab.app;
    const row = async () => (await asker.ask("GET", "/api/v1/me/move-requests")).json<{ items: { id: string; state: string }[] }>().items[0];
    lab.answers.set(`/owners {"plate":"琼NA0009"}`, "broken");
    const { id } = (await ask(asker, { plate: "琼NA0009" })).json<{ id: string }>();
    const sent: unknown[] = [];
    const job = tellOwnerJob({
      database, vault: { service: { open: () => "琼NA0009", seal: () => Buffer.from("sealed") } } as unknown as RecordsParts["vault"], identity: lab.app.identity, clock: () => new Date(lab.clock.now), publicUrl: "https://cloud.example.org",
      sendSms: async (message) => void sent.push(message),
      door: {
        ...lab.app.sources.door,
        async lookUp() {
          assert.equal((await asker.ask("POST", `/api/v1/me/move-requests/${id}/cancel`)).statusCode, 204);
          return { phone: PHONES[0] };
        },
      },
    });
    await job.run({ request: id });
    assert.deepEqual([sent, (await row())?.state], [[], "cancelled"]);
  });

  test("reaches their telephone, and neither side learns who the other is", async () => {
    const asker = await anAsker();
    const reply = await ask(asker, { plate: "琼n·a0001" });
    assert.deepEqual([reply.statusCode, reply.json().plate, reply.json().state], [201, "琼NA0001", "sending"]);
    const message = await messageTo(lab.office, PHONES[0] ?? "", /\/move\//);
    assert.match(message, /https:\/\/cloud\.example\.org\/move\/[\w-]{22} /);
    assert.ok(message.includes("琼N***01") && !message.includes("琼NA0001") && !message.includes("明珠路"));
    const sent = await waitForState(asker, reply.json().id, "sent");
    for (const secret of [PHONES[0] ?? "", OWNER, "周望舒"]) assert.ok(!JSON.stringify(sent).includes(secret));

    const stranger = new Visitor(lab.app);
    const link = `/api/v1/move-requests/${linkIn(message)}`;
    const seen = await stranger.ask("GET", link);
    assert.deepEqual([seen.statusCode, seen.json().plate, seen.json().place, seen.json().reason, seen.json().misuseReported], [200, "琼N***01", "龙华区明珠路 2 号门口", "blocks-exit", false]);
    for (const secret of ["吴青禾", asker.person, asker.idNumber]) assert.ok(!seen.body.includes(secret));
    assert.equal((await stranger.ask("POST", `${link}/answer`, { answer: "coming-15" })).statusCode, 204);
    assert.equal((await stranger.ask("POST", `${link}/answer`, { answer: "coming-5" })).statusCode, 204);
    assert.equal((await stranger.ask("POST", `${link}/answer`, { answer: "never" })).json().code, "invalid-request");
    assert.equal((await asker.ask("GET", "/api/v1/me/move-requests")).json().items[0].answer, "coming-5");
    const [entry] = (await listAbout(lab.app.database, owner.person)).items;
    // The owner has consented to nothing: it is a duty of the police that allows it.
    assert.deepEqual([entry?.act, entry?.purpose, entry?.ground, entry?.fields], ["record.looked-up", "move-car", "PIPL 13(1)3", ["ownerIdNumber", "phone"]]);
  });

  test("says the same of a car that is not registered", async () => {
    const asker = await anAsker();
    lab.office.messages.splice(0);
    const reply = await ask(asker, { plate: "琼NZZZZZ" });
    assert.deepEqual([reply.statusCode, reply.json().state], [201, "sending"]);
    const found = await waitForState(asker, reply.json().id, "sent");
    assert.ok(!("answer" in found));
    assert.deepEqual(lab.office.messages, []);
  });

  test("needs level 2, a plate and a reason of the list, and gives up when the traffic police do not answer in time", async () => {
    await lab.app.forgetAttempts();
    const newcomer = await signIn(lab.app, lab.office, "15400005309");
    assert.equal((await ask(newcomer)).json().code, "level-needed");
    const asker = await anAsker();
    assert.deepEqual([(await ask(asker, { plate: "ABC" })).json().code, (await ask(asker, { reason: "noise" })).json().code, (await ask(asker, { place: "a\u0007" })).json().code], ["malformed-plate", "invalid-request", "invalid-request"]);
    assert.equal((await ask(asker, { city: "nowhere" })).json().code, "no-such-city");
    lab.answers.set('/owners {"plate":"琼NA0009"}', "broken");
    const { id } = (await ask(asker, { plate: "琼NA0009" })).json();
    lab.clock.now += 11 * 60_000;
    await endMoveRequestsJob({ database: lab.app.database, clock: () => new Date(lab.clock.now) }).run({});
    await waitForState(asker, id, "failed");
  });

  test("can be taken back by the asker alone, and ends after a day", async () => {
    const asker = await anAsker();
    const { id, link } = await asked(asker, PLATES[1] ?? "", PHONES[1] ?? "");
    assert.equal((await owner.ask("POST", `/api/v1/me/move-requests/${id}/cancel`)).json().code, "no-such-move-request");
    assert.equal((await asker.ask("POST", `/api/v1/me/move-requests/${id}/cancel`)).statusCode, 204);
    assert.equal((await owner.ask("GET", link)).json().state, "cancelled");
    assert.equal((await owner.ask("POST", `${link}/answer`, { answer: "coming-5" })).json().code, "move-request-over");
    const second = await asked(asker, PLATES[1] ?? "", PHONES[1] ?? "");
    lab.clock.now += 25 * HOUR_MS;
    assert.equal((await owner.ask("GET", second.link)).json().state, "ended");
    assert.equal((await owner.ask("POST", `${second.link}/answer`, { answer: "coming-5" })).json().code, "move-request-over");
    assert.equal((await owner.ask("POST", `${second.link}/misuse`)).json().code, "move-request-over");
  });
});

describe("against misuse", () => {
  test("an asker asks five times a day, and a car is asked about three times an hour", async () => {
    await lab.app.forgetAttempts();
    const asker = await anAsker();
    const statuses = [];
    for (let tries = 0; tries < 6; tries += 1) statuses.push((await ask(asker, { plate: `琼NB000${tries}` })).statusCode);
    assert.deepEqual(statuses, [201, 201, 201, 201, 201, 429]);
    const others = [];
    for (let tries = 0; tries < 4; tries += 1) {
      const other = await anAsker();
      await lab.app.database.handle<{ rate_window: { bucket: string } }>("kernel").deleteFrom("rate_window").where("bucket", "not like", "move-plate:%").execute();
      others.push(other);
    }
    const replies = [];
    for (const other of others) replies.push((await ask(other, { plate: "琼NC0001" })).statusCode);
    assert.deepEqual(replies, [201, 201, 201, 429]);
  });

  test("two owners' reports stop an asker for thirty days; one owner's do not", async () => {
    const asker = await anAsker();
    for (let times = 0; times < 2; times += 1) {
      const { id, link } = await asked(asker, PLATES[1] ?? "", PHONES[1] ?? "");
      assert.equal((await owner.ask("POST", `${link}/misuse`)).statusCode, 204);
      assert.equal((await owner.ask("POST", `${link}/misuse`)).statusCode, 204);
      assert.equal((await owner.ask("GET", link)).json().misuseReported, true);
      await waitForState(asker, id, "ended");
    }
    const { link } = await asked(asker, PLATES[2] ?? "", PHONES[2] ?? "");
    await owner.ask("POST", `${link}/misuse`);
    await lab.app.forgetAttempts();
    const stopped = await ask(asker);
    assert.deepEqual([stopped.statusCode, stopped.json().code, stopped.json().until], [403, "asking-stopped", new Date(lab.clock.now + 30 * 24 * HOUR_MS).toISOString()]);
    lab.clock.now += 30 * 24 * HOUR_MS;
    assert.ok(Date.parse(stopped.json().until) <= lab.clock.now);
  });

  test("a link that was not sent leads nowhere, and nothing of an owner stays in a row", async () => {
    const unknown = await new Visitor(lab.app).ask("GET", "/api/v1/move-requests/AAAAAAAAAAAAAAAAAAAAAA");
    assert.deepEqual([unknown.statusCode, unknown.json().code], [404, "no-such-move-request"]);
    const client = new pg.Client({ connectionString: lab.app.databaseUrl });
    await client.connect();
    const { rows } = await client.query<{ row: string; held: boolean }>("select row_to_json(r)::text as row, (phone is not null) as held from records.move_request r where state <> 'sending'");
    await client.end();
    assert.ok(rows.length > 0);
    assert.deepEqual(rows.filter(({ held }) => held), []);
    for (const { row } of rows) for (const secret of [...PHONES, ...PLATES, "明珠路"]) assert.ok(!row.includes(secret) && !row.includes(Buffer.from(secret).toString("hex")));
  });
});
