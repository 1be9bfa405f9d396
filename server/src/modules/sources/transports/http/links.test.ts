// A link stands ready for the next question, carries one, and is trusted only as long as nothing came over it.
import assert from "node:assert/strict";
import { createServer, type Socket } from "node:net";
import { test } from "node:test";
import { until } from "../../../../testing/patience.ts";
import { LIMITS, listen, soon } from "../testing.ts";
import { type Channel, openChannel } from "./channel.ts";

const ANSWER = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

interface Department {
  channel: Channel;
  /** @returns the number of the link that the question came over */
  ask(): Promise<number>;
  /** The links in the order in which they were opened. */
  links: Socket[];
  /** How many of them are. */
  open(): number;
}

async function withDepartment(use: (department: Department) => Promise<void>): Promise<void> {
  const links: Socket[] = [];
  const asked: number[] = [];
  const server = await listen(createServer((socket) => {
    const number = links.push(socket);
    socket.on("data", () => {
      asked.push(number);
      socket.write(ANSWER);
    });
  }));
  const channel = openChannel({ url: server.url }, LIMITS);
  const ask = async () => {
    assert.equal((await channel.send({ method: "GET", path: "/", headers: {} }, soon())).bytes.toString(), "ok");
    return asked.at(-1) ?? 0;
  };
  try {
    await use({ channel, ask, links, open: () => links.filter((link) => !link.destroyed && !link.readableEnded).length });
  } finally {
    await channel.close();
    await server.stop();
  }
}

test("whoever asks next finds a link open, which is theirs alone", () =>
  withDepartment(async ({ ask, links, open }) => {
    assert.equal(links.length, 0, "nobody is bothered before somebody asks");
    const used = [await ask()];
    const foundOpen = async () => {
      const opened = links.length;
      used.push(await ask());
      return (used.at(-1) as number) <= opened;
    };
    await until(foundOpen, "a link that was open before the question");
    assert.equal(new Set(used).size, used.length);
    await until(() => open() === 0, "an end to links that nobody needs");
  }));

test("however many ask at once, few links stand ready, and the channel's end is theirs", () =>
  withDepartment(async ({ channel, ask, links, open }) => {
    const numbers = await Promise.all(Array.from({ length: 12 }, ask));
    assert.ok(numbers.length === 12 && links.length >= 12);
    await until(() => open() < LIMITS.concurrency, "fewer links than questions are asked at once");
    await channel.close();
    await until(() => open() === 0, "no links");
  }));

for (const [what, end] of [
  ["a link that ended while it stood ready costs the next question nothing", (link: Socket) => link.end()],
  ["what is said over a link before anything was asked is nobody's answer", (link: Socket) => link.write("HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nforged")],
  ["a link is given up that nobody needed for some seconds", () => undefined],
] as const) {
  test(what, () =>
    withDepartment(async ({ ask, links, open }) => {
      await ask();
      const ready = await until(() => links[1], "the next link");
      end(ready);
      await until(() => open() === 0, "its end");
      const opened = links.length;
      assert.ok((await ask()) > opened);
    }));
}

test("all who ask a system that stays silent ask at once, and none waits for another's try", async () => {
  const links: Socket[] = [];
  const server = await listen(createServer((socket) => void links.push(socket)), "https");
  const channel = openChannel({ url: server.url }, LIMITS);
  const leaving = new AbortController();
  const asked = Array.from({ length: LIMITS.concurrency }, () => channel.send({ method: "GET", path: "/", headers: {} }, leaving.signal));
  try {
    await until(() => links.length === LIMITS.concurrency, "a link for each");
  } finally {
    leaving.abort();
    await channel.close();
    await server.stop();
  }
  assert.deepEqual((await Promise.allSettled(asked)).map(({ status }) => status), asked.map(() => "rejected"));
});
