// Every pair of text and ground that the components put together can be read, in every theme and mode.
import assert from "node:assert/strict";
import { test } from "node:test";
import { contrast } from "./contrast.ts";
import { declaredBy, resolve, type Tokens } from "./custom-properties.ts";

const base = declaredBy(":root");
const dark = declaredBy(':root[data-theme="dark"]');
const elderLight = declaredBy(':root[data-mode="elder"]:not([data-theme="dark"])');
const elderDark = declaredBy(':root[data-mode="elder"][data-theme="dark"]');

const THEMES: Record<string, Tokens> = {
  light: resolve(base),
  dark: resolve(base, dark),
  "elder light": resolve(base, elderLight),
  "elder dark": resolve(base, dark, elderDark),
};

const TEXT = 4.5;
const GRAPHIC = 3;
const ELDER_BODY = 7;

const GROUNDS = ["--paper", "--surface", "--surface-2"];
const PAIRS: [text: string, ground: string, least: number][] = [
  ...GROUNDS.flatMap((ground): [string, string, number][] => [
    ["--text", ground, TEXT], ["--text-2", ground, TEXT], ["--text-3", ground, TEXT], ["--primary", ground, TEXT], ["--danger", ground, TEXT], ["--focus", ground, GRAPHIC], ["--line-strong", ground, GRAPHIC],
  ]),
  ["--on-primary", "--primary", TEXT], ["--on-primary", "--primary-hover", TEXT], ["--on-danger", "--danger-strong", TEXT],
  ["--on-header", "--header-from", TEXT], ["--on-header", "--header-to", TEXT], ["--on-seal", "--seal", TEXT], ["--header-from", "--on-header", TEXT],
  ["--primary", "--primary-soft", TEXT], ["--primary", "--primary-softer", TEXT], ["--text", "--primary-softer", TEXT], ["--text-2", "--primary-softer", TEXT], ["--text-3", "--primary-softer", TEXT],
  ["--danger", "--danger-soft", TEXT], ["--warning", "--warning-soft", TEXT], ["--info", "--info-soft", TEXT], ["--rose", "--rose-soft", TEXT], ["--text-2", "--neutral-soft", TEXT],
  ["--warning", "--surface", TEXT], ["--warning", "--primary-softer", TEXT],
];

for (const [theme, tokens] of Object.entries(THEMES)) {
  test(`text can be read: ${theme}`, () => {
    for (const [text, ground, least] of PAIRS) {
      const [one, other] = [tokens[text], tokens[ground]];
      assert.ok(one && other, `${text} or ${ground} is not a token`);
      const measured = contrast(one, other);
      assert.ok(measured >= least, `${text} on ${ground} is ${measured.toFixed(2)}, at least ${least} is needed`);
    }
  });
}

test("in elder mode running text reaches 7 to 1", () => {
  for (const theme of ["elder light", "elder dark"]) {
    for (const text of ["--text", "--text-2"]) {
      for (const ground of GROUNDS) {
        assert.ok(contrast(THEMES[theme]?.[text] ?? "", THEMES[theme]?.[ground] ?? "") >= ELDER_BODY, `${text} on ${ground}, ${theme}`);
      }
    }
  }
});

test("the system's dark and the chosen dark are the same", () => {
  assert.deepEqual(declaredBy(':root:not([data-theme="light"])'), dark);
  assert.deepEqual(declaredBy(':root[data-mode="elder"]:not([data-theme="light"])'), elderDark);
});
