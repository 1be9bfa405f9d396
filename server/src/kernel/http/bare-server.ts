import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";

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

/** A server of node:http under the limits of all that listen here: the framework's, and that of a process which has a lane and nothing else. */
export function createBareServer(lane: Lane, otherwise: (request: IncomingMessage, response: ServerResponse) => void): Server {
  return createServer(NODE_OPTIONS, (request, response) => void (lane(request, response) || otherwise(request, response)));
}

/** What is not even HTTP never becomes a request: answered on the bare socket. */
export function refuseBrokenRequest(error: Error & { code?: string }, socket: Duplex): void {
  if (error.code === "ECONNRESET" || !socket.writable) return;
  const [status, title] = error.code === "HPE_HEADER_OVERFLOW" ? [431, "The headers are too large"] : error.code === "ERR_HTTP_REQUEST_TIMEOUT" ? [408, "The request took too long"] : [400, "The request is malformed"];
  const body = JSON.stringify({ type: "/problems/invalid-request", title, status, code: "invalid-request", detail: "This is not a request in the form HTTP asks for; addresses are percent-encoded." });
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\nConnection: close\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}
