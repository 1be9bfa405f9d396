/** An answer of the API that is not a success (RFC 9457). */
export class ApiProblem extends Error {
  readonly status: number;

  constructor(status: number, detail: string) {
    super(detail);
    this.name = "ApiProblem";
    this.status = status;
  }
}

/** The asked-for thing is not there, or was retired without a successor. */
export function isMissing(error: unknown): boolean {
  return error instanceof ApiProblem && (error.status === 404 || error.status === 410 || error.status === 400);
}
