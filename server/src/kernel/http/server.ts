import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController, type RawReplyDefaultExpression, type RawRequestDefaultExpression, type RawServerDefault } from "fastify";
import type { Log } from "../log.ts";
import { noSuchAddress, sendProblem } from "./problem.ts";
import { refuseWrongMethods } from "./wrong-method.ts";

const BODY_LIMIT_BYTES = 256 * 1024;
const MAX_URL_LENGTH = 4_096;
const REQUEST_TIMEOUT_MS = 30_000;
const NODE_OPTIONS = {
  // Within the server's own clock, so that a connection which trickles its bytes cannot hold a place.
  requestTimeout: REQUEST_TIMEOUT_MS,
  // Node takes the longer of the two for the whole request, whichever name it has: its own minute for headers would win.
  headersTimeout: REQUEST_TIMEOUT_MS,
  connectionsCheckingInterval: 5_000,
  keepAliveTimeout: 65_000,
};

/** Answers requests before the framework sees them. Returns whether it took this one. */
export type Lane = (request: IncomingMessage, response: ServerResponse) => boolean;

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
    serverFactory: (handler) => createServer(NODE_OPTIONS, (request, response) => void (lane(request, response) || handler(request, response))),
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

/** A server of node:http under the same limits, for a process that has a lane and nothing else. */
export function createBareServer(lane: Lane, otherwise: (request: IncomingMessage, response: ServerResponse) => void): Server {
  return createServer(NODE_OPTIONS, (request, response) => void (lane(request, response) || otherwise(request, response))).on("clientError", refuseBrokenRequest);
}

/** What is not even HTTP never becomes a request: answered on the bare socket. */
function refuseBrokenRequest(error: Error & { code?: string }, socket: Duplex): void {
  if (error.code === "ECONNRESET" || !socket.writable) return;
  const [status, title] = error.code === "HPE_HEADER_OVERFLOW" ? [431, "The headers are too large"] : error.code === "ERR_HTTP_REQUEST_TIMEOUT" ? [408, "The request took too long"] : [400, "The request is malformed"];
  const body = JSON.stringify({ type: "/problems/invalid-request", title, status, code: "invalid-request", detail: "This is not a request in the form HTTP asks for; addresses are percent-encoded." });
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\nConnection: close\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}
