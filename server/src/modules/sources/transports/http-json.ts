/** Systems that answer questions over HTTP with JSON. */
import type { Operation, Source } from "../../catalogue/index.ts";
import type { Connection } from "./connection.ts";
import { asQuery, fillPath, membersOf } from "./http/address.ts";
import { authorise } from "./http/authentication.ts";
import { type HttpAnswer, type HttpRequest, openChannel } from "./http/channel.ts";
import { readContentType } from "./http/content-type.ts";
import { faultOfStatus } from "./http/status.ts";
import { readJson } from "./json.ts";
import { SourceFault } from "./source-fault.ts";
import { decodeText, type Encoding, encodingOf } from "./text.ts";
import type { Explain, RawAnswer, Transport } from "./transport.ts";

type HttpJsonSource = Pick<Source, "limits"> & { transport: Extract<Source["transport"], { kind: "http-json" }> };

export function openHttpJson({ transport, limits }: HttpJsonSource, connection: Connection): Transport {
  const channel = openChannel(connection, limits);
  const send = authorise(transport, connection, channel, limits.timeoutMs);
  const encoding = transport.encoding ?? "utf-8";
  return {
    async ask({ operation, input }, signal, explain) {
      const startedAt = performance.now();
      const answer = await send(composeRequest(operation, input, channel.base, encoding), signal, explain);
      return readAnswer(answer, encoding, performance.now() - startedAt, explain);
    },
    close: channel.close,
  };
}

function composeRequest({ request }: Operation, input: unknown, base: URL, encoding: Encoding): HttpRequest {
  const { method = "GET", path: template = "/" } = request;
  const accept = { accept: "application/json" };
  if (method === "GET") {
    const { path, rest } = fillPath(base, template, membersOf(input));
    return { method, path: path + asQuery(rest), headers: accept };
  }
  const isObject = input !== null && typeof input === "object" && !Array.isArray(input);
  const { path, rest } = fillPath(base, template, isObject ? membersOf(input) : {});
  const body = JSON.stringify((isObject ? rest : input) ?? {});
  // Escaped, the same bytes are right in either encoding.
  return { method, path, headers: { ...accept, "content-type": "application/json" }, body: encoding === "gb18030" ? escapeBeyondAscii(body) : body };
}

function readAnswer(answer: HttpAnswer, fallback: Encoding, tookMs: number, explain: Explain | undefined): RawAnswer {
  const { mediaType, charset } = readContentType(answer.headers["content-type"]);
  const tell = (encoding?: Encoding) => explain?.({ step: "answer", summary: `HTTP ${answer.status}`, contentType: mediaType, ...(encoding && { charset: encoding }), bytes: answer.bytes.byteLength, tookMs });
  const isJson = /^(application|text)\/(json|[\w.-]+\+json)$/.test(mediaType);

  if (answer.status === 404) {
    tell();
    // A web server's own page says that the address is wrong, not that the department has nothing about somebody.
    if (answer.bytes.byteLength > 0 && !isJson && mediaType !== "text/plain") throw new SourceFault("refused", "does not know the address", { detail: { status: 404, contentType: mediaType.slice(0, 60) } });
    return { found: false };
  }
  const fault = faultOfStatus(answer);
  if (fault ?? answer.status === 204) {
    tell();
    if (fault) throw fault;
    return { found: false };
  }
  if (!isJson) {
    tell();
    throw new SourceFault("malformed", "answers with something else than JSON", { detail: { status: answer.status, contentType: mediaType.slice(0, 60) } });
  }
  const encoding = charset === undefined ? fallback : encodingOf(charset);
  tell(encoding);
  const value = readJson(decodeText(answer.bytes, encoding));
  explain?.({ step: "decoded", value });
  return { found: true, value };
}

function escapeBeyondAscii(json: string): string {
  return json.replaceAll(/[\u0080-\uFFFF]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
