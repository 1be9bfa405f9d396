/**
 * One link to a database, and those that are kept for the next question.
 *
 * `pg` and `mysql2` read what a server sends in the handlers of its socket: what is malformed throws there, outside of any promise, and
 * would end our process; some of it never ends (an error message without its end keeps `pg-protocol` busy for ever). So each link's
 * bytes pass a {@link Watch} before the library sees them: counted, cut into whole messages of a plausible length, and whatever the library
 * throws over them breaks this link and reaches nobody else. Their pools are not used: both begin to listen to a link's errors
 * only once it is open, and leave the socket of one that failed to open to the server's goodwill.
 *
 * Rejected: our own client (signing in has too many ways), and a thread for each source (it would contain an endless loop too, but not
 * tell what was wrong, and costs its memory a hundred times over).
 */
import type { Socket } from "node:net";
import { SourceFault, untilAborted } from "../source-fault.ts";
import type { Row, SqlDatabase } from "./rows.ts";

const IDLE_MS = 30_000;
/** Room on the wire for the names of columns and the protocol, beside the values. */
const WIRE_FACTOR = 2;
/** For signing in, and for what has no rows. */
const CHATTER_BYTES = 65_536;

/** What one link may still send, and why it is broken once it is. One question at a time waits on it. */
export class Watch {
  readonly #destroy: () => void;
  #allowed = CHATTER_BYTES;
  #left = CHATTER_BYTES;
  #areRowsDue = false;
  #fault: unknown;
  #tellWaiting: ((fault: unknown) => void) | undefined;

  constructor(destroy: () => void) {
    this.#destroy = destroy;
  }

  get isBroken(): boolean {
    return this.#fault !== undefined;
  }

  get areRowsDue(): boolean {
    return this.#areRowsDue;
  }

  expectChatter(): void {
    this.#expect(CHATTER_BYTES, false);
  }

  expectRows(largestBytes: number): void {
    this.#expect(largestBytes * WIRE_FACTOR, true);
  }

  /** Whatever comes now was not asked for: it could be taken for the answer to the next question. */
  expectNothing(): void {
    this.#expect(0, false);
  }

  #expect(bytes: number, areRowsDue: boolean): void {
    this.#allowed = bytes;
    this.#left = bytes;
    this.#areRowsDue = areRowsDue;
  }

  /** @throws {SourceFault} a message announces more than may come; it is not waited for */
  checkAnnounced(bytes: number, canBeRow: boolean): void {
    if (bytes <= this.#left) return;
    if (bytes <= this.#allowed || (canBeRow && this.#areRowsDue)) throw new SourceFault("too-large", "announces more than it may answer", { detail: { announced: bytes } });
    throw new SourceFault("malformed", "announces a message of an absurd length", { detail: { announced: bytes } });
  }

  /** Lets the library read a chunk, if it may come. Whatever goes wrong over it breaks the link. */
  read(chunk: Buffer, parse: (chunk: Buffer) => void): void {
    if (this.isBroken) return;
    try {
      parse(chunk);
      // Afterwards, so that one announced length too long is told from many messages too many.
      this.#left -= chunk.length;
      if (this.#left < 0) throw new SourceFault("too-large", "sends more than it may answer");
    } catch (error) {
      this.break(error instanceof SourceFault ? error : malformed());
    }
  }

  /** The first reason counts: the others follow from it. */
  break(fault: unknown): void {
    if (this.isBroken) return;
    this.#fault = fault;
    this.#tellWaiting?.(fault);
    this.#destroy();
  }

  /** The promise, or why the link broke, or the signal's end: whichever comes first. */
  async wait<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
    const broken = new Promise<never>((_resolve, reject) => {
      this.#tellWaiting = reject;
      if (this.isBroken) reject(this.#fault);
    });
    return untilAborted(Promise.race([broken, promise]), signal);
  }
}

export const malformed = (code = "protocol") => new SourceFault("malformed", "breaks the rules of its protocol", { detail: { code } });
export const hungUp = (code = "closed") => new SourceFault("unreachable", "cannot be reached, or hung up", { detail: { code } });

export interface Link {
  readonly watch: Watch;
  /** At this moment: encryption replaces it. */
  readonly socket: Socket;
  /** @throws {SourceFault} */
  signIn(signal: AbortSignal): Promise<void>;
  /** @throws {SourceFault} after which the link is of no use */
  read(text: string, values: readonly (string | number | boolean)[], signal: AbortSignal): Promise<{ rows: Row[]; bytes: number }>;
  /** Writes the protocol's goodbye. */
  sayGoodbye(): void;
}

/** There is no limit to how many are open: each serves one question, and those under way are limited by the source's guard. */
export function keepLinks(open: () => Link): SqlDatabase {
  const idle: { link: Link; timer: NodeJS.Timeout }[] = [];
  let isClosed = false;

  function take(): Link | undefined {
    for (let kept = idle.pop(); kept; kept = idle.pop()) {
      clearTimeout(kept.timer);
      if (kept.link.watch.isBroken) continue;
      kept.link.socket.ref();
      return kept.link;
    }
    return undefined;
  }

  function keep(link: Link): void {
    link.watch.expectNothing();
    link.socket.unref();
    const timer = setTimeout(() => {
      idle.splice(idle.findIndex((kept) => kept.link === link), 1);
      leave(link);
    }, IDLE_MS);
    timer.unref();
    idle.push({ link, timer });
  }

  return {
    async read(text, values, signal) {
      const kept = take();
      const link = kept ?? open();
      let isClean = false;
      try {
        if (!kept) await link.signIn(signal);
        const answer = await link.read(text, values, signal);
        isClean = true;
        return answer;
      } finally {
        // With a question under way or half a transaction it is of no use. No goodbye: nothing it says is waited for.
        if (!isClean) link.socket.destroy();
        else if (isClosed) leave(link);
        else if (!link.watch.isBroken) keep(link);
      }
    },
    close() {
      isClosed = true;
      for (const { link, timer } of idle.splice(0)) {
        clearTimeout(timer);
        leave(link);
      }
      return Promise.resolve();
    },
  };
}

/** Politely, and without waiting for an answer: a server that keeps its end open keeps nothing of ours. */
function leave(link: Link): void {
  if (link.watch.isBroken) return;
  link.sayGoodbye();
  link.socket.destroySoon();
}
