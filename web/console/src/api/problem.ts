/** An answer of the server that is not a success (RFC 9457). */
export interface FieldFault {
  pointer: string;
  detail: string;
}

export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: FieldFault[];
  /** What no agreement covers, where one is needed. */
  readonly lacking: string | undefined;
  /** When the place was used, where it was. */
  readonly admittedAt: string | undefined;

  constructor(status: number, code: string, detail: string, fields: FieldFault[] = [], { lacking, admittedAt }: { lacking?: string | undefined; admittedAt?: string | undefined } = {}) {
    super(detail);
    this.name = "Problem";
    this.status = status;
    this.code = code;
    this.fields = fields;
    this.lacking = lacking;
    this.admittedAt = admittedAt;
  }
}

export async function readProblem(response: Response): Promise<Problem> {
  const text = await response.text();
  return parseProblem(response.status, parseJson(text));
}

/** Trusts nothing: a gateway between us and the server may answer anything. */
export function parseProblem(status: number, body: unknown): Problem {
  const { code, detail, errors, lacking, admittedAt } = (body ?? {}) as { code?: unknown; detail?: unknown; errors?: unknown; lacking?: unknown; admittedAt?: unknown };
  const text = (value: unknown) => (typeof value === "string" ? value : undefined);
  const fields = Array.isArray(errors) ? errors.filter(isFieldFault) : [];
  return new Problem(status, text(code) ?? "unknown", text(detail) ?? `HTTP ${status}`, fields, { lacking: text(lacking), admittedAt: text(admittedAt) });
}

function isFieldFault(value: unknown): value is FieldFault {
  const { pointer, detail } = (value ?? {}) as Partial<FieldFault>;
  return typeof pointer === "string" && typeof detail === "string";
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isProblem(error: unknown, code: string): error is Problem {
  return error instanceof Problem && error.code === code;
}
