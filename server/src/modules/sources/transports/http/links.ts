/**
 * Links to one system that are opened ahead. A link carries one question; so that the next question need not wait for its
 * own, another link is opened once an answer has come, and stands ready for some seconds.
 */
import type { Socket } from "node:net";
import type { buildConnector } from "undici";

/** Servers wait at least five seconds for the first word on a link, most a minute. */
const READY_MS = 4_000;
/** A page asks a system once or twice; with more at once some open their own. */
const MOST_READY = 4;

export interface Links {
  /** For undici: a link that stands ready, or else a new one. */
  connect: buildConnector.connector;
  /** The system has answered: opens a link for whoever asks next. One that cannot be opened is missed by nobody. */
  openAhead(): void;
  close(): void;
}

/**
 * @param open opens a link and checks who is at its other end
 * @param concurrency of questions to the system: fewer links than that stand ready, so that a system that counts them has room for whoever asks elsewhere
 */
export function keepLinks(open: buildConnector.connector, concurrency: number): Links {
  const mostReady = Math.min(MOST_READY, concurrency - 1);
  /** The links that stand ready, oldest first, with what lets each go. */
  const ready = new Map<Socket, () => void>();
  let opening = 0;
  let lead: buildConnector.Options | undefined;
  let closed = false;

  const stand = (socket: Socket) => {
    const drop = () => void socket.destroy();
    const leave = () => {
      clearTimeout(overdue);
      socket.off("readable", drop).off("close", leave);
      ready.delete(socket);
    };
    const overdue = setTimeout(drop, READY_MS);
    // Who speaks or hangs up before being asked is no answer to anybody.
    socket.on("readable", drop).once("close", leave);
    ready.set(socket, leave);
  };
  const take = (): Socket | undefined => {
    for (const [socket, leave] of ready) {
      leave();
      if (socket.writable && socket.readableLength === 0 && !socket.readableEnded) return socket;
      socket.destroy();
    }
    return undefined;
  };

  return {
    connect(options, callback) {
      lead = options;
      const socket = take();
      // undici expects it a moment later.
      if (socket) queueMicrotask(() => callback(null, socket));
      else open(options, callback);
    },
    openAhead() {
      if (closed || lead === undefined || ready.size + opening >= mostReady) return;
      opening += 1;
      open(lead, (_error, socket) => {
        opening -= 1;
        if (closed) socket?.destroy();
        else if (socket) stand(socket);
      });
    },
    close() {
      closed = true;
      for (const socket of ready.keys()) socket.destroy();
    },
  };
}
