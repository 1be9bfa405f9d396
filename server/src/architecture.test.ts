import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { test } from "node:test";

const SOURCE = import.meta.dirname;

/**
 * The rooms, ground floor first: a room may import the ones before it, through their index.ts, and the kernel. What answers
 * crowds goes through the small door crowd.ts instead, which loads nothing else.
 */
const ROOMS = [
  "audit", "files", "identity", "catalogue", "messages", "sources", "records", "credentials", "booking", "payment", "casework", "reminders",
  "feedback", "partners", "community", "enterprise", "federation", "insight",
];
/** Arrows in use. A new one is reviewed here. */
const ARROWS = [
  "booking → audit", "booking → catalogue", "booking → identity", "booking → messages", "booking → sources", "catalogue → identity", "identity → audit", "messages → catalogue", "messages → identity", "records → audit", "records → catalogue", "records → identity", "records → sources", "sources → audit", "sources → catalogue", "sources → identity",
];

interface Import {
  from: string;
  to: string;
}

function readImports(): Import[] {
  const files = readdirSync(SOURCE, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  return files.flatMap((file) => {
    const text = readFileSync(join(SOURCE, file), "utf8");
    return [...text.matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g)].map(([, specifier = ""]) => ({
      from: file.split(sep).join("/"),
      to: relative(SOURCE, resolve(SOURCE, dirname(file), specifier)).split(sep).join("/"),
    }));
  });
}

const roomOf = (file: string) => file.match(/^modules\/([^/]+)\//)?.[1];
const imports = readImports();

/** What answers crowds: it alone may go through another room's crowd.ts. */
const ANSWERS_CROWDS = /^modules\/booking\/rush\//;

test("a room imports only lower rooms, and only through their index.ts, or crowd.ts where crowds are answered", () => {
  const arrows = new Set<string>();
  for (const { from, to } of imports) {
    const [room, other] = [roomOf(from), roomOf(to)];
    if (!room || !other || room === other) continue;
    assert.ok(ROOMS.includes(room) && ROOMS.includes(other), `${from}: add the new room to ROOMS at its floor`);
    assert.ok(ROOMS.indexOf(other) < ROOMS.indexOf(room), `${from} imports the higher room ${other}: publish an event instead`);
    // Tests build what lower rooms have with what those rooms' own tests share.
    if (/(\.test|\/testing)\.ts$/.test(from) && to === `modules/${other}/testing.ts`) continue;
    const door = ANSWERS_CROWDS.test(from) && to.endsWith("/crowd.ts") ? "crowd.ts" : "index.ts";
    assert.equal(to, `modules/${other}/${door}`, `${from} reaches into ${other}: export what is needed from its index.ts`);
    arrows.add(`${room} → ${other}`);
  }
  assert.deepEqual([...arrows].sort(), ARROWS, "The arrows between rooms changed: review the change, then list it in ARROWS");
});

test("the kernel knows no room", () => {
  for (const { from, to } of imports.filter((each) => each.from.startsWith("kernel/") && !each.from.endsWith(".test.ts"))) {
    assert.ok(to.startsWith("kernel/"), `${from} imports ${to}: the kernel serves every room and depends on none`);
  }
});

test("only the composition knows every room, and nothing that runs knows the tests' helpers", () => {
  const composing = ["app.ts", "cli.ts", "load-cities.ts", "main.ts", "rush-app.ts"];
  for (const { from, to } of imports) {
    // A room may keep what its own tests share in its testing.ts.
    if (/(\.test|\/testing)\.ts$/.test(from) || from.startsWith("testing/")) continue;
    if (roomOf(to) && !roomOf(from)) assert.ok(composing.includes(from), `${from} imports the room ${to}`);
    assert.ok(!/^testing\/|\/testing\.ts$/.test(to), `${from} imports test code`);
    if (roomOf(from)) assert.ok(to.startsWith("kernel/") || to.startsWith("modules/"), `${from} imports ${to}, which is outside the house's rooms`);
  }
});

test("a process for crowds loads neither the framework nor the schemas, so that it is back at once", () => {
  const loaded = new Set<string>();
  const heavy = new Set<string>();
  const load = (file: string) => {
    if (loaded.has(file)) return;
    loaded.add(file);
    for (const [, specifier = ""] of readFileSync(join(SOURCE, file), "utf8").matchAll(/^(?:import|export) (?!type )[^;]*?from "([^"]+)"/gm)) {
      if (specifier.startsWith(".")) load(join(dirname(file), specifier));
      else if (/^(fastify|typebox|ajv|@fastify|undici)/.test(specifier)) heavy.add(`${file} imports ${specifier}`);
    }
  };
  load("rush-app.ts");
  assert.ok(loaded.has("modules/booking/rush/lane.ts"));
  assert.deepEqual([...heavy], []);
});

test("the environment is read in one place", () => {
  const readers = readdirSync(SOURCE, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && /process\.env/.test(readFileSync(join(SOURCE, file), "utf8")),
  );
  // The embedded database hands PATH on; the test helper takes the address of a running server.
  assert.deepEqual(readers.sort(), ["cli.ts", "kernel/config.ts", "kernel/embedded-postgres.ts", "main.ts", "testing/database.ts"]);
});

test("web apps import no server code, and the server no web code", () => {
  const web = join(SOURCE, "../../web");
  for (const file of readdirSync(web, { recursive: true, encoding: "utf8" })) {
    if (!/\.tsx?$/.test(file) || /node_modules|dist|paraglide/.test(file)) continue;
    assert.ok(!/from "[^"]*server\/src/.test(readFileSync(join(web, file), "utf8")), `web/${file} imports server code`);
  }
  for (const { from, to } of imports) assert.ok(!to.startsWith("../"), `${from} imports ${to}, outside server/src`);
});
