import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { sendProblem } from "./http.ts";

export type Guard = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/** Lets in who presents the bearer token. */
export function requireToken(token: string): Guard {
  const wanted = digest(`Bearer ${token}`);
  return async (request, reply) => {
    if (timingSafeEqual(digest(request.headers.authorization ?? ""), wanted)) return;
    reply.header("www-authenticate", "Bearer");
    await sendProblem(reply, 401, "Unauthorized", "Present the bearer token of this system.");
  };
}

/**
 * Lets in who sits at this machine: the pages show codes that open accounts. The host's name counts too, since a
 * foreign page may have its own name point here.
 */
export const requireLoopback: Guard = async (request, reply) => {
  const ours = /^(127\.|::1$|::ffff:127\.)/.test(request.ip) && ["localhost", "127.0.0.1", "[::1]"].includes(request.hostname);
  if (!ours) await sendProblem(reply, 403, "Forbidden", "Only from this machine.");
};

/** Digests are equally long, so that comparing them tells nothing of the length. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** Lets in who presents the key in the header of this name. */
export function requireKey(header: string, key: string): Guard {
  const wanted = digest(key);
  return async (request, reply) => {
    const presented = request.headers[header.toLowerCase()];
    if (!timingSafeEqual(digest(typeof presented === "string" ? presented : ""), wanted)) await sendProblem(reply, 401, "Unauthorized", `Present the key of this system in ${header}.`);
  };
}

export function makeSecret(): string {
  return randomBytes(32).toString("base64url");
}
