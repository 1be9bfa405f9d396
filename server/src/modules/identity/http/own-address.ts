import type { FastifyRequest } from "fastify";
import { foreignOrigin } from "../errors.ts";

/**
 * This site's origin as people see it. Without PUBLIC_URL it is what was asked, which serves a demonstration on one machine.
 * @throws foreign-origin when the host asked for is no host
 */
export function ownOrigin(request: FastifyRequest, publicUrl: string | undefined): string {
  const address = publicUrl ?? `${request.protocol}://${request.host}`;
  if (!URL.canParse(address) || new URL(address).hostname === "") throw foreignOrigin("This request names no host.");
  return new URL(address).origin;
}
