import { randomFillSync } from "node:crypto";

const POOL_BYTES = 8_192;

const pool = Buffer.alloc(POOL_BYTES);
let taken = POOL_BYTES;

/**
 * Random bytes for nonces and ids, which lie in the open anyway: asked of the system by the page, since each asking
 * costs as much as the sealing. Keys and tokens are asked for one by one, so that none of them stays in this pool.
 */
export function publicRandomBytes(length: number): Buffer {
  if (taken + length > POOL_BYTES) {
    randomFillSync(pool);
    taken = 0;
  }
  taken += length;
  return Buffer.from(pool.subarray(taken - length, taken));
}
