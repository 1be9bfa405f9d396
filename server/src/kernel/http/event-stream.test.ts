import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createLog } from "../log.ts";
import { until } from "../../testing/patience.ts";
import { createEventStreams, type EventStreams } from "./event-stream.ts";
import { createHttpServer, type HttpServer } from "./server.ts";

const log = createLog("silent");
let server: HttpServer;
let streams: EventStreams;
let allowed = true;
let asked = 0;

before(async () => {
  streams = createEventStreams({ log, most: 8 });
  server = createHttpServer(log);
  let owners = 0;
  const open = (owner: string) => ({ topic: "hall", owner, event: "queue", read: async () => ({ waiting: 1 }) });
  server.get("/hall", (_request, reply) => streams.open(reply, { ...open(`network ${(owners += 1)}`), anybody: true }));
  server.get("/mine", (_request, reply) => streams.open(reply, open(`person ${(owners += 1)}`)));
  server.get("/desk", (_request, reply) =>
    streams.open(reply, {
      ...open("staff"),
      allowed: async () => {
        asked += 1;
        return allowed;
      },
    }),
  );
  await server.ready();
});
after(async () => {
  streams.close();
  await server.close();
});

const watch = (url: string) => server.inject({ url, payloadAsStream: true });

test("however many look on, those who are waited for find room, and room that was left is taken again", async () => {
  const onlookers = [];
  for (let count = 0; count < 7; count += 1) onlookers.push(await watch("/hall"));
  assert.deepEqual(onlookers.map(({ statusCode }) => statusCode), [200, 200, 200, 200, 200, 200, 429]);
  assert.deepEqual([(await watch("/mine")).statusCode, (await watch("/mine")).statusCode, (await watch("/mine")).statusCode], [200, 200, 429]);
  streams.endOwner("network 1");
  assert.deepEqual([(await watch("/hall")).statusCode, (await watch("/hall")).statusCode], [200, 429]);
  for (let owner = 1; owner < 20; owner += 1) for (const kind of ["network", "person"]) streams.endOwner(`${kind} ${owner}`);
});

test("whether somebody still may listen is asked every few seconds, not at each word; then their stream ends", async () => {
  const began = performance.now();
  const stream = (await watch("/desk")).stream();
  let heard = "";
  stream.on("data", (part: Buffer) => (heard += part.toString()));
  const ended = new Promise((resolve) => stream.once("end", resolve));
  for (let word = 0; word < 10; word += 1) streams.tell("hall");
  await until(() => /event: queue/.test(heard), "a word");
  assert.ok(asked <= (performance.now() - began) / 3_000, `${asked} times`);
  allowed = false;
  const askedBefore = asked;
  await ended;
  assert.equal(asked, askedBefore + 1);
});
