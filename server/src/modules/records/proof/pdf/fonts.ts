/** The sheet's letters. Each file is read and taken apart once; a sheet then holds only the characters that stand on it. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import PDFDocument from "pdfkit";

/** What the library makes of a font file. It takes one in place of a file, which its types do not say. */
interface ParsedFont {
  hasGlyphForCodePoint(codePoint: number): boolean;
}

const FILES = { regular: "400Regular/NotoSansSC_400Regular.ttf", bold: "700Bold/NotoSansSC_700Bold.ttf" };
export type FontName = keyof typeof FILES;

const parsed = new Map<FontName, ParsedFont>();

export function parsedFont(name: FontName): ParsedFont {
  const before = parsed.get(name);
  if (before) return before;
  const file = createRequire(import.meta.url).resolve(`@expo-google-fonts/noto-sans-sc/${FILES[name]}`);
  const document = new PDFDocument({ autoFirstPage: false });
  const { _font } = document.font(readFileSync(file)) as unknown as { _font: { font: ParsedFont } };
  parsed.set(name, _font.font);
  return _font.font;
}

/** As the library's types want a font. */
export function asSource(name: FontName): Buffer {
  return parsedFont(name) as unknown as Buffer;
}

/** Stands, as among printers, for a character that there is no type for; its number follows, so that nothing of a name is lost. */
const MISSING = "〓";

/** Asking the font takes longer than printing. As many as it has, at most. */
const known = new Set<string>();

export function printable(text: string): string {
  const font = parsedFont("regular");
  return Array.from(text.normalize("NFC").replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, " "), (character) => {
    if (known.has(character)) return character;
    const codePoint = character.codePointAt(0) ?? 0;
    if (font.hasGlyphForCodePoint(codePoint)) {
      known.add(character);
      return character;
    }
    return `${MISSING}(U+${codePoint.toString(16).toUpperCase()})`;
  }).join("");
}
