/** The addresses and secrets by which departments' systems are reached: the operators' file, read again when it changes. */
import { readFileSync, statSync, watchFile, unwatchFile } from "node:fs";
import type { Log } from "../../kernel/log.ts";
import { type Connection, readConnection } from "./transports/connection.ts";

const LOOK_EVERY_MS = 2_000;

export interface Connections {
  /** Undefined: the operators have not connected this source. */
  find(city: string, source: string): Connection | undefined;
  /** Called after the file was read again. */
  onChange(handler: () => void): void;
  close(): void;
}

/** @param file need not exist yet: it is looked for until it does */
export function openConnections(file: string, log: Log): Connections {
  let connections = new Map<string, Connection>();
  const handlers: (() => void)[] = [];

  const read = () => {
    const found = readFile(file, log);
    // A file that cannot be read now was being written, or is wrong: what was known goes on.
    if (found) connections = found;
    for (const handler of handlers) handler();
  };
  if (statSync(file, { throwIfNoEntry: false })) read();
  watchFile(file, { interval: LOOK_EVERY_MS, persistent: false }, read);
  return {
    find: (city, source) => connections.get(`${city}/${source}`),
    onChange: (handler) => void handlers.push(handler),
    close: () => unwatchFile(file, read),
  };
}

/** Each entry by itself, so that one mistake disconnects one source. */
function readFile(file: string, log: Log): Map<string, Connection> | undefined {
  let entries: Record<string, unknown>;
  try {
    entries = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
    if (entries === null || typeof entries !== "object" || Array.isArray(entries)) throw new Error("it holds no object");
  } catch (error) {
    // Not the error's own words: they may quote a secret.
    log.error({ file, fault: error instanceof SyntaxError ? "no JSON" : (error as NodeJS.ErrnoException).code ?? "unreadable" }, "the connections file cannot be read");
    return undefined;
  }
  const connections = new Map<string, Connection>();
  for (const [name, entry] of Object.entries(entries)) {
    try {
      connections.set(name, readConnection(entry));
    } catch (error) {
      log.error({ file, connection: name, fault: (error as Error).message }, "a connection is malformed");
    }
  }
  return connections;
}
