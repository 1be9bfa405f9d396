/** Signed requests: HTTP message signatures (RFC 9421) with a shared secret, over the body's digest too (RFC 9530). */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { makeSecret } from "./callers.ts";
import { type Http, sendProblem } from "./http.ts";

export interface SignatureOffice {
  /** What callers need. */
  signing: { keyId: string; secret: string };
  /** Every route added to this scope afterwards wants a signature. */
  guard(http: Http): void;
}

const KEY_ID = "citizen-cloud";
const LONGEST_AGE_SECONDS = 300;
/** Clocks differ a little. */
const AHEAD_SECONDS = 10;
const MUST_COVER = ["@method", "@target-uri"];
const MOST_SEEN = 100_000;

export function createSignatureOffice(): SignatureOffice {
  const secret = makeSecret();
  /** Signatures that were let in, oldest first: none of them a second time. */
  const seen = new Set<string>();
  const bodies = new WeakMap<FastifyRequest, Buffer>();
  return {
    signing: { keyId: KEY_ID, secret },
    guard(http) {
      http.addContentTypeParser("application/json", { parseAs: "buffer" }, (request, body, done) => {
        bodies.set(request, body as Buffer);
        try {
          done(null, JSON.parse(body.toString()));
        } catch {
          done(Object.assign(new Error("The body is no JSON."), { statusCode: 400 }));
        }
      });
      http.addHook("preValidation", async (request, reply) => {
        const fault = judge(request, bodies.get(request) ?? Buffer.alloc(0), secret, seen);
        if (fault !== undefined) await sendProblem(reply, 401, "Unauthorized", fault);
      });
    },
  };
}

/** @returns what is wrong with the signature */
function judge(request: FastifyRequest, body: Buffer, secret: string, seen: Set<string>): string | undefined {
  const [, label, parameters] = /^([a-z][a-z0-9_-]*)=(\(.*)$/s.exec(readHeader(request, "signature-input")) ?? [];
  const [, signedLabel, signature] = /^([a-z][a-z0-9_-]*)=:([A-Za-z0-9+/=]+):$/.exec(readHeader(request, "signature")) ?? [];
  const [, list] = /^\(([^()]*)\)/.exec(parameters ?? "") ?? [];
  if (parameters === undefined || list === undefined || signature === undefined || label !== signedLabel) return "Sign the request: Signature-Input and Signature, one signature.";
  const components = [...list.matchAll(/"([^"]+)"/g)].map(([, name]) => name as string);
  const missing = [...MUST_COVER, ...(body.length > 0 ? ["content-digest"] : [])].filter((name) => !components.includes(name));
  if (missing.length > 0) return `The signature must cover ${missing.join(", ")}.`;
  if (/;keyid="([^"]*)"/.exec(parameters)?.[1] !== KEY_ID) return "Nobody is known by this keyid.";
  if (/;alg="([^"]*)"/.exec(parameters)?.[1] !== undefined && !parameters.includes(';alg="hmac-sha256"')) return "Signatures are hmac-sha256.";
  const age = Date.now() / 1000 - Number(/;created=(\d{1,12})/.exec(parameters)?.[1] ?? 0);
  if (age > LONGEST_AGE_SECONDS || age < -AHEAD_SECONDS) return `The signature must have been created within ${LONGEST_AGE_SECONDS} seconds.`;
  if (components.includes("content-digest") && !readHeader(request, "content-digest").split(/,\s*/).includes(`sha-256=:${createHash("sha256").update(body).digest("base64")}:`)) return "Content-Digest is not that of the body.";
  const lines = [...components.map((name) => `"${name}": ${readComponent(request, name)}`), `"@signature-params": ${parameters}`];
  const wanted = createHmac("sha256", secret).update(lines.join("\n")).digest();
  const given = Buffer.from(signature, "base64");
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return "The signature is wrong.";
  if (seen.has(signature)) return "This signature was used before.";
  seen.add(signature);
  const [oldest] = seen;
  if (seen.size > MOST_SEEN && oldest !== undefined) seen.delete(oldest);
  return undefined;
}

function readComponent(request: FastifyRequest, name: string): string {
  switch (name) {
    case "@method": return request.method;
    case "@target-uri": return `${request.protocol}://${request.host}${request.url}`;
    case "@authority": return request.host;
    case "@path": return request.url.split("?", 1)[0] as string;
    default: return readHeader(request, name);
  }
}

function readHeader(request: FastifyRequest, name: string): string {
  const value = request.headers[name];
  return (Array.isArray(value) ? value.join(", ") : (value ?? "")).trim();
}
