/** One address for a database that moves, as a virtual address does: connections go to wherever it points now. */
import { connect, createServer, type Socket } from "node:net";

export interface Switchboard {
  port: number;
  /** Breaks what stands and leads what comes elsewhere. */
  pointTo(port: number): void;
  close(): void;
}

export async function openSwitchboard(first: number): Promise<Switchboard> {
  let target = first;
  const standing = new Set<Socket>();
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ host: "127.0.0.1", port: target, noDelay: true });
    for (const [one, other] of [[near, far], [far, near]] as const) {
      standing.add(one);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        standing.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no free port");
  const breakAll = () => {
    for (const socket of standing) socket.destroy();
  };
  return {
    port: address.port,
    pointTo(port) {
      target = port;
      breakAll();
    },
    close() {
      breakAll();
      server.close();
    },
  };
}
