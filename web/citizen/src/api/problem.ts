/** An answer of the API that is not a success (RFC 9457). */
export class ApiProblem extends Error {
  readonly status: number;
  /** What kind of refusal it is, such as `wrong-code`; empty when the answer does not say. */
  readonly code: string;
  /** What is wrong with which part of the request. */
  readonly faults: readonly { pointer: string; detail: string }[];
  /** All else that the refusal tells, such as the level that is needed. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(status: number, detail: string, body?: unknown) {
    super(detail);
    this.name = "ApiProblem";
    this.status = status;
    this.members = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
    this.code = typeof this.members.code === "string" ? this.members.code : "";
    this.faults = Array.isArray(this.members.errors) ? (this.members.errors as { pointer: string; detail: string }[]) : [];
  }
}

/** The asked-for thing is not there, or was retired without a successor. */
export function isMissing(error: unknown): boolean {
  return error instanceof ApiProblem && (error.status === 404 || error.status === 410 || error.status === 400);
}
