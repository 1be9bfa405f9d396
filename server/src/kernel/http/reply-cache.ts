import { createHash } from "node:crypto";
import { brotliCompressSync, constants } from "node:zlib";
import type { FastifyReply, FastifyRequest } from "fastify";

const COMPRESS_FROM_BYTES = 1_024;
/** Quality 5 takes about 1 ms for 20 KB and is within a tenth of the best. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

/** `br;q=0` says the opposite. */
const READS_BROTLI = /\bbr\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/;

interface Entry {
  digest: string;
  type: string;
  plain: Buffer;
  brotli: Buffer | undefined;
  headers: Record<string, string>;
}

/**
 * Finished replies by address, for what is public and changes seldom. Whoever owns the data makes a new cache when it
 * changes, so an entry is never stale; the bound keeps strangers from filling the memory with addresses.
 */
export class ReplyCache {
  readonly #entries = new Map<string, Entry>();
  readonly #maxEntries: number;

  constructor(maxEntries: number) {
    this.#maxEntries = maxEntries;
  }

  find(address: string): Entry | undefined {
    return this.#entries.get(address);
  }

  store(address: string, type: string, body: string, headers: Record<string, string> = {}): Entry {
    const plain = Buffer.from(body);
    const entry: Entry = {
      digest: createHash("sha256").update(plain).digest("base64url").slice(0, 22),
      type,
      plain,
      headers,
      brotli: plain.length < COMPRESS_FROM_BYTES ? undefined : brotliCompressSync(plain, BROTLI),
    };
    if (this.#entries.size >= this.#maxEntries) {
      const oldest = this.#entries.keys().next();
      if (!oldest.done) this.#entries.delete(oldest.value);
    }
    this.#entries.set(address, entry);
    return entry;
  }
}

/** Answers with an entry: 304 when the caller has it, compressed when the caller can read that. */
export function sendEntry(request: FastifyRequest, reply: FastifyReply, entry: Entry, cacheControl: string): FastifyReply {
  const compressed = entry.brotli !== undefined && READS_BROTLI.test(request.headers["accept-encoding"] ?? "") ? entry.brotli : undefined;
  const etag = `"${entry.digest}${compressed ? "-br" : ""}"`;
  // The headers of a 304 replace the ones the browser kept, so they must be those of the page.
  reply.headers(entry.headers).header("etag", etag).header("cache-control", cacheControl).header("vary", "accept-encoding");
  if (request.headers["if-none-match"]?.includes(etag)) return reply.code(304).send();
  reply.header("content-type", entry.type);
  return compressed ? reply.header("content-encoding", "br").send(compressed) : reply.send(entry.plain);
}
