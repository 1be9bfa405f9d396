/**
 * The wire to one system: a link for each question, its certificate checked, answers bounded in time and size and
 * never followed elsewhere. What it gives is bytes and a status, or a fault with a name.
 */
import type { LookupFunction } from "node:net";
import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";
import { buildConnector, type Dispatcher, Pool } from "undici";
import type { Connection, TlsIdentity } from "../connection.ts";
import { abortionOf, SourceFault } from "../source-fault.ts";
import { keepLinks } from "./links.ts";
import { lookupOfDepartments } from "./lookup.ts";

export interface HttpRequest {
  method: "GET" | "POST";
  /** With the query; as {@link fillPath} made it. */
  path: string;
  headers: Record<string, string>;
  body?: string;
}

export interface HttpAnswer {
  status: number;
  headers: Record<string, string>;
  /** Decompressed. */
  bytes: Buffer;
}

export interface Channel {
  readonly base: URL;
  /** @throws {SourceFault} no whole answer came; whatever the status, an answer is one */
  send(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer>;
  close(): Promise<void>;
}

export interface ChannelLimits {
  timeoutMs: number;
  concurrency: number;
  largestAnswerBytes: number;
}

const LARGEST_HEADER_BYTES = 16_384;
/** Pages that explain an error are of no use beyond this. */
const LARGEST_ERROR_BYTES = 65_536;

const DECOMPRESS: Record<string, (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>> = {
  gzip: promisify(gunzip),
  "x-gzip": promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

export function openChannel(connection: Connection, limits: ChannelLimits, lookup: LookupFunction = lookupOfDepartments()): Channel {
  const base = new URL(connection.url ?? "");
  // Many answers over one link are bounded otherwise than one; departments need no more than one at a time.
  const links = keepLinks(buildConnector({ ...tlsOptions(connection.tls), timeout: limits.timeoutMs, lookup, allowH2: false }), limits.concurrency);
  const pool = new Pool(base.origin, {
    // One more than may ask at once, for a token while all others wait for it.
    connections: limits.concurrency + 1,
    // No connection is used again: a system that answers a question twice would have its second answer taken for the answer to the next,
    // about somebody else. What comes while nothing is asked undici throws away; what comes a moment later nobody can tell apart.
    pipelining: 0,
    maxHeaderSize: LARGEST_HEADER_BYTES,
    // The signal ends what is too slow; these are for what it cannot reach.
    headersTimeout: limits.timeoutMs + 1_000,
    bodyTimeout: limits.timeoutMs + 1_000,
    connect: links.connect,
    // Otherwise undici opens one link first, to see what it speaks, and all others wait for it.
    allowH2: false,
  });

  return {
    base,
    async send(request, signal) {
      if (signal.aborted) throw abortionOf(signal);
      try {
        const reply = await pool.request({ method: request.method, path: request.path, headers: { "user-agent": "citizen-cloud", "accept-encoding": "identity", ...request.headers }, body: request.body ?? null, signal });
        // A body that is given up may still fail, with nobody listening.
        reply.body.on("error", () => undefined);
        const headers = Object.fromEntries(Object.entries(reply.headers).map(([name, value]) => [name, String(value ?? "")]));
        const bytes = await readBody(reply, reply.statusCode < 400 ? limits.largestAnswerBytes : LARGEST_ERROR_BYTES);
        links.openAhead();
        return { status: reply.statusCode, headers, bytes: await decompress(bytes, headers["content-encoding"], limits.largestAnswerBytes) };
      } catch (error) {
        if (signal.aborted) throw abortionOf(signal);
        throw asFault(error);
      }
    },
    close() {
      links.close();
      return pool.destroy();
    },
  };
}

export function tlsOptions(tls: TlsIdentity | undefined): { ca?: string; cert?: string; key?: string; rejectUnauthorized: true; minVersion: "TLSv1.2" } {
  return {
    rejectUnauthorized: true,
    minVersion: "TLSv1.2",
    ...(tls?.authority !== undefined && { ca: tls.authority }),
    ...(tls?.certificate !== undefined && { cert: tls.certificate }),
    ...(tls?.key !== undefined && { key: tls.key }),
  };
}

async function readBody({ body, headers, statusCode }: Dispatcher.ResponseData, largest: number): Promise<Buffer> {
  const tooLarge = () => new SourceFault("too-large", `answers more than ${largest} bytes`, { detail: { status: statusCode, largest } });
  if (statusCode < 400 && Number(headers["content-length"] ?? 0) > largest) {
    body.destroy();
    throw tooLarge();
  }
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop destroys the body, and with it the connection.
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > largest) {
      if (statusCode >= 400) return Buffer.alloc(0);
      throw tooLarge();
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/** Compression was not asked for; gateways that do it all the same are understood, and counted by what comes out. */
async function decompress(bytes: Buffer, encoding: string | undefined, largest: number): Promise<Buffer> {
  if (encoding === undefined || encoding === "identity" || bytes.byteLength === 0) return bytes;
  const unpack = DECOMPRESS[encoding.toLowerCase()];
  if (!unpack) throw new SourceFault("malformed", "answers compressed in a way that is not supported");
  try {
    return await unpack(bytes, { maxOutputLength: largest });
  } catch (error) {
    if (codeOf(error) === "ERR_BUFFER_TOO_LARGE") throw new SourceFault("too-large", `answers more than ${largest} bytes`, { detail: { largest, compressed: true } });
    throw new SourceFault("malformed", "answers with compressed bytes that are broken or cut off");
  }
}

const CERTIFICATE_CODES = /^(CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH|HOSTNAME_MISMATCH|ERR_TLS_|ERR_SSL_|ERR_OSSL_|EPROTO)/;

/** What broke on the wire, by its code alone: messages quote addresses, which hold ID numbers. */
export function asFault(error: unknown): SourceFault {
  if (error instanceof SourceFault) return error;
  // undici's parser leaves its code out for some of what it meets.
  const code = codeOf(error) ?? (error instanceof Error && error.name === "HTTPParserError" ? "HPE_UNKNOWN" : "unknown");
  const detail = { code };
  if (CERTIFICATE_CODES.test(code)) return new SourceFault("certificate", "shows a certificate that is not trusted, or does not trust ours", { detail });
  if (code === "UND_ERR_HEADERS_TIMEOUT" || code === "UND_ERR_BODY_TIMEOUT") return new SourceFault("slow", "did not answer in time", { detail });
  if (code === "UND_ERR_HEADERS_OVERFLOW" || code === "HPE_HEADER_OVERFLOW") return new SourceFault("too-large", "answers with headers that are too long", { detail });
  if (code.startsWith("HPE_") || code === "UND_ERR_RES_CONTENT_LENGTH_MISMATCH") return new SourceFault("malformed", "answers with something that is not HTTP", { detail });
  if (code.startsWith("UND_ERR_INVALID_ARG") || code === "UND_ERR_REQ_CONTENT_LENGTH_MISMATCH") return new SourceFault("malformed", "cannot be asked like this", { detail });
  return new SourceFault("unreachable", "cannot be reached, or hung up", { detail });
}

/** Several addresses of one host fail together; the first one's code speaks for them. */
export function codeOf(error: unknown): string | undefined {
  if (error instanceof AggregateError && error.errors.length > 0 && !("code" in error && error.code)) return codeOf(error.errors[0]);
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown };
  // undici wraps what the socket or TLS said.
  if (code === "UND_ERR_SOCKET" && cause !== undefined) return codeOf(cause) ?? code;
  return typeof code === "string" && /^\w{1,60}$/.test(code) ? code : undefined;
}
