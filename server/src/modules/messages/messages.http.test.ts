import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import pg from "pg";
import { checkCharacter } from "../../kernel/identifiers/id-number.ts";
import { newId } from "../../kernel/ids.ts";
import { listOperations } from "../../testing/contract.ts";
import { until } from "../../testing/patience.ts";
import { messageTo } from "../identity/testing.ts";
import type { Message } from "./contract.ts";
import { aMessage, type MessagesLab, type Person, startMessagesLab } from "./testing.ts";

const DAY_MS = 86_400_000;

let lab: MessagesLab;
let owner: Person;
let stranger: Person;
let database: pg.Client;
before(async () => {
  lab = await startMessagesLab({ PUBLIC_URL: "http://localhost" });
  owner = await lab.signIn("15400007101");
  stranger = await lab.signIn("15400007102");
  database = new pg.Client({ connectionString: lab.app.databaseUrl });
  await database.connect();
});
after(async () => {
  await database.end();
  await lab.stop();
});

const inboxOf = async (person: Person, query = "") => (await person.ask("GET", `/api/v1/me/messages${query}`)).json<{ items: Message[]; unread: number; more: boolean }>();
const smsTo = (phone: string, words: string) => lab.office.messages.filter(({ to, text }) => to === phone && text.includes(words));

async function runJob(name: string, payload: object = {}): Promise<void> {
  await database.query("select graphile_worker.add_job($1, $2::json)", [name, JSON.stringify(payload)]);
  await until(async () => (await database.query("select 1 from graphile_worker.jobs where task_identifier = $1", [name])).rowCount === 0, `the end of ${name}`);
}

describe("the inbox", () => {
  test("shows a message with what one tap does; read once, it stays read; settled, its actions are gone", async () => {
    const action = { id: "coming", label: { zh: "会来", en: "Coming" }, tone: "go" as const, method: "POST" as const, path: "/api/v1/me/appointments/a-1/coming" };
    const id = await lab.send(aMessage(owner.person, { link: "/me/appointments/a-1", actions: [action] }));
    const { items, unread, more } = await inboxOf(owner);
    assert.deepEqual([unread, more], [1, false]);
    assert.deepEqual(items, [
      { id, city: "haikou", class: "appointment", at: "2026-11-22T04:00:00.000Z", title: { zh: "明天的预约", en: "Your appointment tomorrow" }, body: { zh: "请带身份证", en: "Please bring your ID card" }, link: "/me/appointments/a-1", actions: [action], about: { kind: "appointment", id: "a-1" } },
    ]);
    assert.equal((await owner.ask("POST", `/api/v1/me/messages/${id}/read`)).statusCode, 204);
    lab.clock.now += 1_000;
    await owner.ask("POST", `/api/v1/me/messages/${id}/read`);
    await lab.app.database.transaction((tx) => lab.app.messages.settle(tx, owner.person, { kind: "appointment", id: "a-1" }));
    const later = await inboxOf(owner);
    assert.deepEqual([later.unread, later.items[0]?.readAt, later.items[0]?.actions], [0, "2026-11-22T04:00:00.000Z", undefined]);
  });

  test("goes on page by page, by class, in the script asked for", async () => {
    for (let number = 0; number < 33; number += 1) await lab.send(aMessage(stranger.person, { class: number < 2 ? "campaign" : "account", title: { zh: `第${number}条`, en: `Number ${number}` } }));
    const first = await inboxOf(stranger);
    const rest = await inboxOf(stranger, `?before=${first.items.at(-1)?.id}`);
    assert.deepEqual([first.items.length, first.more, rest.items.length, rest.more, first.items[0]?.title.zh], [30, true, 3, false, "第32条"]);
    assert.equal((await inboxOf(stranger, "?class=campaign&lang=zh-Hant")).items[0]?.title.zh, "第1條");
    assert.equal((await stranger.ask("POST", "/api/v1/me/messages/read-all")).statusCode, 204);
    assert.equal((await stranger.ask("GET", "/api/v1/me/messages/unread")).json().unread, 0);
  });

  test("hostile text comes back as it went in, and stands in no column", async () => {
    const words = "<script>alert(1)</script>'; drop table messages.message; -- \u202e\u0000 \ud83d\ude00";
    await lab.send(aMessage(owner.person, { title: { zh: words, en: words } }));
    assert.equal((await inboxOf(owner)).items[0]?.title.zh, words);
    const { rows } = await database.query<{ row: string }>("select to_jsonb(each)::text as row from messages.message each");
    for (const { row } of rows) assert.ok(!row.includes("script") && !row.includes("预约"), "a message lies open in the table");
  });
});

