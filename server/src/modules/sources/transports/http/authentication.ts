/** How a system knows us, besides the certificate, which belongs to the wire. */
import { createHash, randomBytes } from "node:crypto";
import { createSigner, httpbis } from "http-message-signatures";
import type { Source } from "../../../catalogue/index.ts";
import type { Connection } from "../connection.ts";
import { readJson } from "../json.ts";
import { SourceFault, untilAborted } from "../source-fault.ts";
import { decodeText } from "../text.ts";
import { type Explain, MASKED } from "../transport.ts";
import { fillPath } from "./address.ts";
import type { Channel, HttpAnswer, HttpRequest } from "./channel.ts";
import { faultOfStatus } from "./status.ts";

/** Sends a request so that the system knows who asks. */
export type SendAuthorised = (request: HttpRequest, signal: AbortSignal, explain?: Explain) => Promise<HttpAnswer>;

type HttpTransport = Extract<Source["transport"], { kind: "http-json" | "soap" }>;

const DEFAULT_API_KEY_HEADER = "x-api-key";

/** @param shown the request's body as an explanation may show it, when it holds a secret itself */
export function authorise(transport: HttpTransport, connection: Connection, channel: Channel, timeoutMs: number, shown: (body: string) => string = (body) => body): SendAuthorised {
  const send = async (request: HttpRequest, secrets: readonly string[], signal: AbortSignal, explain: Explain | undefined) => {
    explain?.({
      step: "request",
      summary: `${request.method} ${channel.base.origin}${request.path}`,
      headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, secrets.includes(name) ? MASKED : value])),
      ...(request.body !== undefined && { body: shown(request.body) }),
    });
    return channel.send(request, signal);
  };
  const withHeaders = (request: HttpRequest, headers: Record<string, string>): HttpRequest => ({ ...request, headers: { ...request.headers, ...headers } });

  switch (transport.authentication) {
    case "api-key": {
      const header = (transport.apiKeyHeader ?? DEFAULT_API_KEY_HEADER).toLowerCase();
      return async (request, signal, explain) => send(withHeaders(request, { [header]: connection.apiKey ?? "" }), [header], signal, explain);
    }
    case "signed": {
      const sign = createMessageSigner(connection, channel.base);
      return async (request, signal, explain) => send(await sign(request), [], signal, explain);
    }
    case "oauth-client-credentials": {
      const tokens = new TokenKeeper(transport, connection, channel, timeoutMs);
      const sendWith = (token: string, request: HttpRequest, signal: AbortSignal, explain?: Explain) => send(withHeaders(request, { authorization: `Bearer ${token}` }), ["authorization"], signal, explain);
      return async (request, signal, explain) => {
        const token = await tokens.get(signal, explain);
        const answer = await sendWith(token, request, signal, explain);
        if (answer.status !== 401) return answer;
        // Taken back before its time, which is allowed. A second refusal is about us, not about the token.
        tokens.forget(token);
        return sendWith(await tokens.get(signal, explain), request, signal, explain);
      };
    }
    // Nothing, our certificate, which the wire shows, or a name and password within the body.
    default: return (request, signal, explain) => send(request, [], signal, explain);
  }
}

/**
 * RFC 9421 over the method, the address and the digest (RFC 9530) of the body, an empty one included. The nonce tells a question
 * asked twice within a second from a recorded one that somebody else sends again.
 */
function createMessageSigner({ signing }: Connection, base: URL): (request: HttpRequest) => Promise<HttpRequest> {
  const key = createSigner(signing?.secret ?? "", "hmac-sha256", signing?.keyId);
  return async (request) => {
    const digest = createHash("sha256").update(request.body ?? "").digest("base64");
    const message = { method: request.method, url: base.origin + request.path, headers: { ...request.headers, "content-digest": `sha-256=:${digest}:` } };
    const signed = await httpbis.signMessage({ key, fields: ["@method", "@target-uri", "content-digest"], params: ["created", "keyid", "alg", "nonce"], paramValues: { nonce: randomBytes(12).toString("base64url") } }, message);
    return { ...request, headers: Object.fromEntries(Object.entries(signed.headers).map(([name, value]) => [name.toLowerCase(), value])) };
  };
}

