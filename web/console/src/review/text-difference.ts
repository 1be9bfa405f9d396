/** What changed within a sentence: by word in English, by character in Chinese. */
import { commonSubsequence } from "./align.ts";

export interface TextPiece {
  change: "same" | "added" | "removed";
  text: string;
}

/** Beyond this a comparison piece by piece costs more than it tells. */
const MAX_PIECES = 1_500;

export function textDifference(before: string, after: string): TextPiece[] {
  if (before === after) return before === "" ? [] : [{ change: "same", text: before }];
  const [old, fresh] = [split(before), split(after)];
  if (old.length > MAX_PIECES || fresh.length > MAX_PIECES) return wholly(before, after);

  const pieces: TextPiece[] = [];
  const push = (change: TextPiece["change"], text: string) => {
    if (text === "") return;
    const last = pieces.at(-1);
    if (last?.change === change) last.text += text;
    else pieces.push({ change, text });
  };
  let i = 0;
  let j = 0;
  for (const [a, b] of [...commonSubsequence(old, fresh, Object.is), [old.length, fresh.length] as const]) {
    push("removed", old.slice(i, a).join(""));
    push("added", fresh.slice(j, b).join(""));
    push("same", old[a] ?? "");
    i = a + 1;
    j = b + 1;
  }
  const kept = pieces.filter((piece) => piece.change === "same").reduce((sum, piece) => sum + piece.text.trim().length, 0);
  // Two sentences that share only a few letters are read better one after the other.
  return kept * 3 < Math.max(before.length, after.length) ? wholly(before, after) : pieces;
}

function wholly(before: string, after: string): TextPiece[] {
  const pieces: TextPiece[] = [{ change: "removed", text: before }, { change: "added", text: after }];
  return pieces.filter((piece) => piece.text !== "");
}

function split(text: string): string[] {
  return text.match(/[a-z0-9\u00c0-\u024f’'-]+|\s+|./gisu) ?? [];
}
