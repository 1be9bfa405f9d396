import type { Locale } from "../../i18n/locale.ts";
import { usePlace } from "../../routing/place.tsx";

type Word<Inputs> = (inputs: Inputs, options: { locale: Locale }) => string;

/** Whoever stands in the hall reads one of the two; the page's own language decides the script alone. */
export function Both<Inputs extends object>({ word, inputs }: { word: Word<Inputs>; inputs?: Inputs }) {
  const { locale } = usePlace();
  const script = locale === "zh-Hant" ? locale : "zh-Hans";
  const given = inputs ?? ({} as Inputs);
  return <Pair script={script} zh={word(given, { locale: script })} en={word(given, { locale: "en" })} />;
}

export function BothNames({ names }: { names: { zh: string; en: string } }) {
  const { locale } = usePlace();
  return <Pair script={locale === "zh-Hant" ? locale : "zh-Hans"} zh={names.zh} en={names.en} />;
}

function Pair({ script, zh, en }: { script: Locale; zh: string; en: string }) {
  if (zh === en) return zh;
  return (
    <>
      <span lang={script}>{zh}</span> <span lang="en">{en}</span>
    </>
  );
}
