/** JSON of a stranger: exactly what it says, or a fault. */
import { SourceFault } from "./source-fault.ts";

const DEEPEST = 40;
const MOST_VALUES = 200_000;
/** What is shorter is read before anybody notices, however it is made. */
const HARMLESS_LENGTH = 32_768;
/** A number outside of quotes that may be longer than a double holds. */
const LONG_NUMBER = /(?:^|[[:,\s-])\d{16}/;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** @throws {SourceFault} malformed */
export function readJson(text: string): unknown {
  // Sixteen digits and more, ID numbers and serials among them, become text: as a double they would be another number.
  const harmless = text.length > HARMLESS_LENGTH || LONG_NUMBER.test(text) ? quoteLongNumbers(text) : text;
  let value: unknown;
  try {
    value = JSON.parse(harmless);
  } catch {
    throw new SourceFault("malformed", "answers with something that is not JSON, or is cut off");
  }
  checkTree(value);
  return value;
}

const tooMuch = () => new SourceFault("malformed", "answers with JSON of too many or too deep parts");

/**
 * Counts before anything is made of it: what a few hundred kilobytes can be told to become keeps a process from everybody else for
 * seconds. Not by a reviver of `JSON.parse`, which takes twenty times as long.
 */
function quoteLongNumbers(text: string): string {
  let [quoted, copied] = ["", 0];
  let [parts, depth] = [0, 0];
  let last = "";
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (sign === " " || sign === "\n" || sign === "\r" || sign === "\t") continue;
    if (sign === '"') at = endOfString(text, at);
    else if (sign === "[" || sign === "{" || sign === ",") {
      parts += 1;
      if (sign !== "," && ++depth > DEEPEST) throw tooMuch();
      if (parts > MOST_VALUES) throw tooMuch();
    } else if (sign === "]" || sign === "}") depth -= 1;
    else if (sign === "-" || (sign >= "0" && sign <= "9")) {
      NUMBER.lastIndex = at;
      const number = NUMBER.exec(text)?.[0] ?? sign;
      const end = at + number.length;
      // Only where a value may stand: quoted, it must not make right what is no JSON.
      if ((last === "" || last === "[" || last === "," || last === ":") && isTooLong(number) && /^[\s,\]}]?$/.test(text.charAt(end)) && !isName(text, end)) {
        quoted += `${text.slice(copied, at)}"${number}"`;
        copied = end;
      }
      at = end - 1;
    }
    last = sign;
  }
  return copied === 0 ? text : quoted + text.slice(copied);
}

const isTooLong = (number: string) => number.length >= 16 && Number.isInteger(Number(number)) && !Number.isSafeInteger(Number(number));

/** A number before a colon is no name that JSON has. */
function isName(text: string, end: number): boolean {
  const following = /[^\s]/g;
  following.lastIndex = end;
  return following.exec(text)?.[0] === ":";
}

/** Place of the quote that ends a string; the text's end when nothing does. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let escapes = 0;
    while (text.charAt(end - 1 - escapes) === "\\") escapes += 1;
    if (escapes % 2 === 0) return end;
  }
  return text.length;
}

function checkTree(root: unknown): void {
  let level: unknown[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) throw tooMuch();
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value === "number" && !Number.isFinite(value)) throw new SourceFault("malformed", "answers with a number that cannot be read");
      if (value === null || typeof value !== "object") continue;
      if (Object.hasOwn(value, "__proto__")) throw new SourceFault("malformed", "answers with a member that no record has: __proto__");
      for (const part of Object.values(value)) next.push(part);
    }
    level = next;
  }
}
