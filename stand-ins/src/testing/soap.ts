/** SOAP, written and read by hand. */
import { XMLParser } from "fast-xml-parser";
import type { Connection } from "../systems/department.ts";
import { type Reply, send } from "./send.ts";

export interface SoapTransport {
  version?: "1.1" | "1.2";
  path?: string;
  namespace?: string;
  authentication?: string;
  apiKeyHeader?: string;
}

export interface SoapRequest {
  action?: string;
  element?: string;
}

const ENVELOPES = { "1.1": "http://schemas.xmlsoap.org/soap/envelope/", "1.2": "http://www.w3.org/2003/05/soap-envelope" } as const;
const SECURITY = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";

export function sendSoap({ version = "1.1", path = "", namespace = "", authentication, apiKeyHeader = "" }: SoapTransport, { action = "", element = "" }: SoapRequest, connection: Connection, members: string): Promise<Reply> {
  const login = `<wsse:Security xmlns:wsse="${SECURITY}" soap:mustUnderstand="1"><wsse:UsernameToken><wsse:Username>${connection.username}</wsse:Username><wsse:Password Type="#PasswordText">${connection.password}</wsse:Password></wsse:UsernameToken></wsse:Security>`;
  const body = `<?xml version="1.0" encoding="UTF-8"?><soap:Envelope xmlns:soap="${ENVELOPES[version]}"><soap:Header>${authentication === "username-token" ? login : ""}</soap:Header><soap:Body><${element} xmlns="${namespace}">${members}</${element}></soap:Body></soap:Envelope>`;
  const headers: Record<string, string> = version === "1.1" ? { "content-type": "text/xml; charset=utf-8", soapaction: `"${action}"` } : { "content-type": `application/soap+xml; charset=utf-8; action="${action}"` };
  if (authentication === "api-key") headers[apiKeyHeader] = connection.apiKey ?? "";
  return send((connection.url ?? "") + path, { method: "POST", headers, body, ...(connection.tls && { tls: connection.tls }) });
}

export function openEnvelope(text: string): unknown {
  const parsed = new XMLParser({ removeNSPrefix: true, parseTagValue: false, ignoreDeclaration: true }).parse(text, true) as { Envelope: { Body: Record<string, unknown> } };
  return Object.values(parsed.Envelope.Body)[0];
}
