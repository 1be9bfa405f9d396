/**
 * A refusal that the caller can understand. It knows nothing of HTTP; `kernel/http/problem.ts` turns it into
 * application/problem+json as the last step.
 */
export class DomainError extends Error {
  /** Stable, kebab-case, documented under /problems/{code}. */
  readonly code: string;
  readonly kind: ErrorKind;
  /** What the operator sees in the log and nobody else. */
  readonly context: Record<string, unknown>;
  /** What is wrong with single fields of the request, by JSON pointer. */
  readonly fields: FieldError[];
  /** Members added to the problem document, for example the address of a replacement. */
  readonly extensions: Record<string, unknown>;

  constructor(
    code: string,
    kind: ErrorKind,
    detail: string,
    options: { context?: Record<string, unknown>; fields?: FieldError[]; extensions?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(detail, { cause: options.cause });
    this.name = "DomainError";
    this.code = code;
    this.kind = kind;
    this.context = options.context ?? {};
    this.fields = options.fields ?? [];
    this.extensions = options.extensions ?? {};
  }
}

export interface FieldError {
  /** RFC 6901 JSON pointer into the request's body, or the name of a parameter after `?`. */
  pointer: string;
  detail: string;
}

/** Who has to react: decides the status. */
export type ErrorKind = "invalid" | "unauthenticated" | "forbidden" | "not-found" | "conflict" | "gone" | "too-large" | "contradictory" | "paused" | "too-early" | "too-many" | "resting" | "unavailable";

/** A fault at start-up that the operator can mend: printed as one sentence, without a stack. */
export class StartupError extends Error {
  override readonly name = "StartupError";
}
