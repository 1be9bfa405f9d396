/** Reads the tokens out of their style sheets, so that tests speak about what ships. */
import { readFileSync } from "node:fs";

export type Tokens = Record<string, string>;

function read(name: string): string {
  return readFileSync(new URL(name, import.meta.url), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
}

function declarations(block: string): Tokens {
  return Object.fromEntries([...block.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map((match) => [match[1] ?? "", (match[2] ?? "").trim()]));
}

const SEMANTIC = read("./semantic.css");
const PRIMITIVES = declarations(read("./primitive.css"));

/** What a selector declares, wherever in the sheet it stands. */
export function declaredBy(selector: string): Tokens {
  const start = `${selector} {`;
  const blocks = SEMANTIC.split(start).slice(1).map((rest) => rest.slice(0, rest.indexOf("}")));
  return Object.assign({}, ...blocks.map(declarations));
}

/** Lays blocks over one another, later ones above, and follows the references down to colours. */
export function resolve(...layers: Tokens[]): Tokens {
  const merged: Tokens = Object.assign({}, ...layers);
  return Object.fromEntries(
    Object.entries(merged).map(([name, value]) => {
      const reference = /^var\((--[\w-]+)\)$/.exec(value)?.[1];
      return [name, reference ? (PRIMITIVES[reference] ?? value) : value];
    }),
  );
}
