/** OAuth 2 as systems among themselves have it (RFC 6749 §4.4): a secret for a token that runs out. */
import { createHash, timingSafeEqual } from "node:crypto";
import { GIVES_TOKENS, givesTokens } from "./behaviour.ts";
import { type Guard, makeSecret } from "./callers.ts";
import { type Http, sendProblem } from "./http.ts";

export interface TokenOffice {
  /** What callers need. */
  oauth: { clientId: string; clientSecret: string };
  guard: Guard;
  addRoute(http: Http, path: string): void;
  /** Every token given out is worth nothing from now on. */
  revokeAll(): void;
}

const CLIENT_ID = "citizen-cloud";
const MOST_TOKENS = 10_000;

/** @param lifetimeSeconds short, so that renewing is seen */
export function createTokenOffice(lifetimeSeconds: number): TokenOffice {
  const clientSecret = makeSecret();
  /** When each runs out, oldest first. */
  const tokens = new Map<string, number>();
  return {
    oauth: { clientId: CLIENT_ID, clientSecret },
    guard: async (request, reply) => {
      if (givesTokens(request)) return;
      const [, token] = /^Bearer ([\w-]+)$/.exec(request.headers.authorization ?? "") ?? [];
      if (token !== undefined && (tokens.get(token) ?? 0) > Date.now()) return;
      reply.header("www-authenticate", token === undefined ? "Bearer" : 'Bearer error="invalid_token"');
      await sendProblem(reply, 401, "Unauthorized", "Present a token that has not run out.");
    },
    addRoute(http, path) {
      http.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string", bodyLimit: 10_000 }, (_request, body, done) => done(null, new URLSearchParams(String(body))));
      http.post(path, { config: GIVES_TOKENS }, async ({ headers, body }, reply) => {
        reply.header("cache-control", "no-store");
        const form = body instanceof URLSearchParams ? body : new URLSearchParams();
        const [id, secret] = readBasic(headers.authorization) ?? [form.get("client_id"), form.get("client_secret")];
        if (id !== CLIENT_ID || !isSame(secret ?? "", clientSecret)) return reply.code(401).header("www-authenticate", "Basic").send({ error: "invalid_client" });
        if (form.get("grant_type") !== "client_credentials") return reply.code(400).send({ error: "unsupported_grant_type" });
        const token = makeSecret();
        tokens.set(token, Date.now() + lifetimeSeconds * 1000);
        const [oldest] = tokens.keys();
        if (tokens.size > MOST_TOKENS && oldest !== undefined) tokens.delete(oldest);
        return { access_token: token, token_type: "Bearer", expires_in: lifetimeSeconds };
      });
    },
    revokeAll: () => tokens.clear(),
  };
}

/** Both parts are form-encoded first (RFC 6749 §2.3.1). */
function readBasic(header: string | undefined): [id: string, secret: string] | undefined {
  const [, coded] = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(header ?? "") ?? [];
  if (coded === undefined) return undefined;
  const text = Buffer.from(coded, "base64").toString();
  const colon = text.indexOf(":");
  if (colon < 0) return undefined;
  const [id, secret] = [text.slice(0, colon), text.slice(colon + 1)].map((part) => new URLSearchParams(`part=${part}`).get("part") ?? "") as [string, string];
  return [id, secret];
}

function isSame(left: string, right: string): boolean {
  const [one, other] = [left, right].map((text) => createHash("sha256").update(text).digest()) as [Buffer, Buffer];
  return timingSafeEqual(one, other);
}
