/** A port for a server that has to be told one. */
import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { StartupError } from "./errors.ts";

/** Where so many are not free, none is: nobody may listen here. */
const MOST_TRIES = 100;

/**
 * One of this machine's own address, below those that systems give out by themselves: nobody is given it before the server
 * listens there, nor while it is started anew, not even those who try to connect to it meanwhile.
 * @throws {StartupError} when there is none
 */
export async function findFreePort(): Promise<number> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const port = randomInt(20_000, 30_000);
    if (await isFree(port)) return port;
  }
  throw new StartupError("No free port on 127.0.0.1.");
}

function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  return new Promise((resolve) => {
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
