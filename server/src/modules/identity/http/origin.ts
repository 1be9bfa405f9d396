import type { FastifyRequest } from "fastify";
import { foreignOrigin } from "../errors.ts";

/**
 * Keeps other sites' pages from sending what carries our cookies. SameSite does so in browsers that know it; these two
 * headers do in all the others. A program that sends neither carries no cookie of somebody else's.
 * @throws foreign-origin
 */
export function refuseForeignOrigin(request: Pick<FastifyRequest, "method" | "headers" | "host">, publicUrl: string | undefined): void {
  if (request.method === "GET" || request.method === "HEAD") return;
  const { origin, "sec-fetch-site": site } = request.headers;
  if (site !== undefined && site !== "same-origin" && site !== "none") throw foreignOrigin("This request was sent from another site.");
  if (origin === undefined) return;
  const expected = publicUrl === undefined ? request.host : new URL(publicUrl).host;
  if (!URL.canParse(origin) || new URL(origin).host !== expected) throw foreignOrigin("This request was sent from another site.");
}
