/** Whatever characters stand in a text, the answer is a refusal or an acceptance, never a fault of ours. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startTestApp, type TestApp } from "../../testing/app.ts";
import { addressOf, fits, listOperations, sample, type Schema } from "../../testing/contract.ts";
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
  let asked = 0;
  const faults = new Set<string>();
  for (const operation of listOperations(app.server)) {
    const { path, method, parameters, body } = operation;
    if (!/^\/(api\/v1|staff\/v1)\b/.test(path)) continue;
    const address = (change: Record<string, string>) => {
      const inPath = addressOf(operation, change);
      const query = parameters.filter((each) => each.in === "query" && each.required !== true).flatMap(({ name }) => (change[name] === undefined ? [] : [`${name}=${encodeURIComponent(change[name])}`]));
      return query.length === 0 ? inPath : `${inPath}${inPath.includes("?") ? "&" : "?"}${query.join("&")}`;
    };
    for (const hostile of HOSTILE) {
      const inBody = [...(body ? hostileValues(body, hostile) : [])].map((value) => ({ url: address({}), payload: value as object }));
      const hostileParameters = hostile.isWellFormed() ? parameters.flatMap(({ name, schema }) => [...hostileValues(schema, hostile)].map((value) => ({ [name]: String(value) }))) : [];
      const inAddress = hostileParameters.map((change) => ({ url: address(change), payload: body && (sample(body) as object) }));
      for (const { url, payload } of [...inBody, ...inAddress]) {
        await app.forgetAttempts();
        for (const asker of path.startsWith("/staff/") ? staff : [person]) {
          asked += 1;
          const reply = await asker.ask(method, url, payload);
          if (reply.statusCode >= 500 && reply.json().code !== "outside-unavailable") faults.add(`${method} ${url} ${JSON.stringify(payload)}`);
        }
      }
    }
  }
  assert.ok(asked > 50, `only ${asked} texts were tried: the question is wrong`);
  assert.deepEqual([...faults], []);
  assert.equal((await new Visitor(app).ask("POST", "/staff/v1/sign-in", { staffId: "a\u0000b", password: "x" })).statusCode, 400);
});
