/** The rows of a dropped file: all of them well-formed, or a reason with its line. Nothing is guessed and nothing repaired. */
import type { FileHandle } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { CsvError, parse } from "csv-parse";
import type { Source } from "../../../catalogue/index.ts";

export type DropLayout = Extract<Source["transport"], { kind: "file-drop" }> & {
  /** The last line says how many rows come before it: this, then the number. A file without it is cut off. */
  countPrefix?: string;
};

export interface DropRow {
  /** What rows are asked by: the text of the key column. */
  key: string;
  /** Line of the file, from 1. */
  line: number;
  row: Record<string, string>;
}

/** Why a file is rejected, in words for whoever made it. It names lines and columns and repeats no value. */
export class FileRejection extends Error {
  override readonly name = "FileRejection";
  readonly line: number | undefined;

  constructor(reason: string, line?: number) {
    super(reason);
    this.line = line;
  }
}

const LONGEST_LINE_BYTES = 65_536;
const MOST_ROWS = 20_000_000;
const CHUNK_BYTES = 262_144;
const NEWLINE = 10;
const RETURN = 13;

/**
 * Reads a file row by row, from its beginning. Whoever stores them must undo all of it when this throws.
 * @throws {FileRejection}
 */
export async function* readRows(file: FileHandle, layout: DropLayout): AsyncGenerator<DropRow> {
  const records = layout.format === "csv" ? readCsv(file, layout) : readFixedWidth(file, layout);
  let rows = 0;
  let declared: number | undefined;
  for await (const { line, cells } of records) {
    if (declared !== undefined) throw new FileRejection("goes on after the line that counts the rows", line);
    declared = declaredCount(cells, layout, line);
    if (declared !== undefined) continue;
    rows += 1;
    if (rows > MOST_ROWS) throw new FileRejection(`has more than ${MOST_ROWS} rows`, line);
    const row = toRow(cells, layout, line);
    const key = row[layout.keyColumn];
    if (!key) throw new FileRejection(`has no text in the column ${layout.keyColumn}`, line);
    yield { key, line, row };
  }
  if (layout.countPrefix !== undefined && declared === undefined) throw new FileRejection("lacks the line that counts the rows: it is cut off");
  if (declared !== undefined && declared !== rows) throw new FileRejection(`counts ${declared} rows and has ${rows}`);
}

interface FileRecord {
  line: number;
  cells: string[];
}

function declaredCount([first = ""]: string[], { countPrefix }: DropLayout, line: number): number | undefined {
  if (countPrefix === undefined || !first.startsWith(countPrefix)) return undefined;
  const digits = first.slice(countPrefix.length).trim();
  if (!/^\d{1,9}$/.test(digits)) throw new FileRejection("counts its rows with something that is no number", line);
  return Number(digits);
}

function toRow(cells: string[], { columns }: DropLayout, line: number): Record<string, string> {
  if (cells.length !== columns.length) throw new FileRejection(`has ${cells.length} columns instead of ${columns.length}`, line);
  const entries = columns.map(({ name }, index): [string, string] => [name, (cells[index] ?? "").trim()]);
  const wrong = entries.find(([, text]) => text.includes("\uFFFD") || /\p{Cc}/u.test(text));
  if (wrong) throw new FileRejection(`has characters that no text may in the column ${wrong[0]}`, line);
  return Object.fromEntries(entries);
}

