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

interface Installation {
  production: boolean;
}

const ofEveryReply = ({ production }: Installation): Record<string, string> => ({
  "x-content-type-options": "nosniff",
  ...(production ? { "strict-transport-security": "max-age=63072000; includeSubDomains" } : {}),
});

/** What a reply carries that a browser may show as a page. */
function securityHeaders(installation: Installation): Record<string, string> {
  return {
    "content-security-policy": contentSecurityPolicy(),
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(self), geolocation=(self), microphone=(), payment=()",
    ...ofEveryReply(installation),
  };
}

/** What a reply carries that is never more than data: should a browser show it all the same, it loads nothing and stands in no frame. */
export function securityHeadersOfData(installation: Installation): Record<string, string> {
  return { "content-security-policy": "default-src 'none'; frame-ancestors 'none'", ...ofEveryReply(installation) };
}

export function registerSecurityHeaders(server: HttpServer, installation: Installation): void {
  const headers = securityHeaders(installation);
  server.addHook("onRequest", (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
}
