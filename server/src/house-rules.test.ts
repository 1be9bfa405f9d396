import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import pg from "pg";
import { SETTINGS } from "./kernel/config.ts";
import { newId } from "./kernel/ids.ts";
import { listProblemTypes } from "./kernel/http/problem.ts";
import { ROOT_DIR } from "./root.ts";
import { startTestApp, type TestApp } from "./testing/app.ts";

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
  "GET /healthz/live", "GET /healthz/ready",
  // The way in, and out.
  "POST /api/v1/sign-in/codes", "POST /api/v1/sign-in/code", "POST /api/v1/sign-out",
  "POST /api/v1/sign-in/password", "POST /api/v1/sign-in/passkey/options", "POST /api/v1/sign-in/passkey", "POST /api/v1/sign-in/scans", "POST /api/v1/sign-in/scans/{id}",
  // The way back in, for whoever cannot sign in: what opens it is a secret, or the code of the message that tells the owner.
  "POST /api/v1/recovery", "POST /api/v1/recovery/{id}", "POST /api/v1/recovery/{id}/codes", "POST /api/v1/recovery/{id}/passkey-options", "POST /api/v1/recovery/{id}/proofs", "POST /api/v1/recovery/stops",
  "GET /staff/v1/demonstration-staff", "POST /staff/v1/demonstration-sign-in", "POST /staff/v1/sign-in", "POST /staff/v1/activation", "POST /staff/v1/activation/confirmation", "POST /staff/v1/sign-out",
];

test("every route but the open ones refuses somebody who has not signed in", async () => {
  const { paths } = app.server.swagger() as { paths: Record<string, Record<string, { parameters?: { in: string; name: string; schema: Schema }[]; requestBody?: { content: Record<string, { schema: Schema }> } }>> };
  const routes = Object.entries(paths).flatMap(([path, operations]) => Object.entries(operations).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, method, path, operation })));
  assert.deepEqual(OPEN_ROUTES.filter((name) => !routes.some((route) => route.name === name)), [], "OPEN_ROUTES names routes that are gone");
  for (const { name, method, path, operation } of routes) {
    if (OPEN_ROUTES.includes(name)) continue;
    const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === "path");
    const url = inPath.reduce((address, { name: parameter, schema }) => address.replace(`{${parameter}}`, String(sample(schema))), path);
    const schema = operation.requestBody?.content["application/json"]?.schema;
    const reply = await app.server.inject({ method: method.toUpperCase() as "GET", url, ...(schema ? { payload: sample(schema) as object } : {}) });
    assert.equal(reply.statusCode, 401, `${name} answered ${reply.statusCode} to a stranger: ${reply.body}`);
    assert.equal(reply.json().code, "sign-in-needed");
  }
});

interface Schema {
  type?: string;
  const?: unknown;
  anyOf?: Schema[];
  format?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  minItems?: number;
  items?: Schema;
  enum?: unknown[];
  pattern?: string;
  properties?: Record<string, Schema>;
  required?: string[];
}

/** Texts of every form that an address or a body of ours asks for. */
const TEXTS = () => ["haikou", "S001", "service", "123456", "12345678", "15400000001", "460106", "0-1", "compare-face", "a".repeat(200), newId(), new Date().toISOString(), "A".repeat(22)];

/** The least value that a schema takes, so that a refusal is about rights and not about shape. */
function sample(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf?.[0]) return sample(schema.anyOf[0]);
  if (schema.type === "object") return Object.fromEntries((schema.required ?? []).map((name) => [name, sample(schema.properties?.[name] ?? {})]));
  if (schema.type === "array") return Array.from({ length: schema.minItems ?? 0 }, () => sample(schema.items ?? {}));
  if (schema.type === "integer" || schema.type === "number") return schema.minimum ?? 1;
  if (schema.type === "boolean") return true;
  const { pattern = "", format, minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema;
  if (format === "uuid") return newId();
  if (format === "date-time") return new Date().toISOString();
  return TEXTS().find((text) => text.length >= minLength && text.length <= maxLength && new RegExp(pattern, "u").test(text)) ?? "text";
}

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
