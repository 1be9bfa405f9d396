import Type from "typebox";
import { listProblemTypes, noSuchAddress } from "./problem.ts";
import type { HttpServer } from "./server.ts";

/** The page behind each problem's `type`: what it means and what to do. */
export function registerProblemPages(server: HttpServer): void {
  server.get("/problems/:code", { schema: { hide: true, params: Type.Object({ code: Type.String({ pattern: "^[a-z-]{1,60}$" }) }) } }, async (request, reply) => {
    const problem = listProblemTypes().find((each) => each.code === request.params.code);
    if (!problem) throw noSuchAddress(`There is no problem "${request.params.code}".`);
    return reply.type("text/html; charset=utf-8").header("cache-control", "public, max-age=3600").send(
      `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${problem.title}</title><main><h1>${problem.title}</h1><p><code>${problem.code}</code></p><p>${problem.remedy.replaceAll("<", "&lt;")}</p></main></html>`,
    );
  });
}