async function* readCsv(file: FileHandle, layout: DropLayout): AsyncGenerator<FileRecord> {
  const parser = parse({
    delimiter: layout.delimiter ?? ",",
    // Only what RFC 4180 allows: a stray quote or a line of another length ends it.
    relax_quotes: false,
    relax_column_count: true,
    skip_empty_lines: false,
    max_record_size: LONGEST_LINE_BYTES,
    bom: true,
    record_delimiter: ["\n", "\r\n"],
    info: true,
  });
  // The whole chain fails as one: the reader below sees it on the parser, so it is not told twice.
  const feeding = pipeline(decodedLines(file, layout.encoding), parser).catch((error: unknown) => {
    parser.destroy(error as Error);
  });
  let headerIsDue = layout.header === true;
  try {
    for await (const { record: cells, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      const line = info.lines;
      if (headerIsDue) {
        checkHeader(cells, layout, line);
        headerIsDue = false;
      } else yield { line, cells };
    }
  } catch (error) {
    if (error instanceof CsvError) throw new FileRejection(`is no CSV: ${error.code.toLowerCase().replaceAll("_", " ")}`, Number((error as { lines?: number }).lines) || undefined);
    throw error;
  } finally {
    parser.destroy();
    await feeding;
  }
  if (headerIsDue) throw new FileRejection("lacks the line that names its columns");
}

function checkHeader(cells: string[], { columns }: DropLayout, line: number): void {
  const wrong = columns.findIndex(({ name }, index) => cells[index]?.trim() !== name);
  if (wrong !== -1) throw new FileRejection(`names its column ${wrong + 1} otherwise than ${columns[wrong]?.name}`, line);
  if (cells.length !== columns.length) throw new FileRejection(`names ${cells.length} columns instead of ${columns.length}`, line);
}

/** Whole lines as text. In both encodings no character holds the byte of a newline within it. */
async function* decodedLines(file: FileHandle, encoding: DropLayout["encoding"]): AsyncGenerator<string> {
  const decoder = decoderOf(encoding);
  for await (const { line, bytes } of readWholeLines(file)) {
    let text: string;
    try {
      text = decoder.decode(bytes);
    } catch {
      // Only now is it worth finding out which line it is.
      for (const [index, each] of splitLines(bytes).entries()) decodeLine(decoder, each, encoding, line + index);
      throw new FileRejection(`has bytes that are not ${encoding}`, line);
    }
    yield text;
  }
}

/** Columns are counted in bytes of the encoding, as the programs that write such files count them. */
async function* readFixedWidth(file: FileHandle, layout: DropLayout): AsyncGenerator<FileRecord> {
  const places = layout.columns.map(({ name, start, length }) => {
    if (start === undefined || length === undefined) throw new FileRejection(`cannot be read: the document gives no place for the column ${name}`);
    return { start, end: start + length };
  });
  const width = Math.max(...places.map(({ end }) => end));
  const prefix = layout.countPrefix === undefined ? undefined : Buffer.from(layout.countPrefix);
  const decoder = decoderOf(layout.encoding);
  const firstRow = layout.header === true ? 2 : 1;
  for await (const { line: firstLine, bytes: whole } of readWholeLines(file)) {
    for (const [index, bytes] of splitLines(whole).entries()) {
      const line = firstLine + index;
      if (line < firstRow) continue;
      if (prefix && bytes.subarray(0, prefix.length).equals(prefix)) yield { line, cells: [bytes.toString("latin1")] };
      else {
        if (bytes.byteLength !== width) throw new FileRejection(`has ${bytes.byteLength} bytes instead of ${width}`, line);
        yield { line, cells: places.map(({ start, end }) => decodeLine(decoder, bytes.subarray(start, end), layout.encoding, line)) };
      }
    }
  }
}

/** Keeps a mark in the midst of a file as the character it is: only a CSV begins with one, and its reader knows it. */
function decoderOf(encoding: DropLayout["encoding"]): TextDecoder {
  return new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
}

function decodeLine(decoder: TextDecoder, bytes: Uint8Array, encoding: DropLayout["encoding"], line: number): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new FileRejection(`has bytes that are not ${encoding}`, line);
  }
}

/** Lines without their ends. */
function splitLines(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0, end = bytes.indexOf(NEWLINE); end !== -1; start = end + 1, end = bytes.indexOf(NEWLINE, start)) {
    lines.push(bytes.subarray(start, end > start && bytes[end - 1] === RETURN ? end - 1 : end));
  }
  return lines;
}

/** The file in pieces that end with a newline, and the number of their first line. A file whose last line does not end is cut off. */
async function* readWholeLines(file: FileHandle): AsyncGenerator<{ line: number; bytes: Buffer }> {
  let rest: Buffer = Buffer.alloc(0);
  let line = 1;
  for await (const chunk of file.createReadStream({ start: 0, autoClose: false, highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>) {
    const data = rest.byteLength === 0 ? chunk : Buffer.concat([rest, chunk]);
    const end = data.lastIndexOf(NEWLINE) + 1;
    const bytes = data.subarray(0, end);
    rest = data.subarray(end);
    if (end > 0) yield { line, bytes };
    for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) line += 1;
    if (rest.byteLength > LONGEST_LINE_BYTES) throw new FileRejection(`has more than ${LONGEST_LINE_BYTES} bytes`, line);
  }
  if (line === 1 && rest.byteLength === 0) throw new FileRejection("is empty");
  if (rest.byteLength > 0) throw new FileRejection("does not end with a newline: the file is cut off", line);
}
