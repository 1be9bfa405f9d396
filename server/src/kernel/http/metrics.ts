import { collectDefaultMetrics, Histogram, Registry } from "prom-client";
import type { HttpServer } from "./server.ts";

/** Prometheus metrics: how long each route takes, and how the process is. Nothing in them names a person. */
export function registerMetrics(server: HttpServer): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: "http_request_duration_seconds",
    help: "Time from the request's first byte to the reply's last, by route",
    labelNames: ["method", "route", "status"],
    buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5],
    registers: [registry],
  });
  server.addHook("onResponse", (request, reply, done) => {
    duration.observe({ method: request.method, route: request.routeOptions.url ?? "unknown", status: reply.statusCode }, reply.elapsedTime / 1000);
    done();
  });
  server.get("/metrics", { schema: { hide: true } }, async (_request, reply) => {
    reply.header("cache-control", "no-store").type(registry.contentType);
    return registry.metrics();
  });
  return registry;
}
