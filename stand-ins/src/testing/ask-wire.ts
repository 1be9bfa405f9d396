/** Asks what speaks no JSON as the source documents say it is asked: SOAP, SQL and dropped files, each by a client of its own. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { XMLParser } from "fast-xml-parser";
import iconv from "iconv-lite";
import mysql, { type RowDataPacket } from "mysql2/promise";
import pg from "pg";
import type { Connection } from "../systems/department.ts";
import { type Reply, send } from "./ask-source.ts";

export interface WireTransport {
  kind: string;
  version?: "1.1" | "1.2";
  path?: string;
  namespace?: string;
  authentication?: string;
  apiKeyHeader?: string;
  dialect?: "postgresql" | "mysql";
  format?: "csv" | "fixed-width";
  encoding?: string;
  delimiter?: string;
  header?: boolean;
  columns?: { name: string; start?: number; length?: number }[];
  keyColumn?: string;
}

export interface WireRequest {
  action?: string;
  element?: string;
  statement?: string;
}

const ENVELOPES = { "1.1": "http://schemas.xmlsoap.org/soap/envelope/", "1.2": "http://www.w3.org/2003/05/soap-envelope" } as const;
const SECURITY = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";

/** The answer before it is mapped; undefined: no rows. */
export async function askWire(transport: WireTransport, request: WireRequest, connection: Connection, input: Record<string, unknown>): Promise<unknown> {
  const rows = transport.kind === "sql" ? await readRows(transport, request, connection, input) : transport.kind === "file-drop" ? readDrop(transport, connection.folder ?? "", String(input["key"])) : undefined;
  if (rows) return rows.length === 0 ? undefined : rows;
  const { status, headers, body } = await sendSoap(transport, request, connection, writeMembers(input));
  if (status !== 200) throw new Error(`answered ${status}: ${body.toString()}`);
  return openEnvelope(iconv.decode(body, /charset=([\w-]+)/.exec(headers["content-type"] ?? "")?.[1] ?? ""));
}

export function sendSoap({ version = "1.1", path = "", namespace = "", authentication, apiKeyHeader = "" }: WireTransport, { action = "", element = "" }: WireRequest, connection: Connection, members: string): Promise<Reply> {
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

function writeMembers(input: Record<string, unknown>): string {
  return Object.entries(input).map(([name, value]) => `<${name}>${String(value)}</${name}>`).join("");
}

async function readRows({ dialect }: WireTransport, { statement = "" }: WireRequest, { sql }: Connection, input: Record<string, unknown>): Promise<Record<string, unknown>[]> {
  const names: string[] = [];
  const text = statement.replaceAll(/:(\w+)/g, (_whole, name: string) => (dialect === "mysql" ? (names.push(name), "?") : `$${names.push(name)}`));
  const values = names.map((name) => String(input[name]));
  if (dialect === "mysql") {
    const connection = await mysql.createConnection({ ...sql });
    const [rows] = await connection.execute<RowDataPacket[]>(text, values);
    await connection.end();
    return rows;
  }
  const client = new pg.Client(sql);
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(text, values);
  await client.end();
  return rows;
}

/** The newest file alone. */
export function readDrop({ format, encoding = "utf-8", delimiter = ",", header, columns = [], keyColumn = "" }: WireTransport, folder: string, key: string): Record<string, string>[] {
  const [newest = ""] = readdirSync(folder).filter((name) => !name.startsWith(".")).sort().reverse();
  const bytes = readFileSync(join(folder, newest));
  const lines = iconv.decode(bytes, "latin1").split("\r\n").slice(0, -1).slice(header ? 1 : 0).filter((line) => line.includes(key)).map((line) => Buffer.from(line, "latin1"));
  const rows = lines.map((line) => {
    const cells = format === "csv" ? iconv.decode(line, encoding).split(delimiter) : columns.map(({ start = 0, length = 0 }) => iconv.decode(line.subarray(start, start + length), encoding).trim());
    return Object.fromEntries(columns.map(({ name }, index) => [name, cells[index] ?? ""]));
  });
  return rows.filter((row) => row[keyColumn] === key);
}
