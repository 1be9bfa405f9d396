/**
 * SHA-256 (FIPS 180-4) over bytes that come in pieces. Written out here because the Web's own digest takes only what is
 * whole in memory and answers only later: a list of millions of lines needs neither.
 */
const ROUNDS = new Int32Array([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]);
const START = new Int32Array([0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19]);
const BLOCK = 64;
const words = new Int32Array(64);

export class Sha256 {
  readonly #state = new Int32Array(START);
  readonly #rest = new Uint8Array(BLOCK);
  #restLength = 0;
  #length = 0;

  update(bytes: Uint8Array): this {
    let at = 0;
    this.#length += bytes.length;
    if (this.#restLength > 0) {
      at = Math.min(BLOCK - this.#restLength, bytes.length);
      this.#rest.set(bytes.subarray(0, at), this.#restLength);
      this.#restLength += at;
      if (this.#restLength < BLOCK) return this;
      compress(this.#state, this.#rest, 0);
      this.#restLength = 0;
    }
    for (; at + BLOCK <= bytes.length; at += BLOCK) compress(this.#state, bytes, at);
    this.#rest.set(bytes.subarray(at));
    this.#restLength = bytes.length - at;
    return this;
  }

  digest(): Uint8Array {
    const tail = new Uint8Array(this.#restLength < 56 ? BLOCK : 2 * BLOCK);
    tail.set(this.#rest.subarray(0, this.#restLength));
    finishTail(tail, this.#restLength, tail.length, this.#length);
    for (let at = 0; at < tail.length; at += BLOCK) compress(this.#state, tail, at);
    const out = new Uint8Array(32);
    writeState(this.#state, out, 0);
    return out;
  }
}

export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = new Sha256();
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/**
 * Hashes many short messages that all begin with the same first block, which is worked through once.
 * @param first 64 bytes
 */
export class PrefixedSha256 {
  readonly #after = new Int32Array(START);
  readonly #state = new Int32Array(8);
  readonly #tail = new Uint8Array(BLOCK);

  constructor(first: Uint8Array) {
    if (first.length !== BLOCK) throw new RangeError("The beginning is one block of 64 bytes.");
    compress(this.#after, first, 0);
  }

  /** Of the first block and at most 55 bytes more. */
  digestInto(message: Uint8Array, out: Uint8Array): void {
    this.#tail.fill(0, message.length);
    this.#tail.set(message);
    finishTail(this.#tail, message.length, BLOCK, BLOCK + message.length);
    this.#state.set(this.#after);
    compress(this.#state, this.#tail, 0);
    writeState(this.#state, out, 0);
  }
}

const oneShotState = new Int32Array(8);
const oneShotTail = new Uint8Array(4 * BLOCK);

/** Of one byte and a short message after it, without making anything on the way. */
export function sha256WithMark(mark: number, bytes: Uint8Array, from: number, to: number, out: Uint8Array, outAt: number): void {
  const length = 1 + to - from;
  const blocks = Math.ceil((length + 9) / BLOCK);
  if (blocks > 4) {
    out.set(sha256(new Uint8Array([mark]), bytes.subarray(from, to)), outAt);
    return;
  }
  const end = blocks * BLOCK;
  oneShotTail[0] = mark;
  for (let at = from; at < to; at += 1) oneShotTail[1 + at - from] = bytes[at] as number;
  oneShotTail.fill(0, length, end);
  finishTail(oneShotTail, length, end, length);
  oneShotState.set(START);
  for (let at = 0; at < end; at += BLOCK) compress(oneShotState, oneShotTail, at);
  writeState(oneShotState, out, outAt);
}

/** Ends a message: one bit, then its length in bits in the last eight bytes. */
function finishTail(tail: Uint8Array, used: number, end: number, length: number): void {
  tail[used] = 0x80;
  const high = Math.floor(length / 0x2000_0000);
  const low = length << 3;
  for (let byte = 0; byte < 4; byte += 1) {
    tail[end - 8 + byte] = high >>> (24 - 8 * byte);
    tail[end - 4 + byte] = low >>> (24 - 8 * byte);
  }
}

function writeState(state: Int32Array, out: Uint8Array, at: number): void {
  for (let index = 0; index < 8; index += 1) {
    const word = state[index] as number;
    out[at + 4 * index] = word >>> 24;
    out[at + 4 * index + 1] = word >>> 16;
    out[at + 4 * index + 2] = word >>> 8;
    out[at + 4 * index + 3] = word;
  }
}

function compress(state: Int32Array, bytes: Uint8Array, from: number): void {
  for (let index = 0; index < 16; index += 1) {
    const at = from + 4 * index;
    words[index] = ((bytes[at] as number) << 24) | ((bytes[at + 1] as number) << 16) | ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number);
  }
  for (let index = 16; index < 64; index += 1) {
    const a = words[index - 15] as number;
    const b = words[index - 2] as number;
    const first = ((a >>> 7) | (a << 25)) ^ ((a >>> 18) | (a << 14)) ^ (a >>> 3);
    const second = ((b >>> 17) | (b << 15)) ^ ((b >>> 19) | (b << 13)) ^ (b >>> 10);
    words[index] = ((words[index - 16] as number) + first + (words[index - 7] as number) + second) | 0;
  }
  // Not taken apart as a list, which would ask an iterator for each.
  let a = state[0] as number;
  let b = state[1] as number;
  let c = state[2] as number;
  let d = state[3] as number;
  let e = state[4] as number;
  let f = state[5] as number;
  let g = state[6] as number;
  let h = state[7] as number;
  for (let index = 0; index < 64; index += 1) {
    const sumE = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const one = (h + sumE + ((e & f) ^ (~e & g)) + (ROUNDS[index] as number) + (words[index] as number)) | 0;
    const sumA = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const two = (sumA + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  state[0] = ((state[0] as number) + a) | 0;
  state[1] = ((state[1] as number) + b) | 0;
  state[2] = ((state[2] as number) + c) | 0;
  state[3] = ((state[3] as number) + d) | 0;
  state[4] = ((state[4] as number) + e) | 0;
  state[5] = ((state[5] as number) + f) | 0;
  state[6] = ((state[6] as number) + g) | 0;
  state[7] = ((state[7] as number) + h) | 0;
}
