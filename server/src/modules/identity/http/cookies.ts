import { randomBytes } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";

export const SESSION_COOKIE = "cc_session";
/** Tells one device from another before anybody has signed in, so that attempts can be counted by device. */
const DEVICE_COOKIE = "cc_device";
const DEVICE_SECONDS = 365 * 86_400;

export interface CookieOptions {
  value: string;
  maxAgeSeconds: number;
  sameSite: "strict" | "lax";
}

export interface Cookies {
  get(request: FastifyRequest, name: string): string | undefined;
  set(request: FastifyRequest, reply: FastifyReply, name: string, options: CookieOptions): void;
  clear(request: FastifyRequest, reply: FastifyReply, name: string): void;
  /** The device's id; a device without one is given one. */
  deviceOf(request: FastifyRequest, reply: FastifyReply): string;
}

/** @param publicUrl behind a proxy that ends TLS the request itself is plain; the address people see tells */
export function createCookies(publicUrl: string | undefined): Cookies {
  const isSecure = (request: FastifyRequest) => (publicUrl === undefined ? request.protocol === "https" : publicUrl.startsWith("https:"));
  // With the prefix a browser takes it from this host alone: a neighbouring one cannot plant a sign-in of its own (RFC 6265bis, 4.1.3.2).
  const nameOf = (request: FastifyRequest, name: string) => (isSecure(request) ? `__Host-${name}` : name);
  const get: Cookies["get"] = (request, name) => request.cookies[nameOf(request, name)];
  const set: Cookies["set"] = (request, reply, name, { value, maxAgeSeconds, sameSite }) => {
    reply.setCookie(nameOf(request, name), value, { path: "/", httpOnly: true, sameSite, secure: isSecure(request), maxAge: maxAgeSeconds });
  };
  return {
    get,
    set,
    clear: (request, reply, name) => set(request, reply, name, { value: "", maxAgeSeconds: 0, sameSite: "lax" }),
    deviceOf(request, reply) {
      const known = get(request, DEVICE_COOKIE);
      if (known !== undefined && /^[\w-]{22}$/.test(known)) return known;
      const made = randomBytes(16).toString("base64url");
      set(request, reply, DEVICE_COOKIE, { value: made, maxAgeSeconds: DEVICE_SECONDS, sameSite: "lax" });
      return made;
    },
  };
}
