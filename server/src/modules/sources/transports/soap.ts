/** Systems that answer questions by SOAP 1.1 or 1.2. The mapping sees what the answering element holds. */
import type { Operation, Source } from "../../catalogue/index.ts";
import type { Connection } from "./connection.ts";
import { fillPath, membersOf } from "./http/address.ts";
import { authorise } from "./http/authentication.ts";
import { type HttpAnswer, openChannel } from "./http/channel.ts";
import { readContentType } from "./http/content-type.ts";
import { faultOfStatus } from "./http/status.ts";
import { openEnvelope, type SoapVersion, writeEnvelope } from "./soap/envelope.ts";
import { declaredEncoding } from "./soap/xml.ts";
import { SourceFault } from "./source-fault.ts";
import { decodeText, type Encoding, encodingOf } from "./text.ts";
import { type Explain, MASKED, type RawAnswer, type Transport } from "./transport.ts";

type SoapSource = Pick<Source, "limits"> & { transport: Extract<Source["transport"], { kind: "soap" }> };

export function openSoap({ transport, limits }: SoapSource, connection: Connection): Transport {
  const channel = openChannel(connection, limits);
  const maskPassword = (body: string) => body.replace(/(<wsse:Password[^>]*>)[^<]*/, `$1${MASKED}`);
  const send = authorise(transport, connection, channel, limits.timeoutMs, maskPassword);
  const login = transport.authentication === "username-token" ? { login: { username: connection.username ?? "", password: connection.password ?? "" } } : {};
  const { path } = fillPath(channel.base, transport.path, {});

  return {
    async ask({ operation, input }, signal, explain) {
      const startedAt = performance.now();
      const { version, namespace } = transport;
      const body = writeEnvelope({ version, namespace, element: operation.request.element ?? "", input: membersOf(input), ...login });
      const answer = await send({ method: "POST", path, headers: headersFor(version, operation), body }, signal, explain);
      return readAnswer(answer, transport.encoding ?? "utf-8", performance.now() - startedAt, explain);
    },
    close: channel.close,
  };
}

function headersFor(version: SoapVersion, { request }: Operation): Record<string, string> {
  const action = (request.action ?? "").replaceAll(/["\\\r\n]/g, "");
  return version === "1.1"
    ? { "content-type": "text/xml; charset=utf-8", accept: "text/xml", soapaction: `"${action}"` }
    : { "content-type": `application/soap+xml; charset=utf-8${action && `; action="${action}"`}`, accept: "application/soap+xml" };
}

function readAnswer(answer: HttpAnswer, fallback: Encoding, tookMs: number, explain: Explain | undefined): RawAnswer {
  const { mediaType, charset } = readContentType(answer.headers["content-type"]);
  const isXml = /^(text|application)\/(soap\+)?xml$/.test(mediaType);
  const fault = faultOfStatus(answer);
  const declared = charset ?? declaredEncoding(answer.bytes);
  explain?.({ step: "answer", summary: `HTTP ${answer.status}`, contentType: mediaType, ...(declared !== undefined && { charset: declared }), bytes: answer.bytes.byteLength, tookMs });
  if (fault) throw isXml && (answer.status === 500 || answer.status === 400) ? (faultWithin(answer, fallback) ?? fault) : fault;
  if (!isXml) throw new SourceFault("malformed", "answers with something else than XML", { detail: { status: answer.status, contentType: mediaType.slice(0, 60) } });
  const value = openEnvelope(decodeText(answer.bytes, declared === undefined ? fallback : encodingOf(declared)));
  explain?.({ step: "decoded", value });
  return { found: true, value };
}

/** SOAP sends its faults with status 500 (1.1) or 400 and 500 (1.2); what they say is better than the status. */
function faultWithin(answer: HttpAnswer, fallback: Encoding): SourceFault | undefined {
  const declared = readContentType(answer.headers["content-type"]).charset ?? declaredEncoding(answer.bytes);
  try {
    openEnvelope(decodeText(answer.bytes, declared === undefined ? fallback : encodingOf(declared)));
  } catch (error) {
    if (error instanceof SourceFault && error.detail.faultCode !== undefined) return new SourceFault(error.kind, error.message, { detail: { status: answer.status, ...error.detail } });
  }
  return undefined;
}
