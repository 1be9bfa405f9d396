/** Lists of millions of lines, read as they come. */
import { toBytes } from "./bytes.ts";

export type Chunks = AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>;

/** Far more than the longest line that there is. */
const LONGEST_LINE = 512;
const LINE_END = 10;

export class BrokenList extends Error {
  override readonly name = "BrokenList";
}

/**
 * Calls with each line, without making a text of it. Every line ends with a line feed, the last one too.
 * @param onChunk the bytes as they came
 * @throws {BrokenList}
 */
export async function eachLine(chunks: Chunks, onLine: (bytes: Uint8Array, from: number, to: number) => void, onChunk?: (bytes: Uint8Array) => void | Promise<void>): Promise<void> {
  let rest = new Uint8Array(0);
  for await (const chunk of chunks) {
    const bytes = typeof chunk === "string" ? toBytes(chunk) : chunk;
    await onChunk?.(bytes);
    let from = 0;
    if (rest.length > 0) {
      const end = bytes.indexOf(LINE_END);
      if (end === -1) {
        rest = joined(rest, bytes);
        if (rest.length > LONGEST_LINE) throw new BrokenList("A line is too long.");
        continue;
      }
      const line = joined(rest, bytes.subarray(0, end));
      onLine(line, 0, line.length);
      from = end + 1;
    }
    for (let end = bytes.indexOf(LINE_END, from); end !== -1; end = bytes.indexOf(LINE_END, from)) {
      onLine(bytes, from, end);
      from = end + 1;
    }
    rest = bytes.slice(from);
    if (rest.length > LONGEST_LINE) throw new BrokenList("A line is too long.");
  }
  if (rest.length > 0) throw new BrokenList("The last line does not end.");
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

const HEX = new Int8Array(256).fill(-1);
for (let value = 0; value < 16; value += 1) HEX["0123456789abcdef".charCodeAt(value)] = value;

const COMMITMENT_DIGITS = 64;
const MOST_LOTS = 100;

/** Reads `<commitment> <lots>[ <reason>]` into `commitment`. @throws {BrokenList} */
export function readParticipant(bytes: Uint8Array, from: number, to: number, commitment: Uint8Array): { weight: number; reason?: string } {
  readCommitment(bytes, from, to, commitment);
  let at = from + COMMITMENT_DIGITS;
  if (bytes[at] !== 32) throw new BrokenList("A line has no lots.");
  let weight = 0;
  const start = (at += 1);
  for (; at < to && bytes[at] !== 32; at += 1) {
    const digit = (bytes[at] as number) - 48;
    if (digit < 0 || digit > 9 || at - start > 2) throw new BrokenList("A line's lots are no number.");
    weight = 10 * weight + digit;
  }
  if (at === start || weight > MOST_LOTS || (bytes[start] === 48 && at - start > 1)) throw new BrokenList("A line's lots are no number as it is written here.");
  if (at === to) {
    if (weight === 0) throw new BrokenList("Somebody is excluded without a reason.");
    return { weight };
  }
  const reason = textOf(bytes, at + 1, to);
  if (weight !== 0 || !/^[a-z][a-z-]{1,39}$/.test(reason)) throw new BrokenList("A line holds more than it may.");
  return { weight, reason };
}

function readCommitment(bytes: Uint8Array, from: number, to: number, commitment: Uint8Array): void {
  if (to - from < COMMITMENT_DIGITS) throw new BrokenList("A line is too short.");
  for (let index = 0; index < 32; index += 1) {
    const high = HEX[bytes[from + 2 * index] as number] as number;
    const low = HEX[bytes[from + 2 * index + 1] as number] as number;
    if (high < 0 || low < 0) throw new BrokenList("A commitment is not in hexadecimal digits.");
    commitment[index] = 16 * high + low;
  }
}

export interface WinnerLine {
  rank: number;
  tier: string;
  commitment: string;
  inPlaceOf?: number;
}

const WINNER = /^([1-9][0-9]{0,8}) ([a-z][a-z0-9-]{1,60}) ([0-9a-f]{64})(?: ([1-9][0-9]{0,8}))?$/;

/** @throws {BrokenList} */
export function readWinner(line: string): WinnerLine {
  const [, rank, tier = "", commitment = "", inPlaceOf] = WINNER.exec(line) ?? [];
  if (rank === undefined) throw new BrokenList("A line of the winners is not `rank tier commitment`.");
  return { rank: Number(rank), tier, commitment, ...(inPlaceOf === undefined ? {} : { inPlaceOf: Number(inPlaceOf) }) };
}

export function textOf(bytes: Uint8Array, from: number, to: number): string {
  let text = "";
  for (let at = from; at < to; at += 1) text += String.fromCharCode(bytes[at] as number);
  return text;
}
