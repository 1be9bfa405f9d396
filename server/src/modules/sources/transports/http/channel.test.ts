// A department that answers twice is heard once: what it says besides is never taken for the answer about the next person.
import assert from "node:assert/strict";
import { createServer as createTlsServer } from "node:https";
import { createServer, type Socket } from "node:net";
import { test } from "node:test";
import type { TLSSocket } from "node:tls";
import { until } from "../../../../testing/patience.ts";
import { issue, LIMITS, listen, makeAuthority, soon } from "../testing.ts";
import { openChannel } from "./channel.ts";

const answer = (text: string) => `HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: ${text.length}\r\nconnection: keep-alive\r\n\r\n${text}`;

/** Every byte is the test's: Node's own server would not answer twice. @param serve is told the name that is asked about, and which question of its link it is */
async function withDepartment(serve: (socket: Socket, name: string, question: number) => void, use: (ask: (name: string) => Promise<string>) => Promise<void>, concurrency = LIMITS.concurrency): Promise<void> {
  const server = await listen(createServer((socket) => {
    let heard = "";
    let questions = 0;
    socket.on("data", (chunk: Buffer) => {
      heard += chunk.toString("latin1");
      for (let asked = /^GET \/(\w+) [^]*?\r\n\r\n/.exec(heard); asked; asked = /^GET \/(\w+) [^]*?\r\n\r\n/.exec(heard)) {
        heard = heard.slice(asked[0].length);
        questions += 1;
        serve(socket, asked[1] ?? "", questions);
      }
    });
  }));
  const channel = openChannel({ url: server.url }, { ...LIMITS, concurrency });
  try {
    await use(async (name) => (await channel.send({ method: "GET", path: `/${name}`, headers: {} }, soon())).bytes.toString());
  } finally {
    await channel.close();
    await server.stop();
  }
}

test("a second answer in the same breath is nobody's, also when others wait for the link", () =>
  withDepartment((socket, name) => socket.write(answer(name) + answer(`${name} once more`)), async (ask) => {
    for (const name of ["anna", "berta"]) assert.equal(await ask(name), name);
    const names = ["carla", "dora", "emma", "frida"];
    assert.deepEqual(await Promise.all(names.map(ask)), names);
  }, 1));

test("a second answer that comes once the next question is there is nobody's either", () => {
  const late = new Map<Socket, string>();
  return withDepartment((socket, name) => {
    const before = late.get(socket);
    late.set(socket, name);
    socket.write(before === undefined ? answer(name) : answer(`${before} once more`) + answer(name));
  }, async (ask) => {
    for (const name of ["anna", "berta", "carla"]) assert.equal(await ask(name), name);
  });
});

test("each question has a link of its own, whatever the department offers, and says so", () => {
  const questions: number[] = [];
  return withDepartment((socket, name, question) => {
    questions.push(question);
    socket.write(answer(name));
  }, async (ask) => {
    for (const name of ["anna", "berta", "carla"]) assert.equal(await ask(name), name);
    assert.deepEqual(questions, [1, 1, 1]);
  });
});

test("an encrypted link begins where the last one ended, so that it costs little to have one for each question", async () => {
  const authority = makeAuthority();
  const { certificate, key } = issue(authority);
  const resumed: boolean[] = [];
  const server = await listen(createTlsServer({ cert: certificate, key }, (request, reply) => {
    resumed.push((request.socket as TLSSocket).isSessionReused());
    reply.end("{}");
  }), "https");
  const channel = openChannel({ url: server.url, tls: { authority: authority.certificate } }, LIMITS);
  try {
    // What it takes comes after the first link was made, sooner or later.
    const isResumed = async () => (await channel.send({ method: "GET", path: "/", headers: {} }, soon())).status === 200 && resumed.at(-1);
    await until(isResumed, "a link that begins where another ended");
    assert.equal(resumed[0], false);
  } finally {
    await channel.close();
    await server.stop();
  }
});
