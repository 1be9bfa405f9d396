import { existsSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import { noSuchAddress } from "../kernel/http/problem.ts";
import type { HttpServer } from "../kernel/http/server.ts";

/** Serves the console under /console/: one page, whose addresses the page itself understands. */
export async function registerConsoleSite(server: HttpServer, webDir: string): Promise<void> {
  const root = join(webDir, "console/dist");
  if (!existsSync(join(root, "index.html"))) return;
  await server.register(async (scope) => {
    await scope.register(fastifyStatic, {
      root,
      prefix: "/console/",
      wildcard: false,
      index: false,
      preCompressed: true,
      schemaHide: true,
      setHeaders: (response, path) => {
        response.header("cache-control", path.includes("/assets/") ? "public, max-age=31536000, immutable" : "no-cache");
      },
    });
    for (const address of ["/console", "/console/*"]) {
      scope.get(address, { schema: { hide: true } }, (request, reply) => {
        // A part of an older build that an open tab still asks for is gone, and the page itself would be no answer.
        if (request.url.startsWith("/console/assets/")) throw noSuchAddress(`There is nothing at ${request.url.slice(0, 200)}.`);
        return reply.header("cache-control", "no-cache").sendFile("index.html");
      });
    }
  });
}
