/** What belongs to one person is out of another's reach, on every route of the account that names a thing; of every other, records/foreign-rights.http.test.ts. A new route is added to the table. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import pg from "pg";
import { newId } from "../../kernel/ids.ts";
import { startTestApp, type TestApp } from "../../testing/app.ts";
import { listOperations } from "../../testing/contract.ts";
import { anIdNumber } from "./acting/testing.ts";
import { SoftwareDevice } from "./passkey/testing.ts";
import { type OutsideOffice, signIn, startOutsideOffice, Visitor } from "./testing.ts";

const ORIGIN = "https://cloud.example.org";
const CREDIT_CODE = "91460100MA9999D08P";
/** All born in a division that was retired in 2002. */
const OWNER = anIdNumber("1985-02-03", 411);
const HOLDER = anIdNumber("1986-02-03", 413);
const STRANGER = anIdNumber("1987-02-03", 415);
const HOLDERS_PHONE = "15400008302";

type Person = Visitor & { person: string };
interface Question {
  url: string;
  body?: object;
  /** Who may; left out: the owner. */
  by?: Person;
}

let office: OutsideOffice;
let app: TestApp;
let database: pg.Client;

before(async () => {
  office = await startOutsideOffice();
  office.answers.set("/police/v1/identity-checks", () => ({ result: "match" }));
  office.answers.set("/police/v1/photo-checks", () => ({ result: "match", similarity: 99 }));
  office.answers.set("/telecom/v1/number-checks", () => ({ result: "match" }));
  office.answers.set("/civil-affairs/v1/children", ({ idNumber }) => ({
    children: idNumber === OWNER ? [{ name: "吴小宝", idNumber: anIdNumber("2018-02-03", 417), birthDate: "2018-02-03", relation: "father", recordNumber: "B1" }] : [],
  }));
  office.answers.set("/market/v1/enterprises", () => ({ result: "found", enterprise: { name: "海口椰风食品有限公司", creditCode: CREDIT_CODE, state: "active", legalRepresentative: { name: "某某", idNumber: OWNER } } }));
  app = await startTestApp([], { settings: { ...office.settings, PUBLIC_URL: ORIGIN } });
  await app.startWorker();
  database = new pg.Client({ connectionString: app.databaseUrl });
  await database.connect();
});
after(async () => {
  await database.end();
  await app.stop();
  await office.stop();
});

/** Somebody of level 2 who has just signed in: fresh enough for every act. */
async function signUp(phone: string, name: string, idNumber: string, proof: object = { kind: "number" }): Promise<Person> {
  await app.forgetAttempts();
  const visitor = await signIn(app, office, phone);
  const reply = await visitor.ask("POST", "/api/v1/me/real-name", { name, idNumber, proof });
  assert.equal(reply.statusCode, 200, reply.body);
  return visitor;
}

async function made(who: Person, url: string, body: object): Promise<string> {
  const reply = await who.ask("POST", url, body);
  assert.equal(reply.statusCode, 201, `${url}: ${reply.body}`);
  const { id, person } = reply.json<{ id?: string; person?: string }>();
  return id ?? person ?? "";
}

