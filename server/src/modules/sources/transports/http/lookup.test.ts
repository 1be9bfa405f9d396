// A department's name leads to a department, whatever its name service says, at the very moment of the connection.
import assert from "node:assert/strict";
import type dns from "node:dns";
import { createSecureServer } from "node:http2";
import { createServer } from "node:net";
import { test } from "node:test";
import { assertFault, issue, LIMITS, listen, listenHttp, makeAuthority, soon } from "../testing.ts";
import { openMysql } from "../sql/mysql.ts";
import { openPostgresql } from "../sql/postgresql.ts";
import { openChannel } from "./channel.ts";
import { isNoDepartment, lookupOfDepartments } from "./lookup.ts";

const saying = (...answers: string[][]) => {
  let asked = 0;
  const lookup = (_name: string, _options: dns.LookupAllOptions, found: (error: null, addresses: dns.LookupAddress[]) => void) => {
    const addresses = answers[Math.min(asked, answers.length - 1)] ?? [];
    asked += 1;
    found(null, addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })));
  };
  return lookup as unknown as typeof dns.lookup;
};

test("this machine, what is linked to it alone, what answers machines and crowds are no departments, however they are written", () => {
  for (const address of ["127.0.0.1", "127.8.8.8", "0.0.0.0", "169.254.169.254", "100.100.100.200", "224.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:a9fe:a9fe", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "fe80::1", "fe80::1%eth0", "ff02::1"]) {
    assert.ok(isNoDepartment(address), address);
  }
  for (const address of ["10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "203.0.113.7", "::ffff:10.1.2.3", "fd00::1", "2001:db8::1", "64:ff9b::cb00:7107"]) assert.ok(!isNoDepartment(address), address);
});

test("a name that leads to this machine is not asked, also when it did not do so a moment ago; the address itself is what operators wrote", async () => {
  let visits = 0;
  const server = await listenHttp((_request, reply) => {
    visits += 1;
    reply.setHeader("content-type", "application/json").end("{}");
  });
  const request = { method: "GET", path: "/", headers: {} } as const;
  const through = async (host: string, answers: string[][], limits = LIMITS) => {
    const channel = openChannel({ url: `http://${host}:${server.port}` }, limits, lookupOfDepartments(saying(...answers)));
    return { send: () => channel.send(request, soon()), close: channel.close };
  };
  for (const answer of [["127.0.0.1"], ["::ffff:127.0.0.1"], ["192.0.2.1", "127.0.0.1"]]) {
    const channel = await through("department.example", [answer]);
    const fault = await assertFault(channel.send(), "unreachable");
    assert.deepEqual(fault.detail, { code: "address" });
    await channel.close();
  }
  // Nobody is there: the first question ends with the time for connecting, and leaves no connecting behind.
  const rebinding = await through("department.example", [["192.0.2.1"], ["127.0.0.1"]], { ...LIMITS, timeoutMs: 1_000 });
  await assertFault(rebinding.send(), ["slow", "unreachable"]);
  assert.deepEqual((await assertFault(rebinding.send(), "unreachable")).detail, { code: "address" });
  await rebinding.close();
  assert.equal(visits, 0);
  for (const host of ["127.0.0.1", "localhost"]) {
    const channel = await through(host, [["127.0.0.1"]]);
    assert.equal((await channel.send()).status, 200);
    await channel.close();
  }
  await server.stop();
});

test("nor is a database, of either kind, that a department's name steers to this machine", async () => {
  let visits = 0;
  const server = await listen(createServer((socket) => {
    visits += 1;
    socket.destroy();
  }));
  for (const openDatabase of [openPostgresql, openMysql]) {
    const ask = async (host: string, answers: string[]) => {
      const database = openDatabase({ sql: { host, port: server.port, user: "cloud", password: "pass", database: "library" } }, LIMITS, lookupOfDepartments(saying(answers)));
      const fault = await assertFault(database.read("select 1", [], soon()), "unreachable");
      await database.close();
      return fault;
    };
    for (const answers of [["127.0.0.1"], ["::ffff:127.0.0.1"], ["169.254.169.254"], ["192.0.2.1", "127.0.0.1"]]) {
      const { detail, retryable } = await ask("department.example", answers);
      assert.deepEqual([detail, retryable], [{ code: "address" }, false], `${openDatabase.name} ${answers.join(" ")}`);
    }
    assert.equal(visits, 0);
    // What the operators wrote themselves is asked, and here it hangs up.
    for (const host of ["127.0.0.1", "localhost"]) assert.notEqual((await ask(host, ["127.0.0.1"])).detail.code, "address");
    assert.equal(visits, 2);
    visits = 0;
  }
  await server.stop();
});

test("a department that would send many answers over one link sends one at a time", async () => {
  const authority = makeAuthority();
  const { certificate, key } = issue(authority);
  const versions: string[] = [];
  const server = await listen(createSecureServer({ key, cert: certificate, allowHTTP1: true }, (request, reply) => {
    versions.push(request.httpVersion);
    reply.end("{}");
  }), "https");
  const channel = openChannel({ url: server.url, tls: { authority: authority.certificate } }, LIMITS);
  assert.equal((await channel.send({ method: "GET", path: "/", headers: {} }, soon())).status, 200);
  assert.deepEqual(versions, ["1.1"]);
  await channel.close();
  await server.stop();
});
