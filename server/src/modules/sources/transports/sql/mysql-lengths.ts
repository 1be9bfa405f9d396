/** The lengths that a MySQL server announces, before `mysql2` waits for what never comes: a page for browsers announces five megabytes. */
import type { Watch } from "./link.ts";

const HEADER_BYTES = 4;

export class MysqlLengths {
  readonly #watch: Watch;
  readonly #header = Buffer.alloc(HEADER_BYTES);
  #headerBytes = 0;
  /** Of the packet under way, still to come. */
  #missing = 0;

  constructor(watch: Watch) {
    this.#watch = watch;
  }

  /** @throws {SourceFault} malformed, too-large */
  check(chunk: Buffer): void {
    let offset = 0;
    while (offset < chunk.length) {
      if (this.#missing > 0) {
        const skipped = Math.min(this.#missing, chunk.length - offset);
        this.#missing -= skipped;
        offset += skipped;
        continue;
      }
      this.#header[this.#headerBytes] = chunk[offset] ?? 0;
      this.#headerBytes += 1;
      offset += 1;
      if (this.#headerBytes < HEADER_BYTES) continue;
      this.#headerBytes = 0;
      this.#missing = this.#header.readUIntLE(0, 3);
      this.#watch.checkAnnounced(this.#missing - (chunk.length - offset), true);
    }
  }
}
