/**
 * A challenge for whoever joins while a campaign is under attack: a number is sought that gives a digest with enough
 * leading zero bits. A second of a telephone's work, and a lot for whoever wants to be ten thousand people. The digest is
 * computed here: the browser's own answers one promise at a time, which costs more than the digest.
 */

const ROUND_CONSTANTS = roundConstants();
const INITIAL = initialState();

/** The first 32 bits of the fractional parts of the roots of the first primes, as FIPS 180-4 defines them. */
function primes(count: number): number[] {
  const found: number[] = [];
  for (let candidate = 2; found.length < count; candidate += 1) if (found.every((prime) => candidate % prime !== 0)) found.push(candidate);
  return found;
}

function fraction(root: number): number {
  return Math.floor((root - Math.floor(root)) * 2 ** 32) | 0;
}

function roundConstants(): Int32Array {
  return Int32Array.from(primes(64), (prime) => fraction(Math.cbrt(prime)));
}

function initialState(): Int32Array {
  return Int32Array.from(primes(8), (prime) => fraction(Math.sqrt(prime)));
}

const schedule = new Int32Array(64);

function compress(state: Int32Array, block: DataView, at: number): void {
  for (let word = 0; word < 16; word += 1) schedule[word] = block.getInt32(at + word * 4);
  for (let word = 16; word < 64; word += 1) {
    const early = schedule[word - 15] ?? 0;
    const late = schedule[word - 2] ?? 0;
    const first = ((early >>> 7) | (early << 25)) ^ ((early >>> 18) | (early << 14)) ^ (early >>> 3);
    const second = ((late >>> 17) | (late << 15)) ^ ((late >>> 19) | (late << 13)) ^ (late >>> 10);
    schedule[word] = ((schedule[word - 16] ?? 0) + first + (schedule[word - 7] ?? 0) + second) | 0;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let round = 0; round < 64; round += 1) {
    const one = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const add = (h + one + ((e & f) ^ (~e & g)) + (ROUND_CONSTANTS[round] ?? 0) + (schedule[round] ?? 0)) | 0;
    const nought = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const both = (nought + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + add) | 0;
    d = c;
    c = b;
    b = a;
    a = (add + both) | 0;
  }
  for (const [index, value] of [a, b, c, d, e, f, g, h].entries()) state[index] = ((state[index] ?? 0) + value) | 0;
}

/** SHA-256 as eight words. */
export function digestOf(bytes: Uint8Array): Int32Array {
  const length = (((bytes.length + 8) >> 6) + 1) << 6;
  const padded = new Uint8Array(length);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(length - 4, bytes.length << 3);
  const state = INITIAL.slice();
  for (let at = 0; at < length; at += 64) compress(state, view, at);
  return state;
}

export function leadingZeroBits(digest: Int32Array): number {
  let bits = 0;
  for (const word of digest) {
    const zeros = Math.clz32(word);
    bits += zeros;
    if (zeros < 32) break;
  }
  return bits;
}

const encoder = new TextEncoder();

/** Tries numbers from a beginning; the solution, or undefined when none of them is one. */
export function tryNumbers(challenge: string, bits: number, from: number, count: number): string | undefined {
  for (let number = from; number < from + count; number += 1) {
    const solution = number.toString(36);
    if (leadingZeroBits(digestOf(encoder.encode(`${challenge}:${solution}`))) >= bits) return solution;
  }
  return undefined;
}
