import type { FastifyRequest } from "fastify";
import type { LookupHash } from "../crypto/keyed-hash.ts";
import { networkOf } from "../rate-limit.ts";

/** Where attempts from the caller's network are counted; the address itself is not written down. */
export function networkBucket(name: string, lookupHash: LookupHash, request: FastifyRequest): string {
  return `${name}:${lookupHash.hash("address", networkOf(request.ip)).toString("base64url")}`;
}
