import { draw } from "./randomness.ts";

/** Shuffles the whole numbers below a modulus without holding them, and finds back. */
export interface Permutation {
  readonly modulus: number;
  apply(value: number): number;
  invert(value: number): number;
}

/** Products of two numbers below it stay exact in a double. */
const LARGEST_MODULUS = 94_906_265;

/** x → factor · x + shift modulo `modulus`, which is one to one because the factor shares no divisor with the modulus. */
export function createPermutation(modulus: number, seed: number, stream: number): Permutation {
  if (modulus > LARGEST_MODULUS) throw new RangeError(`A permutation of ${modulus} numbers would not be exact.`);
  let factor = Math.floor(modulus * 0.3) + draw(seed, "permutation", stream, Math.floor(modulus * 0.4));
  while (greatestCommonDivisor(factor, modulus) !== 1) factor += 1;
  const shift = draw(seed, "permutation", stream + 1, modulus);
  const inverse = invertModulo(factor, modulus);
  return {
    modulus,
    apply: (value) => ((value * factor) % modulus + shift) % modulus,
    invert: (value) => (((value - shift + modulus) % modulus) * inverse) % modulus,
  };
}

function greatestCommonDivisor(left: number, right: number): number {
  return right === 0 ? left : greatestCommonDivisor(right, left % right);
}

/** By the extended algorithm of Euclid. */
function invertModulo(value: number, modulus: number): number {
  let [remainder, nextRemainder] = [modulus, value];
  let [coefficient, nextCoefficient] = [0, 1];
  while (nextRemainder !== 0) {
    const quotient = Math.floor(remainder / nextRemainder);
    [remainder, nextRemainder] = [nextRemainder, remainder - quotient * nextRemainder];
    [coefficient, nextCoefficient] = [nextCoefficient, coefficient - quotient * nextCoefficient];
  }
  return ((coefficient % modulus) + modulus) % modulus;
}
