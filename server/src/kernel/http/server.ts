import { randomUUID } from "node:crypto";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController, type RawReplyDefaultExpression, type RawRequestDefaultExpression, type RawServerDefault } from "fastify";
import type { Log } from "../log.ts";
import { createBareServer, type Lane, refuseBrokenRequest } from "./bare-server.ts";
import { noSuchAddress, sendProblem } from "./problem.ts";
import { refuseWrongMethods } from "./wrong-method.ts";

const BODY_LIMIT_BYTES = 256 * 1024;
const MAX_URL_LENGTH = 4_096;

/** Fastify whose routes are typed by their TypeBox schemas. */
export type HttpServer = FastifyInstance<RawServerDefault, RawRequestDefaultExpression, RawReplyDefaultExpression, FastifyBaseLogger, TypeBoxTypeProvider>;

/**
 * A Fastify that refuses what the contract does not name. Its default validator silently drops unknown fields and turns
 * "7" into 7 everywhere; here nothing is dropped, and only path and query, which are text by nature, are coerced.
 */
export function createHttpServer(log: Log, trustedProxies: string[] = [], lane: Lane = () => false): HttpServer {
  const loggerInstance: FastifyBaseLogger = log;
  const server = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    clientErrorHandler: refuseBrokenRequest,
    bodyLimit: BODY_LIMIT_BYTES,
    trustProxy: trustedProxies.length > 0 ? trustedProxies : false,
    genReqId: () => randomUUID(),
    serverFactory: (handler) => createBareServer(lane, handler),
    forceCloseConnections: "idle",
    // Before anybody is let in, a city may have a thousand campaigns to take over.
    pluginTimeout: 120_000,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    frameworkErrors: (error, request, reply) => void sendProblem(error, request, reply),
  }).withTypeProvider<TypeBoxTypeProvider>();

  const strict = addFormats.default(new Ajv({ strict: false, allErrors: false }));
  const coercing = addFormats.default(new Ajv({ strict: false, allErrors: false, coerceTypes: true, useDefaults: true }));
  server.setValidatorCompiler(({ schema, httpPart }) => (httpPart === "body" ? strict : coercing).compile(schema));
  server.setErrorHandler(sendProblem);
  server.setNotFoundHandler((request, reply) => sendProblem(noSuchAddress(`There is nothing at ${request.method} ${request.url.slice(0, 200)}.`), request, reply));
  server.addHook("onRequest", (request, reply, done) => {
    if (request.raw.url !== undefined && request.raw.url.length > MAX_URL_LENGTH) {
      void sendProblem(Object.assign(new Error("The address is too long."), { statusCode: 414 }), request, reply);
      return;
    }
    done();
  });
  refuseWrongMethods(server);
  return server;
}
