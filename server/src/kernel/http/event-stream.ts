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
/** Whoever lost their right hears nothing longer than this. */
const RECHECK_MS = 3_000;
const MOST_OF_ONE = 6;
const MOST_OF_ALL = 20_000;
/** However many look on, there is room for those who are waited for. */
const PART_OF_ANYBODY = 0.75;
/** Words of change within this time are one. */
const GATHER_MS = 50;
const MOST_UNREAD_BYTES = 64 * 1024;

export interface Listening {
  /** What is told under this name is told to this stream. */
  topic: string;
  /** Whose stream it is: they hold a few at once at most, and they are ended together. Left out: nobody's. */
  owner?: string;
  /** Whoever asks is told it: of all streams such may be three quarters. */
  anybody?: boolean;
  /** Name of the event, as `addEventListener` takes it. */
  event: string;
  /** What is told: asked at the start and upon each change; undefined says nothing. A stream whose reading fails ends. */
  read(): Promise<unknown>;
  /** Whether they still may listen: asked every few seconds, and before what is told when the last time was longer ago. Left out: anybody may. */
  allowed?(): Promise<boolean>;
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
  /** When they were last allowed, by the process's own clock. */
  allowedAt: number;
}

export function createEventStreams({ log, most = MOST_OF_ALL }: { log: Log; most?: number }): EventStreams {
  const streams = new Set<Stream>();
  let ofAnybody = 0;
  const byTopic = new Map<string, Set<Stream>>();
  const byOwner = new Map<string, Set<Stream>>();
  let closed = false;

  const end = (stream: Stream) => {
    if (!streams.delete(stream)) return;
    if (stream.anybody) ofAnybody -= 1;
    leave(byTopic, stream.topic, stream);
    if (stream.owner !== undefined) leave(byOwner, stream.owner, stream);
    stream.body.end();
  };
  const write = (stream: Stream, text: string) => {
    // Whoever does not read is let go: they are told everything when they come again.
    if (stream.body.writableLength > MOST_UNREAD_BYTES) end(stream);
    else stream.body.write(text);
  };
  /** Ends the stream of whoever may listen no longer. @returns whether it goes on */
  const recheck = async (stream: Stream): Promise<boolean> => {
    stream.allowedAt = performance.now();
    const allowed = (await stream.allowed?.()) ?? true;
    if (!allowed) end(stream);
    return allowed;
  };
  const endUnread = (stream: Stream, error: unknown) => {
    log.warn({ err: error }, "a live connection was ended: what it tells could not be read");
    end(stream);
  };
  const tell = async (stream: Stream) => {
    stream.due = true;
    if (stream.telling) return;
    stream.telling = true;
    try {
      while (stream.due && streams.has(stream)) {
        stream.due = false;
        if (performance.now() - stream.allowedAt >= RECHECK_MS && !(await recheck(stream))) return;
        const said = await stream.read();
        if (said !== undefined && streams.has(stream)) write(stream, `event: ${stream.event}\ndata: ${JSON.stringify(said)}\n\n`);
        if (stream.due) await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
      }
    } catch (error) {
      endUnread(stream, error);
    } finally {
      stream.telling = false;
    }
  };

  return {
    async open(reply, listening) {
      const ofOwner = listening.owner === undefined ? 0 : (byOwner.get(listening.owner)?.size ?? 0);
      const isFull = streams.size >= most || (listening.anybody === true && ofAnybody >= most * PART_OF_ANYBODY);
      if (closed || ofOwner >= MOST_OF_ONE || isFull) throw tooManyStreams("Too many live connections are open.", { extensions: { retryAfterSeconds: 30 } });
      const stream: Stream = { ...listening, body: new PassThrough(), due: false, telling: false, allowedAt: performance.now() };
      streams.add(stream);
      if (stream.anybody) ofAnybody += 1;
      enter(byTopic, stream.topic, stream);
      if (stream.owner !== undefined) enter(byOwner, stream.owner, stream);
      const beat = setInterval(() => write(stream, ":\n\n"), BEAT_MS).unref();
      const check = stream.allowed && setInterval(() => void recheck(stream).catch((error: unknown) => endUnread(stream, error)), RECHECK_MS).unref();
      const over = setTimeout(() => end(stream), LASTS_MS).unref();
      stream.body.once("close", () => {
        clearInterval(beat);
        clearInterval(check);
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