describe("one transaction", () => {
  test("rolled back, there is neither message nor SMS", async () => {
    const listed = (await inboxOf(owner)).items.length;
    const undone = lab.app.database.transaction(async (tx) => {
      await lab.app.messages.send(tx, aMessage(owner.person, { sms: { zh: "撤回的短信", en: "Undone" } }));
      throw new Error("undone");
    });
    await assert.rejects(undone, /undone/);
    await lab.send(aMessage(owner.person, { sms: { zh: "之后的短信", en: "Later" } }));
    await messageTo(lab.office, "15400007101", /之后的短信/);
    assert.deepEqual([smsTo("15400007101", "撤回").length, (await inboxOf(owner)).items.length], [0, listed + 1]);
  });

  test("a link that leads away and an action that is none of ours are refused as the bugs they are", async () => {
    for (const wrong of [{ link: "//evil.example" }, { link: "https://evil.example" }, { link: "/\\evil" }, { link: "/a/../b" }, { actions: [{ id: "x", label: { zh: "去", en: "Go" }, tone: "go" as const, method: "POST" as const, path: "/staff/v1/me" }] }]) {
      await assert.rejects(lab.send(aMessage(owner.person, wrong)), RangeError);
    }
  });
});

describe("by SMS", () => {
  test("goes once however often its job runs, in the person's language, on one line; its text is kept no longer", async () => {
    await owner.ask("PUT", "/api/v1/me/message-preferences", { language: "en" });
    const id = await lab.send(aMessage(owner.person, { sms: { zh: "打开{origin}/b/abc", en: "Tomorrow 9:00.\nOpen {origin}/b/abc" } }));
    assert.equal(await messageTo(lab.office, "15400007101", /9:00/), "[Citizen Cloud] Tomorrow 9:00. Open http://localhost/b/abc");
    await until(async () => (await database.query("select 1 from messages.message where id = $1 and sms is null and sms_sent_at is not null", [id])).rowCount === 1, "that the SMS's text is forgotten");
    for (let again = 0; again < 2; again += 1) await runJob("messages:send-sms", { person: owner.person, message: id });
    assert.equal(smsTo("15400007101", "9:00").length, 1);
    await owner.ask("PUT", "/api/v1/me/message-preferences", { language: "zh-Hant" });
    await lab.send(aMessage(owner.person, { sms: { zh: "请带身份证", en: "Bring your ID" } }));
    assert.equal(await messageTo(lab.office, "15400007101", /身份證/), "【市民雲】請帶身份證");
  });

  test("too late, it is not sent", async () => {
    const id = await lab.send(aMessage(owner.person, { sms: { zh: "两小时后见", en: "See you in two hours" }, smsUntil: new Date(lab.clock.now - 1) }));
    await until(async () => (await database.query("select 1 from messages.message where id = $1 and sms is null", [id])).rowCount === 1, "that it waits no longer");
    assert.equal(smsTo("15400007101", "See you").length + smsTo("15400007101", "兩小時後").length, 0);
  });
});

describe("another's messages", () => {
  test("are out of reach on every route that names one, and not even known to exist", async () => {
    const id = await lab.send(aMessage(owner.person));
    const routes = listOperations(lab.app.server).filter(({ path, tags }) => tags.includes("messages") && path.includes("{"));
    assert.deepEqual(routes.map(({ name }) => name), ["POST /api/v1/me/messages/{id}/read"], "a new route that names a message is tried here");
    for (const which of [id, newId()]) {
      const reply = await stranger.ask("POST", `/api/v1/me/messages/${which}/read`);
      assert.deepEqual([reply.statusCode, reply.json().code, reply.json().detail], [404, "no-such-message", "There is no such message of yours."]);
    }
    assert.ok(!JSON.stringify(await inboxOf(stranger)).includes(id));
    assert.ok((await inboxOf(stranger, `?before=${id}`)).items.every((message) => message.title.zh.startsWith("第")));
    assert.equal((await inboxOf(owner)).items.find((message) => message.id === id)?.readAt, undefined);
  });
});

