import { publicRandomBytes } from "./crypto/random-pool.ts";

const COUNTER_LIMIT = 0x1000;

let lastMs = 0;
let counter = 0;

/**
 * A UUID version 7 (RFC 9562, 5.7): the time in milliseconds, then chance. Ids made by one process sort in the order
 * they were made, also within a millisecond and when the clock is set back: the 12 bits of `rand_a` count
 * (6.2, method 1), and when they run over, the next millisecond is borrowed. An id names and orders; it is no secret.
 */
export function newId(nowMs: number = Date.now()): string {
  const bytes = publicRandomBytes(16);
  if (nowMs > lastMs) {
    lastMs = nowMs;
    // Starts in the lower half, so that what follows within the millisecond has room.
    counter = bytes.readUInt16BE(6) & 0x7ff;
  } else if (++counter === COUNTER_LIMIT) {
    lastMs += 1;
    counter = 0;
  }
  bytes.writeUIntBE(lastMs, 0, 6);
  bytes.writeUInt16BE(0x7000 | counter, 6);
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
