/**
 * Turns messages/*.json into typed functions. Traditional Chinese is derived from simplified, character by character
 * (opencc `tw`): phrase conversion would rename what mainland offices officially call things. What the conversion gets
 * wrong stands in zh-Hant.overrides.json.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { compile } from "@inlang/paraglide-js";
import { Converter } from "opencc-js/cn2t";

export async function compileMessages(root: string): Promise<void> {
  const folder = join(root, "messages");
  const simplified = await readFile(join(folder, "zh-Hans.json"), "utf8");
  const overrides = JSON.parse(await readFile(join(folder, "zh-Hant.overrides.json"), "utf8")) as Record<string, string>;
  const toTraditional = Converter({ from: "cn", to: "tw" });
  const traditional = { ...(JSON.parse(toTraditional(simplified)) as Record<string, string>), ...overrides };
  await writeFile(join(folder, "zh-Hant.json"), `${JSON.stringify(traditional, null, 2)}\n`);

  await compile({
    project: join(root, "project.inlang"),
    outdir: join(root, "src/paraglide"),
    strategy: ["globalVariable", "baseLocale"],
    outputStructure: "message-modules",
    emitGitIgnore: false,
    emitPrettierIgnore: false,
  });
}
