/** Whatever characters stand in a text, the answer is a refusal or an acceptance, never a fault of ours. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startTestApp, type TestApp } from "../../testing/app.ts";
import { newId } from "../../kernel/ids.ts";
import { anIdNumber } from "./acting/testing.ts";
import { loadDemonstrationStaff } from "./index.ts";
import { signInDemonstration } from "./staff/testing.ts";
import { type OutsideOffice, signIn, startOutsideOffice, Visitor } from "./testing.ts";

let office: OutsideOffice;
let app: TestApp;

before(async () => {
  office = await startOutsideOffice();
  for (const path of ["/police/v1/identity-checks", "/telecom/v1/number-checks"]) office.answers.set(path, () => ({ result: "match" }));
  office.answers.set("/civil-affairs/v1/children", () => ({ children: [] }));
  office.answers.set("/market/v1/enterprises", () => ({ result: "not-found" }));
  app = await startTestApp([], { settings: office.settings });
  await loadDemonstrationStaff(app.database, ["haikou"]);
  await app.startWorker();
});
after(async () => {
  await app.stop();
  await office.stop();
});

/** PostgreSQL's text takes no NUL; lines are broken where one is meant; half a character is none. */
const HOSTILE = ["a\u0000b\u0000c", "ab\nc\u0007", "a\ud800bc\udfff"];
const TEXTS = ["15400000001", "haikou", "S001", "123456", "12345678", "CASE-2026-1", "a".repeat(200), "A".repeat(22), "A".repeat(43)];

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

interface Operation {
  parameters?: { in: string; name: string; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}

const fits = (text: string, { pattern = "", minLength = 0, maxLength = Number.POSITIVE_INFINITY }: Schema) => text.length >= minLength && text.length <= maxLength && new RegExp(pattern, "u").test(text);

/** The least value that a schema takes. */
function sample(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf?.[0]) return sample(schema.anyOf[0]);
  if (schema.type === "object") return Object.fromEntries((schema.required ?? []).map((name) => [name, sample(schema.properties?.[name] ?? {})]));
  if (schema.type === "array") return Array.from({ length: schema.minItems ?? 0 }, () => sample(schema.items ?? {}));
  if (schema.type === "integer" || schema.type === "number") return schema.minimum ?? 1;
  if (schema.type === "boolean") return true;
  if (schema.format === "uuid") return newId();
  if (schema.format === "date-time") return new Date().toISOString();
  return TEXTS.find((text) => fits(text, schema)) ?? "text";
}

/** A value of the schema for each of its texts that may be hostile, with that one so. */
function* hostileValues(schema: Schema, hostile: string): Generator {
  if (schema.anyOf) for (const each of schema.anyOf) yield* hostileValues(each, hostile);
  else if (schema.type === "object") {
    for (const [name, each] of Object.entries(schema.properties ?? {})) for (const value of hostileValues(each, hostile)) yield { ...(sample(schema) as object), [name]: value };
  } else if (schema.type === "string" && schema.const === undefined && !schema.enum && !schema.format) {
    const text = hostile.repeat(Math.ceil((schema.minLength ?? 1) / hostile.length));
    if (fits(text, schema)) yield text;
  }
}

test("no text in a body or an address ends in a fault", async () => {
  const person = await signIn(app, office, "15400007701");
  assert.equal((await person.ask("POST", "/api/v1/me/real-name", { name: "赵敏", idNumber: anIdNumber("1970-01-01", 123), proof: { kind: "number" } })).statusCode, 200);
  const staff = await Promise.all(["clerk", "auditor", "security", "personnel"].map((suffix) => signInDemonstration(app, `haikou-${suffix}`)));
  const { paths } = app.server.swagger() as { paths: Record<string, Record<string, Operation>> };
  const operations = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })));
  let asked = 0;
  const faults = new Set<string>();
  for (const { path, method, operation } of operations) {
    if (!/^\/(api\/v1\/(me|sign-in|recovery)|staff\/v1)\b/.test(path)) continue;
    const parameters = operation.parameters ?? [];
    const address = (change: Record<string, string>) => {
      const inPath = parameters.filter((each) => each.in === "path").reduce((url, { name, schema }) => url.replace(`{${name}}`, encodeURIComponent(change[name] ?? String(sample(schema)))), path);
      const query = parameters.filter((each) => each.in === "query").flatMap(({ name }) => (change[name] === undefined ? [] : [`${name}=${encodeURIComponent(change[name])}`]));
      return query.length === 0 ? inPath : `${inPath}?${query.join("&")}`;
    };
    const body = operation.requestBody?.content["application/json"]?.schema;
    for (const hostile of HOSTILE) {
      const inBody = [...(body ? hostileValues(body, hostile) : [])].map((value) => ({ url: address({}), payload: value as object }));
      const hostileParameters = hostile.isWellFormed() ? parameters.flatMap(({ name, schema }) => [...hostileValues(schema, hostile)].map((value) => ({ [name]: String(value) }))) : [];
      const inAddress = hostileParameters.map((change) => ({ url: address(change), payload: body && (sample(body) as object) }));
      for (const { url, payload } of [...inBody, ...inAddress]) {
        await app.forgetAttempts();
        for (const asker of path.startsWith("/staff/") ? staff : [person]) {
          asked += 1;
          const reply = await asker.ask(method.toUpperCase() as "POST", url, payload);
          if (reply.statusCode >= 500 && reply.json().code !== "outside-unavailable") faults.add(`${method} ${url} ${JSON.stringify(payload)}`);
        }
      }
    }
  }
  assert.ok(asked > 50, `only ${asked} texts were tried: the question is wrong`);
  assert.deepEqual([...faults], []);
  assert.equal((await new Visitor(app).ask("POST", "/staff/v1/sign-in", { staffId: "a\u0000b", password: "x" })).statusCode, 400);
});