/** One thing of each kind that a route under /me can name, and every route that names it. */
async function thingsOf(owner: Person, holder: Person): Promise<Record<string, Question>> {
  const { items: sessions } = (await owner.ask("GET", "/api/v1/me/sessions")).json<{ items: { id: string; current: boolean }[] }>();
  const session = sessions.find(({ current }) => !current)?.id;
  const { items: accesses } = (await owner.ask("GET", "/api/v1/me/accesses")).json<{ items: { id: string }[] }>();
  const { id: challenge, options } = (await owner.ask("POST", "/api/v1/me/passkeys/options")).json();
  const passkey = await made(owner, "/api/v1/me/passkeys", { id: challenge, name: "phone", response: new SoftwareDevice(ORIGIN).create(options) });
  const child = await made(owner, "/api/v1/me/family/children", { recordNumber: "B1", consent: true });
  const terms = { phone: HOLDERS_PHONE, name: "许青禾", scope: { kind: "everything" }, paymentCeilingFen: 0, validDays: 30 };
  const mandate = await made(owner, "/api/v1/me/mandates", { ...terms, purpose: "替我办事" });
  const enterprise = `/api/v1/me/enterprises/${await made(owner, "/api/v1/me/enterprises", { creditCode: CREDIT_CODE })}`;
  const agent = `${enterprise}/agents/${await made(owner, `${enterprise}/agents`, terms)}`;
  const { text } = (await new Visitor(app).ask("POST", "/api/v1/sign-in/scans", {})).json();
  const scan = `/api/v1/me/scans/${String(text).split("/").at(-1)}`;
  assert.equal((await owner.ask("GET", scan)).statusCode, 200);
  return {
    "GET /api/v1/me/scans/{code}": { url: scan },
    "GET /api/v1/me/mandates/{id}": { url: `/api/v1/me/mandates/${mandate}` },
    "GET /api/v1/me/mandates/{id}/paper": { url: `/api/v1/me/mandates/${mandate}/paper` },
    "GET /api/v1/me/enterprises/{id}": { url: enterprise },
    "GET /api/v1/me/enterprises/{id}/agents": { url: `${enterprise}/agents` },
    "GET /api/v1/me/enterprises/{id}/agents/{agent}": { url: agent },
    "POST /api/v1/me/scans/{code}": { url: scan, body: { approve: true } },
    "POST /api/v1/me/mandates/{id}/acceptance": { url: `/api/v1/me/mandates/${mandate}/acceptance`, by: holder },
    "POST /api/v1/me/enterprises/{id}/recheck": { url: `${enterprise}/recheck` },
    "POST /api/v1/me/enterprises/{id}/agents": { url: `${enterprise}/agents`, body: { ...terms, phone: "15400008309" } },
    "POST /api/v1/me/enterprises/{id}/agents/{agent}/acceptance": { url: `${agent}/acceptance`, by: holder },
    "POST /api/v1/me/accesses/{id}/dispute": { url: `/api/v1/me/accesses/${accesses[0]?.id}/dispute`, body: { words: "我没有办过这件事" } },
    "PATCH /api/v1/me/passkeys/{id}": { url: `/api/v1/me/passkeys/${passkey}`, body: { name: "mine now" } },
    "DELETE /api/v1/me/passkeys/{id}": { url: `/api/v1/me/passkeys/${passkey}` },
    "DELETE /api/v1/me/sessions/{id}": { url: `/api/v1/me/sessions/${session}` },
    "DELETE /api/v1/me/family/children/{id}": { url: `/api/v1/me/family/children/${child}` },
    "DELETE /api/v1/me/mandates/{id}": { url: `/api/v1/me/mandates/${mandate}` },
    "DELETE /api/v1/me/enterprises/{id}/agents/{agent}": { url: agent },
    "DELETE /api/v1/me/consents/{purpose}": { url: "/api/v1/me/consents/compare-face" },
  };
}

const TABLES = ["account", "session", "passkey", "totp", "kinship", "mandate", "enterprise", "enterprise_agent", "scan", "dispute", "consent", "recovery"];

/** All that anybody has; being seen is written down by the clock and is no change. */
async function everything(): Promise<string[]> {
  const query = TABLES.map((table) => `select '${table} ' || (to_jsonb(each) - 'last_seen_at')::text as row from identity.${table} each`).join(" union all ");
  return (await database.query<{ row: string }>(query)).rows.map(({ row }) => row).sort();
}

const ask = (who: Visitor, route: string, { url, body }: Question) => who.ask(route.split(" ")[0] as "GET", url, body);

test("a stranger reaches nothing of anybody's, changes nothing, and learns not even that it exists", async () => {
  const photo = "b3du".repeat(30);
  await signUp("15400008301", "吴建国", OWNER, { kind: "photo", photo, consent: true });
  await app.forgetAttempts();
  const owner = await signIn(app, office, "15400008301");
  const holder = await signUp(HOLDERS_PHONE, "许青禾", HOLDER);
  const stranger = await signUp("15400008303", "郑秋生", STRANGER);
  const things = await thingsOf(owner, holder);

  const routes = listOperations(app.server).flatMap(({ name, path, tags }) => (/^\/api\/v1\/me\/.*\{/.test(path) && tags.includes("account") ? [name] : []));
  assert.deepEqual(Object.keys(things).sort(), routes.sort(), "every route of the account that names a thing stands in the table, with a real thing");

  const unchanged = await everything();
  for (const [route, question] of Object.entries(things)) {
    await app.forgetAttempts();
    const reply = await ask(stranger, route, question);
    assert.ok([403, 404, 410].includes(reply.statusCode), `${route} answered ${reply.statusCode} to a stranger: ${reply.body}`);
    const unknown = await ask(stranger, route, { ...question, url: question.url.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, () => newId()) });
    assert.deepEqual([unknown.statusCode, unknown.json().code, unknown.json().detail], [reply.statusCode, reply.json().code, reply.json().detail], `${route} tells what exists`);
    assert.deepEqual(await everything(), unchanged, `${route} changed something`);
  }
  // Each was a real thing and the right question: whoever it belongs to is answered.
  for (const [route, question] of Object.entries(things)) {
    await app.forgetAttempts();
    const reply = await ask(question.by ?? owner, route, question);
    assert.ok(reply.statusCode < 300, `${route} answered ${reply.statusCode} to whom it belongs: ${reply.body}`);
  }
});
