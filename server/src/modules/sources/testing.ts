/** A department's system for tests, over a real socket, and the operators' file that leads to it. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Department {
  url: string;
  /** How often it was asked. */
  asked(): number;
  /** What it does with the next questions. */
  behave(answer: (request: IncomingMessage, body: string, reply: ServerResponse) => void): void;
  stop(): Promise<void>;
}

export async function startDepartment(record: unknown): Promise<Department> {
  let count = 0;
  let answer: Parameters<Department["behave"]>[0] = (_request, _body, reply) => void reply.setHeader("content-type", "application/json").end(JSON.stringify(record));
  const server = createServer((request, reply) => {
    count += 1;
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => answer(request, Buffer.concat(chunks).toString(), reply));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: () => count,
    behave: (next) => void (answer = next),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** @returns the file's path, and what removes it */
export function writeConnections(connections: Record<string, object>): { file: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "citizen-cloud-connections-"));
  const file = join(folder, "connections.json");
  writeFileSync(file, JSON.stringify(connections), { mode: 0o600 });
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