describe("live", () => {
  /** Events as they arrive, over a real socket. */
  async function listen(person: Person): Promise<{ events: string[]; status: number; close(): void; ended: Promise<void> }> {
    if (!lab.app.server.server.listening) await lab.app.server.listen({ host: "127.0.0.1", port: 0 });
    const closing = new AbortController();
    const cookie = [...person.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const { port } = lab.app.server.server.address() as { port: number };
    const reply = await fetch(`http://127.0.0.1:${port}/api/v1/me/messages/events`, { headers: { cookie }, signal: closing.signal });
    const events: string[] = [];
    const read = async () => {
      for await (const chunk of reply.body ?? []) events.push(...(Buffer.from(chunk as Uint8Array).toString().match(/data: .*/g) ?? []));
    };
    return { events, status: reply.status, close: () => closing.abort(), ended: read().catch(() => undefined) };
  }

  test("the count is told at once and upon each change, also from another process, to its owner alone", async () => {
    await owner.ask("POST", "/api/v1/me/messages/read-all");
    const mine = await listen(owner);
    await until(() => mine.events.length > 0, "the count");
    const another = await lab.app.startAnother();
    const sendFromThere = () => another.database.transaction((tx) => another.messages.send(tx, aMessage(owner.person)));
    await sendFromThere();
    await until(() => mine.events.at(-1) === 'data: {"unread":1}', "the changed count");
    // Word of what either of them read before has arrived with it: whatever the stranger is told now but the first count is somebody else's.
    const others = await listen(stranger);
    await until(() => others.events.length > 0, "the stranger's count");
    await sendFromThere();
    await until(() => mine.events.at(-1) === 'data: {"unread":2}', "the count changed again");
    assert.deepEqual([mine.events[0], others.events], ['data: {"unread":0}', ['data: {"unread":0}']]);
    await another.stop();
    mine.close();
    others.close();
  });

  test("it ends when the sign-in ends, and one person holds a few at most", async () => {
    const visitor = await lab.signIn("15400007103");
    const streams = await Promise.all(Array.from({ length: 6 }, () => listen(visitor)));
    const refused = await listen(visitor);
    assert.deepEqual([streams.map(({ status }) => status), refused.status], [[200, 200, 200, 200, 200, 200], 429]);
    await visitor.ask("POST", "/api/v1/sign-out");
    await Promise.all(streams.map(({ ended }) => ended));
    assert.equal((await visitor.ask("GET", "/api/v1/me/messages/events")).statusCode, 401);
  });
});

describe("somebody who turns out to be a known person", () => {
  /** Of a division that was retired in 2002. */
  const DIGITS = "46010220091224851";
  const NAME = { name: "沈知远", idNumber: DIGITS + checkCharacter(DIGITS) };

  test("keeps what they were told, how they want to be told, and an SMS on its way", async () => {
    for (const path of ["/police/v1/identity-checks", "/telecom/v1/number-checks"]) lab.office.answers.set(path, () => ({ result: "match" }));
    const known = await lab.app.identity.people.findOrAdd({ ...NAME, ground: "birth-record" });
    const teen = await lab.signIn("15400007131");
    const former = teen.person;
    await teen.ask("PUT", "/api/v1/me/message-preferences", { language: "en" });
    const id = await lab.send(aMessage(former));
    // Written, and not yet sent when the key ends.
    const cipher = await lab.app.identity.people.cipherOf(former);
    await database.query("update messages.message set sms = $2, sms_until = $3 where id = $1", [id, cipher?.seal(`messages.message.sms/${id}`, JSON.stringify({ zh: "路上的短信", en: "On its way" })), new Date(lab.clock.now + DAY_MS)]);
    assert.equal((await teen.ask("POST", "/api/v1/me/real-name", { ...NAME, proof: { kind: "number" } })).statusCode, 200);
    await until(async () => (await teen.ask("GET", "/api/v1/me")).json().person === known, "that the session no longer belongs to the id of the registration");
    const { items, unread } = await inboxOf(teen);
    assert.deepEqual([items.map((item) => [item.id, item.title.zh]), unread], [[[id, "明天的预约"]], 1]);
    assert.deepEqual((await teen.ask("GET", "/api/v1/me/message-preferences")).json(), { language: "en" });
    assert.match(await messageTo(lab.office, "15400007131", /On its way/), /Citizen Cloud/);
    assert.equal((await database.query("select from messages.message where person = $1 union all select from messages.preference where person = $1", [former])).rowCount, 0);
  });
});

describe("what is over", () => {
  test("messages go after 400 days, others stay", async () => {
    const old = await lab.send(aMessage(owner.person));
    await database.query("update messages.message set at = $2 where id = $1", [old, new Date(lab.clock.now - 401 * DAY_MS)]);
    const kept = await lab.send(aMessage(owner.person));
    await runJob("messages:forget-old");
    const ids = (await inboxOf(owner)).items.map(({ id }) => id);
    assert.deepEqual([ids.includes(old), ids.includes(kept)], [false, true]);
  });

  test("whoever closes their account leaves nothing here, and is told nothing any more", async () => {
    const leaving = await lab.signIn("15400007104");
    await leaving.ask("PUT", "/api/v1/me/message-preferences", { language: "en" });
    await lab.send(aMessage(leaving.person));
    assert.equal((await leaving.ask("POST", "/api/v1/me/closing")).statusCode, 202);
    lab.clock.now += 15 * DAY_MS;
    await runJob("identity:close-accounts");
    await until(async () => (await database.query("select person from messages.message where person = $1 union all select person from messages.preference where person = $1", [leaving.person])).rowCount === 0, "that nothing is kept");
    assert.equal(await lab.app.database.transaction((tx) => lab.app.messages.send(tx, aMessage(leaving.person))), undefined);
  });
});
