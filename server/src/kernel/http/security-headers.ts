import type { HttpServer } from "./server.ts";

interface Permissions {
  /** Digests of style sheets written into the page. */
  styleHashes?: string[];
  scripts?: string;
  frameAncestors?: string;
}

/**
 * What the browser may do with a page of ours: scripts, styles and connections from this origin only, nothing inline but
 * the style sheets whose digests are named, no framing.
 */
export function contentSecurityPolicy({ styleHashes = [], scripts = "'self'", frameAncestors = "'none'" }: Permissions = {}): string {
  return [
    "default-src 'self'",
    `script-src ${scripts}`,
    ["style-src 'self'", ...styleHashes.map((hash) => `'${hash}'`)].join(" "),
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${frameAncestors}`,
  ].join("; ");
}

/** What every reply carries, whatever answers it. */
export function securityHeaders(options: { production: boolean }): Record<string, string> {
  return {
    "content-security-policy": contentSecurityPolicy(),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(self), geolocation=(self), microphone=(), payment=()",
    ...(options.production ? { "strict-transport-security": "max-age=63072000; includeSubDomains" } : {}),
  };
}

export function registerSecurityHeaders(server: HttpServer, options: { production: boolean }): void {
  const headers = securityHeaders(options);
  server.addHook("onRequest", (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
}
