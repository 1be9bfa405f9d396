import { createHash } from "node:crypto";
import { brotliCompressSync, constants } from "node:zlib";
import type { FastifyReply, FastifyRequest } from "fastify";
import { LRUCache } from "lru-cache";

const COMPRESS_FROM_BYTES = 1_024;
/** Quality 5 takes about 1 ms for 20 KB and is within a tenth of the best. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

/** `br;q=0` says the opposite. */
const READS_BROTLI = /\bbr\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/;

/** What an entry takes beside its texts: objects, headers, its place in the map. */
const OVERHEAD_BYTES = 1_024;

interface Entry {
  digest: string;
  type: string;
  plain: Buffer;
  brotli: Buffer | undefined;
  headers: Record<string, string>;
}

/**
 * Finished replies by address, for what is public and changes seldom. Whoever owns the data makes a new cache when it
 * changes, so an entry is never stale. Strangers can make up addresses without end: the bound is in bytes, so that it
 * holds however long their replies are, and what was not asked for longest goes first.
 */
export class ReplyCache {
  readonly #entries: LRUCache<string, Entry>;

  constructor(maxBytes: number) {
    this.#entries = new LRUCache({ maxSize: maxBytes, sizeCalculation: sizeInMemory });
  }

  get sizeBytes(): number {
    return this.#entries.calculatedSize;
  }

  find(address: string): Entry | undefined {
    return this.#entries.get(address);
  }

  store(address: string, type: string, body: string, headers: Record<string, string> = {}): Entry {
    const plain = Buffer.from(body);
    const entry: Entry = {
      digest: createHash("sha256").update(plain).digest("base64url").slice(0, 22),
      type,
      plain: withOwnMemory(plain),
      headers,
      brotli: plain.length < COMPRESS_FROM_BYTES ? undefined : withOwnMemory(brotliCompressSync(plain, BROTLI)),
    };
    this.#entries.set(address, entry);
    return entry;
  }
}

/** Two bytes a character at most for the address, which outlives its request. */
function sizeInMemory({ plain, brotli }: Entry, address: string): number {
  return plain.length + (brotli?.length ?? 0) + 2 * address.length + OVERHEAD_BYTES;
}

/** Node cuts small buffers out of blocks of 64 KB, and a slice kept here would keep its whole block. */
function withOwnMemory(slice: Buffer): Buffer {
  const own = Buffer.allocUnsafeSlow(slice.length);
  slice.copy(own);
  return own;
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
