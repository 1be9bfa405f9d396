import type { HttpServer } from "./server.ts";

/**
 * What the browser may do with our pages: scripts, styles and connections from this origin only, nothing inline but the
 * style sheets whose digests are named, no framing, no sniffing.
 */
export function contentSecurityPolicy(styleHashes: string[]): string {
  return [
    "default-src 'self'",
    "script-src 'self'",
    ["style-src 'self'", ...styleHashes.map((hash) => `'${hash}'`)].join(" "),
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

export function registerSecurityHeaders(server: HttpServer, options: { production: boolean; contentSecurityPolicy: string }): void {
  const headers: Record<string, string> = {
    "content-security-policy": options.contentSecurityPolicy,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(self), geolocation=(self), microphone=(), payment=()",
    ...(options.production ? { "strict-transport-security": "max-age=63072000; includeSubDomains" } : {}),
  };
  server.addHook("onRequest", (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
}
