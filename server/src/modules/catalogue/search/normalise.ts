/**
 * One spelling for everything that is compared: queries, names, aliases, and the key under which misses are counted.
 */
import { Converter } from "opencc-js/t2cn";

const toSimplified = Converter({ from: "t", to: "cn" });

/** Apostrophes join ("driver's", "xi'an"); every other mark separates. */
const APOSTROPHES = /['’‘`´]/gu;
const SEPARATORS = /[^\p{Letter}\p{Number}]+/gu;
const COMBINING_MARKS = /\p{Mark}+/gu;
const HAN = /\p{Script=Han}/u;
const SPACE_BESIDE_HAN = /(?<=\p{Script=Han}) | (?=\p{Script=Han})/gu;

export function isHan(text: string): boolean {
  return HAN.test(text);
}

/**
 * NFKC, lower case, simplified characters, no tone marks or punctuation, single spaces, and none next to a Chinese
 * character: "公积金 提取" and "公积金提取" are one question.
 */
export function normaliseQuery(text: string): string {
  const plain = text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[üǖǘǚǜ]/gu, "v")
    .normalize("NFD")
    .replace(COMBINING_MARKS, "")
    .normalize("NFC")
    .replace(APOSTROPHES, "")
    .replace(SEPARATORS, " ")
    .trim();
  const simplified = HAN.test(plain) ? toSimplified(plain) : plain;
  return simplified.replace(SPACE_BESIDE_HAN, "");
}
