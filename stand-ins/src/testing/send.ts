/** Requests of a caller of departments' systems, made by hand, so that a test can make them wrong. */
import { createHash, createHmac, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { request as requestPlain, type IncomingMessage } from "node:http";
import { request as requestSecured } from "node:https";
import { join } from "node:path";
import type { Connection } from "../systems/department.ts";

const CITIES = join(import.meta.dirname, "../../../cities");

export interface Reply {
  status: number;
  headers: IncomingMessage["headers"];
  body: Buffer;
}

/** A city's document of a system, as far as a caller needs it. */
export function readSource(city: string, id: string): unknown {
  return JSON.parse(readFileSync(join(CITIES, city, "sources", `${id}.json`), "utf8"));
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
