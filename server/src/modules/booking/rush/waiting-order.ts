/**
 * The order of those who came before the opening. Speed of finger does not decide it: everybody's number goes through a
 * permutation whose key was fixed, and its digest published, before the first of them came, and which is published after
 * the opening. Pure, so that anybody can compute it again.
 */
import { hash } from "node:crypto";

/** Fewer would show patterns for small crowds; a Feistel network is a good permutation from four on. */
const ROUNDS = 8;

/** A permutation of 0 … size − 1 that only the key decides. */
export function drawOrder(key: Buffer, size: number): (number: number) => number {
  const halfBits = Math.max(1, Math.ceil(Math.log2(Math.max(2, size)) / 2));
  const half = 2 ** halfBits;
  const name = `${key.toString("hex")} ${size}`;
  /** The first eight digits of SHA-256 over key, size, round and value as text. */
  const digest = (round: number, value: number) => Number.parseInt(hash("sha256", `${name} ${round} ${value}`, "hex").slice(0, 8), 16) % half;
  const permuteOnce = (number: number) => {
    let [left, right] = [Math.floor(number / half), number % half];
    for (let round = 0; round < ROUNDS; round += 1) [left, right] = [right, left ^ digest(round, right)];
    return left * half + right;
  };
  return (number) => {
    if (!Number.isInteger(number) || number < 0 || number >= size) throw new RangeError(`${number} is none of ${size} numbers.`);
    // The network permutes the next power of four; whoever lands beyond the crowd goes on until inside, which keeps it one to one.
    let drawn = permuteOnce(number);
    while (drawn >= size) drawn = permuteOnce(drawn);
    return drawn;
  };
}

/** What is published before the opening, in hexadecimal. */
export function commitmentOf(key: Buffer): string {
  return hash("sha256", key, "hex");
}