interface Token {
  value: string;
  /** By the clock that never jumps. */
  goodUntilMs: number;
}

/** A token without a stated life is asked anew this often (RFC 6749 §5.1 only recommends one). */
const DEFAULT_TOKEN_SECONDS = 300;
const LONGEST_TOKEN_SECONDS = 86_400;
/** A token is left before it ends: it must live until the question has arrived. */
const LEAVE_BEFORE_SECONDS = 30;

/** OAuth 2.0 client credentials (RFC 6749 §4.4): one token for all who ask, and one request for it however many wait. */
class TokenKeeper {
  readonly #transport: HttpTransport;
  readonly #connection: Connection;
  readonly #channel: Channel;
  readonly #timeoutMs: number;
  #token: Token | undefined;
  #coming: Promise<Token> | undefined;
  #renewing = false;

  constructor(transport: HttpTransport, connection: Connection, channel: Channel, timeoutMs: number) {
    this.#transport = transport;
    this.#connection = connection;
    this.#channel = channel;
    this.#timeoutMs = timeoutMs;
  }

  async get(signal: AbortSignal, explain?: Explain): Promise<string> {
    if (this.#token && performance.now() < this.#token.goodUntilMs) return this.#token.value;
    // Its own deadline, not the first asker's: who leaves must not take it from those who wait.
    this.#coming ??= this.#ask(explain).finally(() => {
      this.#coming = undefined;
    });
    return (await untilAborted(this.#coming, signal)).value;
  }

  /** @param value a token that was refused; a newer one is kept */
  forget(value: string): void {
    if (this.#token?.value !== value) return;
    this.#token = undefined;
    this.#renewing = true;
  }

  async #ask(explain: Explain | undefined): Promise<Token> {
    const { tokenPath = "/token", scope } = this.#transport as Partial<Extract<HttpTransport, { kind: "http-json" }>>;
    const { clientId, clientSecret } = this.#connection.oauth ?? { clientId: "", clientSecret: "" };
    // The client's secret goes where the operators said, whatever the document says.
    const { path } = fillPath(this.#channel.base, tokenPath, {});
    explain?.({ step: "token", method: "POST", address: this.#channel.base.origin + path, outcome: this.#renewing ? "renewed" : "asked" });
    const answer = await this.#channel.send(
      {
        method: "POST",
        path,
        headers: {
          // RFC 6749 §2.3.1: each half is form-encoded before they are joined.
          authorization: `Basic ${Buffer.from(`${formEncode(clientId)}:${formEncode(clientSecret)}`).toString("base64")}`,
          "content-type": "application/x-www-form-urlencoded",
          accept: "application/json",
        },
        body: new URLSearchParams({ grant_type: "client_credentials", ...(scope !== undefined && { scope }) }).toString(),
      },
      AbortSignal.timeout(this.#timeoutMs),
    );
    const fault = answer.status === 404 ? new SourceFault("refused", "has no tokens where the document says", { detail: { status: 404 } }) : faultOfStatus(answer);
    if (fault) throw new SourceFault(fault.kind, `gives no token: ${fault.message}`, { detail: { ...fault.detail, during: "token" }, retryable: fault.retryable, ...(fault.retryAfterMs !== undefined && { retryAfterMs: fault.retryAfterMs }) });
    this.#token = readToken(readJson(decodeText(answer.bytes, "utf-8")));
    this.#renewing = false;
    return this.#token;
  }
}

function readToken(answer: unknown): Token {
  const { access_token: value, token_type: type, expires_in: seconds = DEFAULT_TOKEN_SECONDS } = (answer ?? {}) as Record<string, unknown>;
  const life = Math.min(Number(seconds), LONGEST_TOKEN_SECONDS);
  if (typeof value !== "string" || !/^[\x21-\x7E]{1,8000}$/.test(value) || typeof type !== "string" || type.toLowerCase() !== "bearer" || !(life > 0)) {
    throw new SourceFault("malformed", "gives a token that cannot be used", { detail: { during: "token" } });
  }
  return { value, goodUntilMs: performance.now() + Math.max(life - LEAVE_BEFORE_SECONDS, life * 0.5) * 1000 };
}

function formEncode(text: string): string {
  return new URLSearchParams({ "": text }).toString().slice(1);
}
