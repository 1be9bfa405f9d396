import type { IncomingMessage } from "node:http";

const MOST_BYTES = 4_096;
const [OPENING, CLOSING] = Buffer.from("{}");

/**
 * Reads a tiny JSON body. No body is an empty object. Whoever sends slowly is ended by the server's time for a request.
 * @param done told once: what is wrong, or the value
 */
export function readBody(request: IncomingMessage, done: (error: string | undefined, body?: unknown) => void): void {
  const { "content-length": length, "transfer-encoding": encoding, "content-type": type } = request.headers;
  if (encoding === undefined && (length === undefined || length === "0")) return done(undefined, {});
  if (length !== undefined && Number(length) > MOST_BYTES) return done("too-large");
  if (type === undefined || !/^application\/json *(;|$)/i.test(type)) return done("The body has to be application/json.");
  let chunks: Buffer[] | Buffer | undefined;
  let bytes = 0;
  let finished = false;
  const finish = (error: string | undefined, body?: unknown) => {
    if (finished) return;
    finished = true;
    done(error, body);
  };
  request.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) {
      chunks = undefined;
      return finish("too-large");
    }
    chunks = chunks === undefined ? chunk : [...(Array.isArray(chunks) ? chunks : [chunks]), chunk];
  });
  request.on("end", () => {
    if (finished) return;
    // As most are.
    if (bytes === 2 && Buffer.isBuffer(chunks) && chunks[0] === OPENING && chunks[1] === CLOSING) return finish(undefined, {});
    const text = chunks === undefined ? "{}" : (Array.isArray(chunks) ? Buffer.concat(chunks) : chunks).toString("utf8");
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      return finish("The body is not JSON.");
    }
    finish(undefined, body);
  });
}
