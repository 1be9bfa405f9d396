import { createServer, type ListenOptions, type Server } from "node:net";
import type { Server as HttpServer } from "node:http";

/**
 * Node accepts one connection in each turn of its loop, so that of a crowd that connects at once the first are served
 * again and again before the last are let in (libuv/libuv#3696: seconds for the last of 2,000). Each socket that listens on
 * the port accepts one a turn: with so many it takes half a second.
 */
const SOCKETS = 64;
const BACKLOG = 1_024;
const SWEEP_MS = 100;

/** The sockets beside the server's own. */
export interface Listening {
  /** Accepts no more, and resolves when the last connection has ended. Idle ones are ended at once. */
  close(): Promise<void>;
}

/**
 * Listens on one port with many sockets, where the system can share a port among them.
 * @param listen makes the server itself listen, and returns the port
 */
export async function listenWide(server: HttpServer, listen: (options: ListenOptions) => Promise<number>, { host, port }: { host: string; port: number }): Promise<Listening> {
  // Two programs that both share the port would take each other's connections: whoever has it keeps it to themselves.
  if (port !== 0) await probe({ host, port });
  let own: number;
  try {
    own = await listen({ host, port, reusePort: true, backlog: BACKLOG });
  } catch (error) {
    if (!cannotShare(error)) throw error;
    await listen({ host, port });
    return { close: async () => undefined };
  }
  const others = await Promise.all(Array.from({ length: SOCKETS - 1 }, () => openAnother(server, { host, port: own })));
  return {
    async close() {
      const closing = Promise.all(others.map((each) => new Promise((resolve) => each.close(resolve))));
      server.closeIdleConnections();
      const sweeping = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
      await closing;
      clearInterval(sweeping);
    },
  };
}

const cannotShare = (error: unknown) => ["ENOTSUP", "EINVAL", "ENOPROTOOPT"].includes((error as { code?: string }).code ?? "");

async function probe(place: { host: string; port: number }): Promise<void> {
  const trial = createServer();
  await new Promise<void>((resolve, reject) => trial.once("error", reject).listen({ ...place, exclusive: true }, resolve));
  await new Promise((resolve) => trial.close(resolve));
}

async function openAnother(server: HttpServer, place: { host: string; port: number }): Promise<Server> {
  // As node:http makes its own.
  const another = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => void server.emit("connection", socket));
  await new Promise<void>((resolve, reject) => another.once("error", reject).listen({ ...place, reusePort: true, backlog: BACKLOG }, resolve));
  return another;
}
