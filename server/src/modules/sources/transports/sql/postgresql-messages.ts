/**
 * What a PostgreSQL server sends, cut into whole messages, each looked at before `pg-protocol` reads it: that trusts every length
 * and every end, reads one row's bytes as another's, and does not come back from an error message without an end.
 */
import { malformed, type Watch } from "./link.ts";

const HEADER_BYTES = 5;
const NOTHING = Buffer.alloc(0);

export class PostgresqlMessages {
  readonly #watch: Watch;
  #pieces: Buffer[] = [];
  #held = 0;
  #needed = HEADER_BYTES;
  #columns = 0;

  constructor(watch: Watch) {
    this.#watch = watch;
  }

  /**
   * @returns the messages that are whole by now
   * @throws {SourceFault} malformed, too-large
   */
  take(chunk: Buffer): Buffer {
    this.#pieces.push(chunk);
    this.#held += chunk.length;
    if (this.#held < this.#needed) return NOTHING;
    const bytes = this.#pieces.length === 1 ? chunk : Buffer.concat(this.#pieces, this.#held);
    let offset = 0;
    this.#needed = HEADER_BYTES;
    while (bytes.length - offset >= HEADER_BYTES) {
      const type = String.fromCharCode(bytes[offset] ?? 0);
      const length = bytes.readUInt32BE(offset + 1);
      if (length < 4 || !FORMS.has(type)) throw malformed();
      const end = offset + 1 + length;
      this.#watch.checkAnnounced(end - bytes.length, type === "D");
      if (end > bytes.length) {
        this.#needed = end - offset;
        break;
      }
      this.#check(type, bytes.subarray(offset + HEADER_BYTES, end));
      offset = end;
    }
    const rest = bytes.subarray(offset);
    this.#pieces = rest.length > 0 ? [rest] : [];
    this.#held = rest.length;
    return bytes.subarray(0, offset);
  }

  #check(type: string, content: Buffer): void {
    const reader = new Reader(content);
    FORMS.get(type)?.(reader);
    reader.expectEnd();
    if (type === "T") this.#columns = content.readInt16BE(0);
    if (type === "T" || type === "D") {
      if (!this.#watch.areRowsDue || content.readInt16BE(0) !== this.#columns) throw malformed();
    }
    if (type === "Z") this.#columns = 0;
  }
}

/** @throws whatever is wrong: a RangeError is as good as a fault here */
class Reader {
  readonly #content: Buffer;
  #offset = 0;

  constructor(content: Buffer) {
    this.#content = content;
  }

  skip(bytes: number): void {
    if (bytes < 0 || this.#offset + bytes > this.#content.length) throw malformed();
    this.#offset += bytes;
  }

  byte(): number {
    this.skip(1);
    return this.#content.readUInt8(this.#offset - 1);
  }

  int16(): number {
    this.skip(2);
    return this.#content.readInt16BE(this.#offset - 2);
  }

  int32(): number {
    this.skip(4);
    return this.#content.readInt32BE(this.#offset - 4);
  }

  word(): void {
    const end = this.#content.indexOf(0, this.#offset);
    if (end < 0) throw malformed();
    this.#offset = end + 1;
  }

  rest(): void {
    this.#offset = this.#content.length;
  }

  expectEnd(): void {
    if (this.#offset !== this.#content.length) throw malformed();
  }
}

const empty = () => undefined;

/** The messages of signing in and of reading rows, by their type. All others have no place here. */
const FORMS: ReadonlyMap<string, (reader: Reader) => void> = new Map<string, (reader: Reader) => void>([
  ["1", empty],
  ["2", empty],
  ["3", empty],
  ["n", empty],
  ["I", empty],
  ["s", empty],
  ["C", (reader) => reader.word()],
  ["Z", (reader) => reader.skip(1)],
  ["K", (reader) => reader.skip(8)],
  ["S", (reader) => {
    reader.word();
    reader.word();
  }],
  ["R", (reader) => {
    // Encrypted passwords come with a salt; what the other kinds hold is text, which is read as text.
    if (reader.int32() === 5) reader.skip(4);
    else reader.rest();
  }],
  ["E", checkNotice],
  ["N", checkNotice],
  ["T", (reader) => {
    const count = reader.int16();
    if (count < 0) throw malformed();
    for (let column = 0; column < count; column += 1) {
      reader.word();
      reader.skip(18);
    }
  }],
  ["D", (reader) => {
    const count = reader.int16();
    if (count < 0) throw malformed();
    for (let column = 0; column < count; column += 1) {
      const length = reader.int32();
      if (length !== -1) reader.skip(length);
    }
  }],
]);

function checkNotice(reader: Reader): void {
  for (let field = reader.byte(); field !== 0; field = reader.byte()) reader.word();
}
