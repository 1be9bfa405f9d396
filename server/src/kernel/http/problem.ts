import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { DomainError, type ErrorKind, type FieldError } from "../errors.ts";

const STATUS: Record<ErrorKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  "not-found": 404,
  conflict: 409,
  gone: 410,
  "too-large": 413,
  contradictory: 422,
  paused: 423,
  "too-early": 425,
  "too-many": 429,
  // As unavailable, but meant: no fault to be written down for each of a crowd.
  resting: 503,
  unavailable: 503,
};

export interface ProblemType {
  code: string;
  kind: ErrorKind;
  title: string;
  /** What the caller should do about it: the text of the page behind `type`. */
  remedy: string;
}

const problemTypes = new Map<string, ProblemType>();

/**
 * Declares a kind of refusal and returns the function that makes its error. A code cannot be thrown without being
 * documented, because the page behind its `type` is made from this declaration.
 */
export function defineProblem(type: ProblemType) {
  if (problemTypes.has(type.code)) throw new Error(`The problem ${type.code} is declared twice`);
  problemTypes.set(type.code, type);
  return (detail: string, options?: ConstructorParameters<typeof DomainError>[3]) => new DomainError(type.code, type.kind, detail, options);
}

export function listProblemTypes(): ProblemType[] {
  return [...problemTypes.values()].sort((a, b) => a.code.localeCompare(b.code));
}

export const invalidRequest = defineProblem({
  code: "invalid-request",
  kind: "invalid",
  title: "The request is malformed",
  remedy: "Correct the fields named in `errors` and send it again. The contract is /openapi.json.",
});
export const noSuchAddress = defineProblem({
  code: "no-such-address",
  kind: "not-found",
  title: "There is nothing at this address",
  remedy: "Check the address against /openapi.json.",
});
export const methodNotAllowed = defineProblem({
  code: "method-not-allowed",
  kind: "invalid",
  title: "This address does not answer this method",
  remedy: "Use one of the methods that the header `Allow` names. The contract is /openapi.json.",
});
export const tooLarge = defineProblem({
  code: "too-large",
  kind: "too-large",
  title: "The request is too large",
  remedy: "Send a smaller body.",
});
export const serverFault = defineProblem({
  code: "server-fault",
  kind: "unavailable",
  title: "Something broke on our side",
  remedy: "Try again later. If it stays, report the `instance` to the operators: it finds the entry in their log.",
});

/** RFC 9457. `instance` is the request id, which also stands in the log. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  instance: string;
  errors?: FieldError[];
}

export async function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const known = error instanceof DomainError ? error : translateFrameworkError(error);
  if (!known) {
    request.log.error({ err: error }, "a request ended in a fault");
    return send(request, reply, 500, serverFault("The request could not be answered."));
  }
  if (known.kind === "unavailable") request.log.error({ err: known.cause ?? known, context: known.context }, known.message);
  return send(request, reply, frameworkStatus(error) ?? STATUS[known.kind], known);
}

/** The document that tells of a refusal, for whoever answers without Fastify. */
export function describeProblem(error: DomainError, requestId: string, status: number = STATUS[error.kind]): Problem {
  return {
    type: `/problems/${error.code}`,
    title: problemTypes.get(error.code)?.title ?? error.code,
    status,
    code: error.code,
    detail: error.message,
    instance: `urn:request:${requestId}`,
    ...(error.fields.length > 0 ? { errors: error.fields } : {}),
    ...error.extensions,
  };
}

function send(request: FastifyRequest, reply: FastifyReply, status: number, error: DomainError): FastifyReply {
  const problem = describeProblem(error, request.id, status);
  const { retryAfterSeconds } = error.extensions;
  if (typeof retryAfterSeconds === "number") reply.header("retry-after", retryAfterSeconds);
  return reply.code(status).type("application/problem+json").header("cache-control", "no-store").serializer(JSON.stringify).send(problem);
}

/** What Fastify itself refuses before a route sees it. Undefined: a bug of ours. */
function translateFrameworkError(error: unknown): DomainError | undefined {
  const { validation, validationContext, statusCode, code, message } = error as FastifyError;
  if (validation) return invalidRequest("The request does not follow the contract.", { fields: validation.map((each) => fieldError(each, validationContext)) });
  if (statusCode === 413) return tooLarge("The body is larger than this address takes.");
  if (statusCode === 405) return methodNotAllowed(message);
  if (statusCode === 404) return noSuchAddress("There is nothing at this address.");
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return invalidRequest(message, { context: { code } });
  return undefined;
}

function frameworkStatus(error: unknown): number | undefined {
  if (error instanceof DomainError) return undefined;
  const { statusCode } = error as FastifyError;
  return statusCode !== undefined && statusCode >= 400 && statusCode < 500 ? statusCode : undefined;
}

type ValidationFault = NonNullable<FastifyError["validation"]>[number];

function fieldError({ instancePath, keyword, params, message = "is malformed" }: ValidationFault, context: string | undefined): FieldError {
  const name = keyword === "required" ? params.missingProperty : keyword === "additionalProperties" ? params.additionalProperty : undefined;
  const path = typeof name === "string" ? `${instancePath}/${name}` : instancePath;
  const detail = keyword === "additionalProperties" ? "is not known here" : keyword === "required" ? "is missing" : message;
  return { pointer: context === "querystring" ? `?${path.slice(1)}` : context === "params" ? `:${path.slice(1)}` : path, detail };
}
