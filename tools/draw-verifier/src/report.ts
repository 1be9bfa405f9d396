import type { Verification } from "./verify-draw.ts";

/** As a terminal shows it. */
export function reportVerification({ holds, state, steps, found }: Verification): string {
  const marks = new Map<boolean | undefined, string>([[true, "holds  "], [false, "FAILS  "], [undefined, "not yet"]]);
  const lines = steps.map(({ name, holds: stands, detail }) => `  ${marks.get(stands)}  ${name.padEnd(13)} ${detail.en}\n                         ${detail.zh}`);
  const places = found.map((place) => (place ? `  ${place.commitment} stands in line ${place.position + 1} with ${place.weight} lots${place.reason === undefined ? "" : `, excluded: ${place.reason}`}${place.rank === undefined ? "" : `, won ${place.tier} as number ${place.rank}`}` : "  A commitment looked for is not in the list"));
  const verdict = !holds ? "This draw does NOT hold. 抽签结果不成立。" : state === "drawn" ? "The draw holds. 抽签结果成立。" : "What is published so far holds. 目前公布的内容成立。";
  return [...lines, ...places, "", verdict, ""].join("\n");
}
