import { PassThrough } from "node:stream";
import type { FastifyReply } from "fastify";
import type { Log } from "../log.ts";
import { defineProblem } from "./problem.ts";

const tooManyStreams = defineProblem({
  code: "too-many-streams",
  kind: "too-many",
  title: "Too many live connections are open",
  remedy: "Close other tabs, or ask from time to time instead: what is told live can be read at an address without `events` too.",
});

/** Proxies and telephones drop what is silent for longer. */
const BEAT_MS = 20_000;
/** A stream ends by itself and the browser asks again, so that who may listen is looked at anew and processes share the load again. */
const LASTS_MS = 10 * 60_000;
const RECONNECT_MS = 3_000;
const MOST_OF_ONE = 6;
const MOST_OF_ALL = 20_000;
/** Words of change within this time are one. */
const GATHER_MS = 50;
const MOST_UNREAD_BYTES = 64 * 1024;

export interface Listening {
  /** What is told under this name is told to this stream. */
  topic: string;
  /** Whose stream it is: they hold a few at once at most, and they are ended together. Left out: nobody's. */
  owner?: string;
  /** Name of the event, as `addEventListener` takes it. */
  event: string;
  /** What is told: asked at the start and upon each change; undefined says nothing. A stream whose reading fails ends. */
  read(): Promise<unknown>;
}

/** Server-sent events of this process: state told anew when it changed, so that whoever missed a word misses nothing. */
export interface EventStreams {
  /** @throws too-many-streams */
  open(reply: FastifyReply, listening: Listening): Promise<never>;
  /** Something under this name changed. */
  tell(topic: string): void;
  /** Word of changes may have been missed. */
  tellAll(): void;
  endOwner(owner: string): void;
  close(): void;
}

interface Stream extends Listening {
  body: PassThrough;
  /** Still to be told: at most one telling waits. */
  due: boolean;
  telling: boolean;
}

export function createEventStreams({ log }: { log: Log }): EventStreams {
  const streams = new Set<Stream>();
  const byTopic = new Map<string, Set<Stream>>();
  const byOwner = new Map<string, Set<Stream>>();
  let closed = false;

  const end = (stream: Stream) => {
    streams.delete(stream);
    leave(byTopic, stream.topic, stream);
    if (stream.owner !== undefined) leave(byOwner, stream.owner, stream);
    stream.body.end();
  };
  const write = (stream: Stream, text: string) => {
    // Whoever does not read is let go: they are told everything when they come again.
    if (stream.body.writableLength > MOST_UNREAD_BYTES) end(stream);
    else stream.body.write(text);
  };
  const tell = async (stream: Stream) => {
    stream.due = true;
    if (stream.telling) return;
    stream.telling = true;
    try {
      while (stream.due && streams.has(stream)) {
        stream.due = false;
        const said = await stream.read();
        if (said !== undefined && streams.has(stream)) write(stream, `event: ${stream.event}\ndata: ${JSON.stringify(said)}\n\n`);
        if (stream.due) await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
      }
    } catch (error) {
      log.warn({ err: error }, "a live connection was ended: what it tells could not be read");
      end(stream);
    } finally {
      stream.telling = false;
    }
  };

  return {
    async open(reply, listening) {
      const ofOwner = listening.owner === undefined ? 0 : (byOwner.get(listening.owner)?.size ?? 0);
      if (closed || ofOwner >= MOST_OF_ONE || streams.size >= MOST_OF_ALL) throw tooManyStreams("Too many live connections are open.", { extensions: { retryAfterSeconds: 30 } });
      const stream: Stream = { ...listening, body: new PassThrough(), due: false, telling: false };
      streams.add(stream);
      enter(byTopic, stream.topic, stream);
      if (stream.owner !== undefined) enter(byOwner, stream.owner, stream);
      const beat = setInterval(() => write(stream, ":\n\n"), BEAT_MS).unref();
      const over = setTimeout(() => end(stream), LASTS_MS).unref();
      stream.body.once("close", () => {
        clearInterval(beat);
        clearTimeout(over);
        end(stream);
      });
      stream.body.write(`retry: ${RECONNECT_MS}\n\n`);
      void tell(stream);
      return reply.type("text/event-stream; charset=utf-8").header("cache-control", "no-store").header("x-accel-buffering", "no").send(stream.body) as never;
    },
    tell(topic) {
      for (const stream of byTopic.get(topic) ?? []) void tell(stream);
    },
    tellAll() {
      for (const stream of streams) void tell(stream);
    },
    endOwner(owner) {
      for (const stream of byOwner.get(owner) ?? []) end(stream);
    },
    close() {
      closed = true;
      for (const stream of streams) end(stream);
    },
  };
}

function enter(index: Map<string, Set<Stream>>, key: string, stream: Stream): void {
  index.set(key, (index.get(key) ?? new Set()).add(stream));
}

function leave(index: Map<string, Set<Stream>>, key: string, stream: Stream): void {
  const members = index.get(key);
  members?.delete(stream);
  if (members?.size === 0) index.delete(key);
}
