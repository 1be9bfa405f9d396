import assert from "node:assert/strict";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { after, before, describe, test } from "node:test";
import pg from "pg";
import { createTestDatabase, type TestDatabase } from "../testing/database.ts";
import { checkDatabase } from "./database.ts";
import { StartupError } from "./errors.ts";
import { createLog } from "./log.ts";
import { migrate } from "./migrate.ts";
import { MIGRATIONS_DIR } from "../root.ts";

let database: TestDatabase;
let owner: pg.Client;
const user = `stranger_${process.pid}`;
before(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.url });
  await owner.connect();
  await owner.query(`create role ${user} login password 'secret'`);
});
after(async () => {
  await owner.query(`drop owned by ${user}; drop role ${user}`);
  await owner.end();
  await database.drop();
});

const address = (changes: Partial<Pick<URL, "username" | "password" | "pathname" | "hostname" | "port">>) => Object.assign(new URL(database.url), changes).href;
const oneSentence = (pattern: RegExp) => (error: unknown) => {
  assert.ok(error instanceof StartupError);
  assert.match(error.message, pattern);
  assert.match(error.message, /^[^\n]+[.?]$/);
  assert.doesNotMatch(error.message, /secret/);
  return true;
};

test("a database that can be used is accepted", () => checkDatabase(database.url));

describe("an address that cannot be used is explained in one sentence, without its password", () => {
  const WRONG: [what: string, changes: Parameters<typeof address>[0], pattern: RegExp][] = [
    ["a wrong password", { username: user, password: "secret2" }, /refuses the user "stranger_\d+" or the password/],
    ["no password", { username: user, password: "" }, /refuses the user "stranger_\d+" or the password/],
    ["an unknown user", { username: "nobody", password: "secret" }, /refuses the user "nobody"/],
    ["a missing database", { pathname: "/市民" }, /has no database "市民"/],
    ["no database named, and none called like the user", { username: user, password: "secret", pathname: "" }, /has no database "stranger_\d+"/],
    ["a port nobody listens on", { port: "9" }, /Nothing answers at 127\.0\.0\.1:9/],
    // With an empty part, which no name has: refused without asking the network.
    ["a host that does not exist", { hostname: "no-such-host..invalid" }, /a host that does not exist: no-such-host\.\.invalid/],
  ];
  for (const [what, changes, pattern] of WRONG) {
    test(what, () => assert.rejects(checkDatabase(address(changes)), oneSentence(pattern)));
  }
});

describe("a server that is not PostgreSQL is told from one, whatever it says", () => {
  const STRANGERS: [what: string, greet: (socket: Socket) => void][] = [
    ["closes at once", (socket) => socket.end()],
    ["answers like a web server", (socket) => socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"))],
    // Stays open: leaving must not wait for its goodbye.
    ["greets like MySQL", (socket) => socket.write(Buffer.from("4a0000000a382e302e3336000b00000012345678", "hex"))],
  ];
  for (const [what, greet] of STRANGERS) {
    test(what, async () => {
      const stranger = createServer((socket) => greet(socket.on("error", () => undefined).resume()));
      await new Promise<void>((resolve) => stranger.listen(0, "127.0.0.1", resolve));
      const { port } = stranger.address() as AddressInfo;
      await assert.rejects(checkDatabase(`postgres://user:secret@127.0.0.1:${port}/city`), oneSentence(/is not PostgreSQL/));
      await new Promise((resolve) => stranger.close(resolve));
    });
  }
});

describe("a database this user may not change is explained in one sentence", () => {
  const migrateAsStranger = () => migrate(address({ username: user, password: "secret" }), MIGRATIONS_DIR, createLog("silent"));

  test("no right to create schemas", async () => {
    await owner.query("drop schema kernel cascade");
    await assert.rejects(migrateAsStranger(), oneSentence(/refuses the user "stranger_\d+" what the migrations need \(permission denied/));
  });

  test("no right to create roles", async () => {
    await owner.query(`grant create on database ${new URL(database.url).pathname.slice(1)} to ${user}; drop schema graphile_worker cascade`);
    await assert.rejects(migrateAsStranger(), oneSentence(/refuses the user "stranger_\d+" what the migrations need \(permission denied to create role\)/));
  });

  test("a replica", async () => {
    await owner.query(`alter role ${user} set default_transaction_read_only = on; drop schema if exists kernel cascade`);
    await assert.rejects(migrateAsStranger(), oneSentence(/can only be read/));
  });
});
