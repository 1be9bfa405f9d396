/** The comparison of `bench:catalogue`: Fastify that sends the same bytes and does nothing else. */
import { readFileSync } from "node:fs";
import fastify from "fastify";

const [file = ""] = process.argv.slice(2);
const bodies = JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
const server = fastify();
for (const [path, body] of Object.entries(bodies)) {
  server.get(path, (_request, reply) => reply.header("content-type", "application/json; charset=utf-8").send(body));
}
await server.listen({ port: Number(process.env.PORT), host: "127.0.0.1" });
