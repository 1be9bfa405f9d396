/** The letter around a question in SOAP 1.1 and 1.2, written and opened. */
import { randomBytes } from "node:crypto";
import { SourceFault } from "../source-fault.ts";
import { readXml } from "./xml.ts";

export type SoapVersion = "1.1" | "1.2";

const NAMESPACES: Record<SoapVersion, string> = { "1.1": "http://schemas.xmlsoap.org/soap/envelope/", "1.2": "http://www.w3.org/2003/05/soap-envelope" };
const SECURITY = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
const PROFILE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0";
const DEEPEST = 10;

export interface Letter {
  version: SoapVersion;
  namespace: string;
  element: string;
  input: Record<string, unknown>;
  login?: { username: string; password: string };
}

export function writeEnvelope({ version, namespace, element, input, login }: Letter): string {
  const header = login ? `<soap:Header>${writeLogin(login)}</soap:Header>` : "";
  const body = `<${element} xmlns="${escapeXml(namespace, "namespace")}">${writeMembers(input, 0)}</${element}>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<soap:Envelope xmlns:soap="${NAMESPACES[version]}">${header}<soap:Body>${body}</soap:Body></soap:Envelope>`;
}

/** WS-Security UsernameToken with the password as text, which only an encrypted link protects. */
function writeLogin({ username, password }: { username: string; password: string }): string {
  const token = `<wsse:Username>${escapeXml(username, "username")}</wsse:Username><wsse:Password Type="${PROFILE}#PasswordText">${escapeXml(password, "password")}</wsse:Password>`;
  return `<wsse:Security xmlns:wsse="${SECURITY}" soap:mustUnderstand="1"><wsse:UsernameToken wsu:Id="token-${randomBytes(6).toString("hex")}" xmlns:wsu="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd">${token}</wsse:UsernameToken></wsse:Security>`;
}

function writeMembers(members: Record<string, unknown>, depth: number): string {
  if (depth > DEEPEST) throw unaskable("is too deep");
  return Object.entries(members)
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((each) => writeElement(name, each, depth)))
    .join("");
}

function writeElement(name: string, value: unknown, depth: number): string {
  if (!/^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(name)) throw unaskable("has a member whose name is no name in XML");
  if (value === undefined || value === null) return "";
  if (typeof value === "object") return `<${name}>${writeMembers(value as Record<string, unknown>, depth + 1)}</${name}>`;
  if (typeof value === "string" || typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value))) return `<${name}>${escapeXml(String(value), name)}</${name}>`;
  throw unaskable(`must be texts and numbers: ${name}`);
}

function escapeXml(text: string, name: string): string {
  // What XML 1.0 leaves out.
  if (!text.isWellFormed() || /[\uFFFE\uFFFF]/.test(text) || /\p{Cc}/u.test(text.replaceAll(/[\t\n\r\u0080-\u009F]/g, ""))) throw unaskable(`holds characters that XML may not: ${name}`);
  // By number beyond ASCII: right in whatever encoding the other side believes it reads.
  return text.replaceAll(/[&<>"'\r\u0080-\u{10FFFF}]/gu, (sign) => `&#x${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase()};`);
}

/**
 * What the answering element holds.
 * @throws {SourceFault} malformed: no envelope; failed or refused: a Fault
 */
export function openEnvelope(text: string): unknown {
  const { name, value } = readXml(text);
  const body = name === "Envelope" ? memberOf(value, "Body") : undefined;
  if (body === undefined) throw new SourceFault("malformed", "answers with XML that is no SOAP envelope");
  const parts = body !== null && typeof body === "object" ? Object.entries(body).filter(([part]) => !part.startsWith("@")) : [];
  const fault = parts.find(([part]) => part === "Fault")?.[1];
  if (fault !== undefined) throw readFault(fault);
  const [answer, another] = parts;
  if (!answer || another || Array.isArray(answer[1])) throw new SourceFault("malformed", "answers with a SOAP body that does not hold one answer");
  return answer[1];
}

/** The code alone: the reason is free text, and may quote the question. 1.1: faultcode; 1.2: Code/Value. */
function readFault(fault: unknown): SourceFault {
  const code = memberOf(fault, "faultcode") ?? memberOf(memberOf(fault, "Code"), "Value");
  const subcode = memberOf(memberOf(memberOf(fault, "Code"), "Subcode"), "Value");
  const local = (each: unknown) => (typeof each === "string" ? each.slice(each.indexOf(":") + 1).replaceAll(/[^\w.-]/g, "?").slice(0, 60) : "");
  const detail = { faultCode: local(code) || "none", ...(subcode !== undefined && { faultSubcode: local(subcode) }) };
  const refused = /^(Client|Sender|MustUnderstand|VersionMismatch|FailedAuthentication|InvalidSecurity\w*)/i.test(detail.faultCode);
  return refused ? new SourceFault("refused", "refuses the question with a SOAP fault", { detail }) : new SourceFault("failed", "answers with a SOAP fault", { detail });
}

function memberOf(value: unknown, name: string): unknown {
  return value !== null && typeof value === "object" && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}

const unaskable = (what: string) => new SourceFault("malformed", `cannot be asked: request.input ${what}`, { detail: { place: "request.input" } });
