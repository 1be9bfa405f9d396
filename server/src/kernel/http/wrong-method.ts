import { sendProblem } from "./problem.ts";
import type { HttpServer } from "./server.ts";

/**
 * Answers 405 with `Allow` (RFC 9110, 15.5.6) where the address is known and the method is not: the router tells only that nothing
 * fits both. Before all routes, since it learns of each as it is made.
 */
export function refuseWrongMethods(server: HttpServer): void {
  const methodsByAddress = new Map<string, Set<string>>();
  /** Addresses with parameters, each with its form. */
  const forms = new Map<string, RegExp>();

  server.addHook("onRoute", ({ method, url }) => {
    // What catches all knows no address: a site's pages answer any GET, and say themselves what is not there.
    if (url.includes("*")) return;
    const address = plain(url);
    const methods = methodsByAddress.get(address) ?? new Set<string>();
    for (const each of [method].flat()) methods.add(each);
    methodsByAddress.set(address, methods);
    if (address.includes(":")) forms.set(address, new RegExp(`^${address.split("/").map((part) => (part.startsWith(":") ? "[^/]+" : RegExp.escape(part))).join("/")}$`));
  });

  const allowedAt = (address: string): string[] => {
    const known = [address, ...[...forms].flatMap(([each, form]) => (form.test(address) ? [each] : []))];
    return [...new Set(known.flatMap((each) => [...(methodsByAddress.get(each) ?? [])]))].sort();
  };

  server.addHook("onRequest", (request, reply, done) => {
    const { url: route } = request.routeOptions;
    const allowed = route === undefined || route.includes("*") ? allowedAt(plain(request.url.split("?")[0] ?? "")) : [];
    if (allowed.length === 0 || allowed.includes(request.method)) return done();
    const detail = `${request.method} is not answered at this address; ${allowed.join(", ")} ${allowed.length === 1 ? "is" : "are"}.`;
    void sendProblem(Object.assign(new Error(detail), { statusCode: 405 }), request, reply.header("allow", allowed.join(", ")));
  });
}

/** As the router compares addresses: with or without a slash at the end. */
const plain = (address: string) => address.replace(/(?<=.)\/$/, "");
