import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import pg from "pg";
import { SETTINGS } from "./kernel/config.ts";
import { listProblemTypes } from "./kernel/http/problem.ts";
import { ROOT_DIR } from "./root.ts";
import { startTestApp, type TestApp } from "./testing/app.ts";
import { addressOf, listOperations, sample } from "./testing/contract.ts";

let app: TestApp;
before(async () => {
  app = await startTestApp();
});
after(() => app.stop());

async function query<Row extends object>(statement: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: app.databaseUrl });
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}

const OURS = "not in ('pg_catalog', 'information_schema', 'graphile_worker', 'public')";

test("every table and column says what it is, and every column whether it is sensitive", async () => {
  const columns = await query<{ place: string; comment: string | null }>(`
    select format('%s.%s.%s', n.nspname, c.relname, a.attname) as place, col_description(c.oid, a.attnum) as comment
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped and n.nspname ${OURS} and n.nspname not like 'pg_%'`);
  assert.ok(columns.length > 40, "no columns were found: the question is wrong");
  for (const { place, comment } of columns) assert.match(comment ?? "", /; (not )?sensitive/, `${place} lacks a comment that ends with "; sensitive" or "; not sensitive"`);
  const tables = await query<{ place: string; comment: string | null }>(`
    select format('%s.%s', n.nspname, c.relname) as place, obj_description(c.oid) as comment
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p') and n.nspname ${OURS} and n.nspname not like 'pg_%'`);
  for (const { place, comment } of tables) assert.ok(comment, `${place} lacks a comment`);
});

test("the application's role owns nothing and cannot change a published version", async () => {
  const owned = await query<{ count: number }>("select count(*)::int as count from pg_class where relowner = 'citizen_app'::regrole");
  assert.equal(owned[0]?.count, 0);
  const rights = await query<{ privilege_type: string }>(
    "select privilege_type from information_schema.role_table_grants where grantee = 'citizen_app' and table_schema = 'catalogue' and table_name = 'document_version'",
  );
  assert.deepEqual(rights.map((each) => each.privilege_type).sort(), ["INSERT", "SELECT"]);
});

/** Routes that need no sign-in, each for a reason. A new one is reviewed here. */
const OPEN_ROUTES = [
  "GET /api/v1/cities", "GET /api/v1/cities/{city}/divisions", "GET /api/v1/cities/{city}/departments", "GET /api/v1/cities/{city}/topics", "GET /api/v1/cities/{city}/life-events",
  "GET /api/v1/cities/{city}/calendar", "GET /api/v1/cities/{city}/offices", "GET /api/v1/cities/{city}/services", "GET /api/v1/cities/{city}/services/{id}", "GET /api/v1/cities/{city}/suggestions",
  // What is about nobody.
  "GET /api/v1/cities/{city}/sources", "GET /api/v1/cities/{city}/record-kinds", "GET /api/v1/cities/{city}/public-records/{kind}",
  // Numbers and counters without names; the code is shown to the screens that have a key.
  "GET /api/v1/cities/{city}/offices/{office}/queue", "GET /api/v1/cities/{city}/offices/{office}/queue/events", "GET /api/v1/cities/{city}/offices/{office}/place-code",
  // Whoever was shown a proof, and the owner whose telephone has the message: what opens it is a code or a link that nobody can guess.
  "POST /api/v1/proof-checks", "GET /api/v1/move-requests/{token}", "POST /api/v1/move-requests/{token}/answer", "POST /api/v1/move-requests/{token}/misuse",
  // What is free, and where: about nobody.
  "GET /api/v1/calendar-feeds/{token}", "GET /api/v1/appointment-links/{token}", "POST /api/v1/appointment-links/{token}/coming", "POST /api/v1/appointment-links/{token}/cancellation",
  "GET /api/v1/cities/{city}/campaigns", "GET /api/v1/cities/{city}/campaigns/{slug}", "GET /api/v1/cities/{city}/campaigns/{slug}/draw", "GET /api/v1/cities/{city}/campaigns/{slug}/draw/participants", "GET /api/v1/cities/{city}/campaigns/{slug}/draw/winners",
  "GET /api/v1/rush/time", "GET /api/v1/rush/{city}/{slug}",
  // Signed with the secret of a partner's channel.
  "POST /open/v1/campaigns/{city}/{slug}/entries",
  "GET /api/v1/cities/{city}/bookables", "GET /api/v1/cities/{city}/bookables/{service}", "GET /api/v1/cities/{city}/calendars/{calendar}/slots",
  // How the service is: whoever cannot get in must be told why.
  "GET /api/v1/status", "GET /api/v1/status/history",
  "GET /healthz/live", "GET /healthz/ready",
  // The way in, and out.
  "POST /api/v1/sign-in/codes", "POST /api/v1/sign-in/code", "POST /api/v1/sign-out",
  "POST /api/v1/sign-in/password", "POST /api/v1/sign-in/passkey/options", "POST /api/v1/sign-in/passkey", "POST /api/v1/sign-in/scans", "POST /api/v1/sign-in/scans/{id}",
  // The way back in, for whoever cannot sign in: what opens it is a secret, or the code of the message that tells the owner.
  "POST /api/v1/recovery", "POST /api/v1/recovery/{id}", "POST /api/v1/recovery/{id}/codes", "POST /api/v1/recovery/{id}/passkey-options", "POST /api/v1/recovery/{id}/proofs", "POST /api/v1/recovery/stops",
  "GET /staff/v1/demonstration-staff", "POST /staff/v1/demonstration-sign-in", "POST /staff/v1/sign-in", "POST /staff/v1/activation", "POST /staff/v1/activation/confirmation", "POST /staff/v1/sign-out",
];

test("every route but the open ones refuses somebody who has not signed in", async () => {
  const operations = listOperations(app.server);
  assert.deepEqual(OPEN_ROUTES.filter((name) => !operations.some((operation) => operation.name === name)), [], "OPEN_ROUTES names routes that are gone");
  for (const operation of operations) {
    const { name, method, body } = operation;
    if (OPEN_ROUTES.includes(name)) continue;
    const reply = await app.server.inject({ method, url: addressOf(operation), ...(body ? { payload: sample(body) as object } : {}) });
    assert.equal(reply.statusCode, 401, `${name} answered ${reply.statusCode} to a stranger: ${reply.body}`);
    assert.equal(reply.json().code, "sign-in-needed");
  }
});

test("every problem has a title and a remedy, and a page at its type", async () => {
  for (const { code, title, remedy } of listProblemTypes()) {
    assert.match(code, /^[a-z]+(-[a-z]+)*$/);
    assert.ok(title.length > 5 && remedy.length > 10, code);
    const page = await app.server.inject(`/problems/${code}`);
    assert.equal(page.statusCode, 200);
    assert.ok(page.body.includes(title));
  }
});

test("every setting is documented where operators look", () => {
  const manual = readFileSync(join(ROOT_DIR, "docs/operating.md"), "utf8");
  for (const { name, meaning } of SETTINGS) assert.ok(manual.includes(`| \`${name}\``) && manual.includes(meaning), `docs/operating.md lacks ${name}: ${meaning}`);
});
