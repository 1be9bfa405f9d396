/**
 * Cuts normalised text into words: Chinese by dictionary, everything else at spaces and at the border to Chinese.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Jieba } from "@node-rs/jieba";
import { isHan } from "./normalise.ts";

export interface Token {
  text: string;
  start: number;
  end: number;
  script: "han" | "latin";
}

let segmenter: Jieba | undefined;

/**
 * Loaded once per process, at first use (0.4 s, 50 MB). The package's own `dict.js` would also keep its 6 MB of
 * word frequencies in memory, which nothing here needs.
 */
function loadSegmenter(): Jieba {
  const dictionary = createRequire(import.meta.url).resolve("@node-rs/jieba/dict.txt");
  return Jieba.withDict(readFileSync(dictionary));
}

const RUNS = /\p{Script=Han}+|[^\p{Script=Han}\s]+/gu;

export function tokenise(normalised: string): Token[] {
  const tokens: Token[] = [];
  for (const run of normalised.matchAll(RUNS)) {
    let start = run.index;
    if (!isHan(run[0])) {
      tokens.push({ text: run[0], start, end: start + run[0].length, script: "latin" });
      continue;
    }
    segmenter ??= loadSegmenter();
    for (const text of segmenter.cut(run[0], false)) {
      tokens.push({ text, start, end: start + text.length, script: "han" });
      start += text.length;
    }
  }
  return tokens;
}
