/** A caller of departments' systems that reads a city's source documents as the server does, so that tests see the documents and the systems fit. */
import { createHash, createHmac, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { request as requestPlain, type IncomingMessage } from "node:http";
import { request as requestSecured } from "node:https";
import { join } from "node:path";
import iconv from "iconv-lite";
import type { Connection } from "../systems/department.ts";
import { evaluate } from "./mapping.ts";

const CITIES = join(import.meta.dirname, "../../../cities");

export interface SourceDocument {
  id: string;
  transport: { kind: string; authentication?: string; apiKeyHeader?: string; tokenPath?: string; encoding?: string };
  operations: OperationDocument[];
}

export interface OperationDocument {
  id: string;
  parameters: { name: string; pattern: string; optional?: boolean }[];
  request: { method?: string; path?: string; input: string };
  found?: string;
  answer: string;
  asOf?: string;
}

export interface Asked {
  idNumber?: string;
  name?: string;
  parameters?: Record<string, string>;
}

export type Mapped = { found: false } | { found: true; record: Record<string, unknown>; asOf: unknown };

export interface Reply {
  status: number;
  headers: IncomingMessage["headers"];
  body: Buffer;
}

export function readSource(city: string, id: string): SourceDocument {
  return JSON.parse(readFileSync(join(CITIES, city, "sources", `${id}.json`), "utf8")) as SourceDocument;
}

/** Asks over the real protocol and maps the answer. */
export async function askSource(city: string, source: SourceDocument, operationId: string, connection: Connection, { idNumber = "", name = "", parameters = {} }: Asked, today: string): Promise<Mapped> {
  const operation = findOperation(source, operationId);
  const subject = { idNumber, name };
  const input = (await evaluate(operation.request.input, { subject, parameters, city, today })) as Record<string, unknown>;
  const { status, headers, body } = await askHttp(source, operation, connection, input);
  if (status === 404) return { found: false };
  if (status !== 200) throw new Error(`${source.id} answered ${status}: ${body.toString()}`);
  const charset = /charset=([\w-]+)/i.exec(headers["content-type"] ?? "")?.[1] ?? source.transport.encoding ?? "utf-8";
  return mapAnswer(source, operationId, JSON.parse(iconv.decode(body, charset)), { subject, parameters, today });
}

/** @param answer as it was decoded */
export async function mapAnswer(source: SourceDocument, operationId: string, answer: unknown, bindings: Record<string, unknown>): Promise<Mapped> {
  const operation = findOperation(source, operationId);
  if (operation.found !== undefined && (await evaluate(operation.found, answer, bindings)) !== true) return { found: false };
  return { found: true, record: asPlain((await evaluate(operation.answer, answer, bindings)) ?? {}), asOf: operation.asOf === undefined ? undefined : await evaluate(operation.asOf, answer, bindings) };
}

function findOperation({ id: source, operations }: SourceDocument, operationId: string): OperationDocument {
  const operation = operations.find(({ id }) => id === operationId);
  if (!operation) throw new Error(`${source} has no operation ${operationId}.`);
  return operation;
}

async function askHttp({ transport }: SourceDocument, { request }: OperationDocument, connection: Connection, input: Record<string, unknown>): Promise<Reply> {
  const { method = "GET", path = "/" } = request;
  const rest = new Map(Object.entries(input));
  let address = (connection.url ?? "") + path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => {
    const value = String(rest.get(name));
    rest.delete(name);
    return encodeURIComponent(value);
  });
  if (method === "GET" && rest.size > 0) address += `?${[...rest].map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join("&")}`;
  const body = method === "POST" ? JSON.stringify(Object.fromEntries(rest)) : undefined;
  const headers: Record<string, string> = body === undefined ? {} : { "content-type": "application/json" };
  switch (transport.authentication) {
    case "api-key":
      headers[transport.apiKeyHeader ?? ""] = connection.apiKey ?? "";
      break;
    case "oauth-client-credentials":
      headers["authorization"] = `Bearer ${await getToken(connection, transport.tokenPath ?? "")}`;
      break;
    case "signed":
      Object.assign(headers, sign(connection, method, address, body ?? ""));
      break;
    default:
  }
  return send(address, { method, headers, ...(body === undefined ? {} : { body }), ...(connection.tls ? { tls: connection.tls } : {}) });
}

export async function getToken({ url, oauth }: Connection, path: string): Promise<string> {
  const basic = Buffer.from(`${oauth?.clientId}:${oauth?.clientSecret}`).toString("base64");
  const { body } = await send((url ?? "") + path, { method: "POST", headers: { authorization: `Basic ${basic}`, "content-type": "application/x-www-form-urlencoded" }, body: "grant_type=client_credentials" });
  return (JSON.parse(body.toString()) as { access_token: string }).access_token;
}

/** @param created in seconds; left out: now */
export function sign({ signing }: Connection, method: string, address: string, body: string, created: number = Math.floor(Date.now() / 1000)): Record<string, string> {
  const digest = `sha-256=:${createHash("sha256").update(body).digest("base64")}:`;
  const parameters = `("@method" "@target-uri" "content-digest");created=${created};keyid="${signing?.keyId}";nonce="${randomBytes(12).toString("base64url")}"`;
  const base = [`"@method": ${method}`, `"@target-uri": ${address}`, `"content-digest": ${digest}`, `"@signature-params": ${parameters}`].join("\n");
  return { "content-digest": digest, "signature-input": `sig1=${parameters}`, signature: `sig1=:${createHmac("sha256", signing?.secret ?? "").update(base).digest("base64")}:` };
}

export interface Sent {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  tls?: Partial<NonNullable<Connection["tls"]>>;
}

/** A connection of its own each time, so that nothing is left over from the question before. */
export function send(address: string, { method = "GET", headers = {}, body, tls }: Sent = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const options = { method, headers, agent: false as const };
    const secured = { ...options, ...(tls?.authority === undefined ? {} : { ca: tls.authority }), ...(tls?.certificate === undefined ? {} : { cert: tls.certificate, key: tls.key }) };
    const request = address.startsWith("https:") ? requestSecured(address, secured) : requestPlain(address, options);
    request.once("error", reject);
    request.once("response", (reply) => {
      const chunks: Buffer[] = [];
      reply.on("data", (chunk: Buffer) => void chunks.push(chunk));
      reply.once("error", reject);
      reply.once("aborted", () => reject(new Error("aborted")));
      reply.once("end", () => resolve({ status: reply.statusCode ?? 0, headers: reply.headers, body: Buffer.concat(chunks) }));
    });
    request.end(body);
  });
}

/** JSONata's sequences carry marks of their own, and what is nothing is left out. */
function asPlain(value: unknown): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
}
