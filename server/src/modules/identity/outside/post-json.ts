/** One question to another office's system: bounded in time and size, never followed elsewhere, its answer checked. */
import type { Static, TSchema } from "typebox";
import Value from "typebox/value";
import { outsideUnavailable } from "../errors.ts";

const TIMEOUT_MS = 5_000;
const LARGEST_ANSWER_BYTES = 64 * 1024;

export interface OutsideSystem {
  url: string;
  token: string;
}

/** @throws outside-unavailable when the system is down, slow, refuses us or answers something else than agreed */
export async function postJson<Answer extends TSchema>(system: OutsideSystem | undefined, path: string, body: unknown, answer: Answer): Promise<Static<Answer>> {
  if (!system) throw outsideUnavailable("This installation is not connected to the office that would answer.", { context: { path } });
  try {
    const reply = await fetch(new URL(path.slice(1), withSlash(system.url)), {
      method: "POST",
      headers: { authorization: `Bearer ${system.token}`, "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(body),
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const content: unknown = JSON.parse(await readText(reply));
    if (!reply.ok) throw new Error(`answered ${reply.status}`);
    if (!Value.Check(answer, content)) throw new Error("answered something else than agreed");
    return content;
  } catch (cause) {
    // The path tells operators which office; the body stays out of the log, it is about a person.
    throw outsideUnavailable("The office that would answer cannot be reached now.", { context: { path }, cause });
  }
}

function withSlash(url: string): string {
  return url.endsWith("/") ? url : `${url}/`;
}

async function readText(reply: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of reply.body ?? []) {
    size += chunk.byteLength;
    if (size > LARGEST_ANSWER_BYTES) throw new Error(`answered more than ${LARGEST_ANSWER_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
