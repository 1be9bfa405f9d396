/**
 * Runs `stand-ins/`, which plays the outside systems, and says with which settings the server finds them. Plain
 * JavaScript like `prepare.mjs`, for `npm start` runs it on whatever Node.js the machine has.
 */
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createServer } from "node:net";
import path from "node:path";
import { NODE, ROOT } from "./prepare.mjs";

const DEFAULT_PORT = 8080;
const LAST_PORT = 65_535;

/** Whether the server would have nobody to talk to: production names its own systems, and so may an operator. */
export function needsStandIns(environment = process.env) {
  return environment.NODE_ENV !== "production" && !(environment.SMS_GATEWAY_URL && environment.REGISTERS_URL);
}

/**
 * Starts them on the port after the server's, or the next that is free, and returns at once: the server has use for
 * them only when somebody signs in.
 */
export async function startStandIns(environment = process.env) {
  const port = await findFreePort(Number(environment.PORT || DEFAULT_PORT) + 1);
  const address = `http://127.0.0.1:${port}`;
  // Where the server looks too.
  const connectionsFile = path.resolve(ROOT, environment.CONNECTIONS_FILE || path.join(environment.DATA_DIR || ".data", "connections.json"));
  const tokens = { SMS_GATEWAY_TOKEN: makeToken(), REGISTERS_TOKEN: makeToken() };
  const child = spawn(NODE, [path.join(ROOT, "stand-ins/src/main.ts")], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    env: { NODE_COMPILE_CACHE: path.join(ROOT, "node_modules/.cache/node"), ...environment, ...tokens, STAND_INS_PORT: String(port), CONNECTIONS_FILE: connectionsFile },
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const ready = Promise.race([
    new Promise((resolve) => child.once("message", resolve)),
    ended.then(() => Promise.reject(new Error("the stand-ins ended before they were ready"))),
  ]);
  // Whoever starts the server alongside need not wait.
  ready.catch(() => {});
  const smsGateway = { SMS_GATEWAY_URL: `${address}/sms-gateway`, SMS_GATEWAY_TOKEN: tokens.SMS_GATEWAY_TOKEN };
  const registers = { REGISTERS_URL: address, REGISTERS_TOKEN: tokens.REGISTERS_TOKEN };
  return {
    page: `http://localhost:${port}`,
    // A system that the operator named stays the operator's.
    settings: { CONNECTIONS_FILE: connectionsFile, ...(environment.SMS_GATEWAY_URL ? {} : smsGateway), ...(environment.REGISTERS_URL ? {} : registers) },
    ready,
    async stop() {
      child.kill();
      await ended;
    },
  };
}

function makeToken() {
  return randomBytes(32).toString("base64url");
}

/** The first free port from the one wanted on; any when that is no port. */
async function findFreePort(wanted) {
  for (let port = wanted; port > 1 && port <= LAST_PORT; port++) if ((await probe(port)) !== undefined) return port;
  const port = await probe(0);
  if (port === undefined) throw new Error("no free port");
  return port;
}

/** The port, once it was listened on and let go; undefined when it is taken or not ours to take. */
function probe(port) {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(undefined));
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" ? address?.port : undefined));
    });
  });
}
