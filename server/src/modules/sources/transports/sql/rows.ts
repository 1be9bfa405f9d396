/** Rows as they come in, within their bounds. */
import { readJson } from "../json.ts";
import { SourceFault } from "../source-fault.ts";

export type Row = Record<string, unknown>;

const MOST_ROWS = 1000;

export interface SqlDatabase {
  /** @throws {SourceFault} */
  read(text: string, values: readonly (string | number | boolean)[], signal: AbortSignal): Promise<{ rows: Row[]; bytes: number }>;
  close(): Promise<void>;
}

/** Counts as rows come, so that a query without a limit ends at ours and not with our memory. */
export class RowCollector {
  readonly rows: Row[] = [];
  readonly #largestBytes: number;
  #bytes = 0;

  constructor(largestBytes: number) {
    this.#largestBytes = largestBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** @throws {SourceFault} too-large, wrong-charset */
  add(row: Row): void {
    for (const [name, value] of Object.entries(row)) {
      this.#bytes += name.length + sizeOf(value);
      // What a database without an encoding of its own, or with another than it says, comes out as.
      if (typeof value === "string" && value.includes("\uFFFD")) throw new SourceFault("wrong-charset", "answers with characters that were lost", { detail: { column: name.slice(0, 60) } });
    }
    if (this.rows.length >= MOST_ROWS) throw new SourceFault("too-large", `answers more than ${MOST_ROWS} rows`, { detail: { rows: MOST_ROWS } });
    if (this.#bytes > this.#largestBytes) throw this.tooLarge();
    this.rows.push(row);
  }

  tooLarge(): SourceFault {
    return new SourceFault("too-large", `answers more than ${this.#largestBytes} bytes`, { detail: { largest: this.#largestBytes } });
  }
}

/** A column of JSON may hold whatever an answer over HTTP may, and nothing else. @throws {SourceFault} */
export function readJsonValue(text: string): unknown {
  if (text.includes("\uFFFD")) throw new SourceFault("wrong-charset", "answers with characters that were lost");
  return readJson(text);
}

const sizeOf = (value: unknown) => (typeof value === "string" ? Buffer.byteLength(value) : 8);
