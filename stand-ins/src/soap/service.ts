/**
 * A department's SOAP service. What somebody asks is the one element of the body; who asks stands in a header of the
 * letter, or was seen before. A person who is not known is no fault but an answer, with the department's own code.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import iconv from "iconv-lite";
import type { Http } from "../http.ts";
import { child, escapeXml, type ReadElement, readXml, textOf, type XmlElements, writeXml } from "./xml.ts";

export interface SoapService {
  version: "1.1" | "1.2";
  path: string;
  namespace: string;
  /** Of answers. */
  encoding: "UTF-8" | "GB18030";
  /** WS-Security; left out: who asks was seen before. */
  login?: { username: string; password: string };
  /** By the element that asks; `${element}Response` answers. */
  operations: Readonly<Record<string, SoapOperation>>;
}

export interface SoapOperation {
  /** What the caller says it wants, in SOAPAction or in the media type. */
  action: string;
  /** Elements that must be there and hold a text. */
  wants: readonly string[];
  answer(asked: Readonly<Record<string, string>>): XmlElements;
}

const ENVELOPES = { "1.1": "http://schemas.xmlsoap.org/soap/envelope/", "1.2": "http://www.w3.org/2003/05/soap-envelope" } as const;
const MEDIA_TYPES = { "1.1": "text/xml", "1.2": "application/soap+xml" } as const;
const SECURITY = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
/** How old a digest of a password may be. */
const DIGEST_AGE_MS = 300_000;

class Refusal extends Error {
  readonly code: "Client" | "MustUnderstand" | "VersionMismatch" | "FailedAuthentication";

  constructor(code: Refusal["code"], message: string) {
    super(message);
    this.code = code;
  }
}

export function addSoapService(http: Http, service: SoapService): void {
  http.removeAllContentTypeParsers();
  http.addContentTypeParser(Object.values(MEDIA_TYPES), { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  http.post(service.path, async (request, reply) => {
    try {
      return send(service, reply, 200, answer(service, request));
    } catch (error) {
      if (error instanceof Refusal) return send(service, reply, service.version === "1.2" && error.code !== "FailedAuthentication" ? 400 : 500, writeFault(service, error));
      throw error;
    }
  });
}

function answer(service: SoapService, request: FastifyRequest): string {
  const { version, namespace, operations } = service;
  if (mediaTypeOf(request) !== MEDIA_TYPES[version]) throw new Refusal("VersionMismatch", `This service speaks SOAP ${version}.`);
  const text = (request.body as Buffer).toString();
  const envelope = readEnvelope(text, version);
  if (service.login && !provesLogin(child(child(envelope, "Header"), "Security"), service.login)) throw new Refusal("FailedAuthentication", "The user name or the password is wrong.");
  const body = child(envelope, "Body");
  const elements = typeof body === "object" ? Object.keys(body).filter((name) => !name.startsWith("@") && name !== "#text") : [];
  const [element = ""] = elements;
  const operation = Object.hasOwn(operations, element) ? operations[element] : undefined;
  if (!operation || elements.length !== 1 || !text.includes(`"${escapeXml(namespace)}"`)) throw new Refusal("Client", `There is no operation ${element.slice(0, 60)} in ${namespace}.`);
  if (actionOf(request, version) !== operation.action) throw new Refusal("Client", `${element} is asked with the action ${operation.action}.`);
  const asked = Object.fromEntries(operation.wants.map((name) => [name, textOf(child(child(body, element), name))]));
  const missing = operation.wants.find((name) => !asked[name]);
  if (missing !== undefined) throw new Refusal("Client", `${element} wants ${missing}.`);
  return `<ns2:${element}Response xmlns:ns2="${escapeXml(namespace)}">${writeXml(operation.answer(asked))}</ns2:${element}Response>`;
}

function readEnvelope(text: string, version: SoapService["version"]): ReadElement {
  let document: ReadElement;
  try {
    document = readXml(text);
  } catch {
    throw new Refusal("Client", "That is not XML.");
  }
  const envelope = child(document, "Envelope");
  if (envelope === undefined) throw new Refusal("Client", "That is no envelope.");
  if (!text.includes(ENVELOPES[version])) throw new Refusal("VersionMismatch", `This service speaks SOAP ${version}.`);
  return envelope;
}

/** UsernameToken Profile 1.1: the password itself, or Base64(SHA-1(nonce + created + password)). */
function provesLogin(security: ReadElement | undefined, { username, password }: { username: string; password: string }): boolean {
  const token = child(security, "UsernameToken");
  const presented = child(token, "Password");
  if (textOf(child(token, "Username")) !== username) return false;
  if (!textOf(child(presented, "@Type")).endsWith("#PasswordDigest")) return equals(textOf(presented), password);
  const created = textOf(child(token, "Created"));
  if (!(Math.abs(Date.now() - Date.parse(created)) < DIGEST_AGE_MS)) return false;
  const digest = createHash("sha1").update(Buffer.from(textOf(child(token, "Nonce")), "base64")).update(created + password).digest("base64");
  return equals(textOf(presented), digest);
}

function equals(presented: string, wanted: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(presented), digest(wanted));
}

function mediaTypeOf({ headers }: FastifyRequest): string {
  return (headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}

function actionOf({ headers }: FastifyRequest, version: SoapService["version"]): string {
  if (version === "1.1") return String(headers["soapaction"] ?? "").replaceAll('"', "");
  return /;\s*action="([^"]*)"/.exec(headers["content-type"] ?? "")?.[1] ?? "";
}

function writeFault({ version }: SoapService, { code, message }: Refusal): string {
  const inSecurity = code === "FailedAuthentication";
  const name = inSecurity ? "wsse:FailedAuthentication" : `soapenv:${version === "1.2" && code === "Client" ? "Sender" : code}`;
  const namespace = inSecurity ? ` xmlns:wsse="${SECURITY}"` : "";
  return version === "1.1"
    ? `<soapenv:Fault${namespace}><faultcode>${name}</faultcode><faultstring xml:lang="en">${escapeXml(message)}</faultstring></soapenv:Fault>`
    : `<soapenv:Fault${namespace}><soapenv:Code><soapenv:Value>${inSecurity ? "soapenv:Sender" : name}</soapenv:Value></soapenv:Code><soapenv:Reason><soapenv:Text xml:lang="en">${escapeXml(message)}</soapenv:Text></soapenv:Reason></soapenv:Fault>`;
}

function send({ version, encoding }: SoapService, reply: FastifyReply, status: number, body: string): FastifyReply {
  const envelope = `<?xml version="1.0" encoding="${encoding}"?>\n<soapenv:Envelope xmlns:soapenv="${ENVELOPES[version]}"><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`;
  return reply.code(status).type(`${MEDIA_TYPES[version]}; charset=${encoding}`).send(encoding === "GB18030" ? iconv.encode(envelope, "gb18030") : Buffer.from(envelope));
}
