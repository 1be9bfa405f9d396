import { Chip, type Tone } from "@citizen-cloud/ui/components/tone.tsx";
import { AsGiven } from "../components/as-given.tsx";
import { say } from "../i18n/locale.ts";
import { type DescribedField, valueText } from "./values.ts";

const TONES = { good: "jade", neutral: "ink", attention: "gold", bad: "cinnabar" } as const satisfies Record<string, Tone>;

/** One value: a code that carries a judgement as a chip with its word, all else as text. */
export function Value({ field, value, masked = false }: { field: DescribedField; value: unknown; masked?: boolean }) {
  const code = field.type === "code" ? field.codes?.find((each) => each.value === value) : undefined;
  if (code && "tone" in code && code.tone) return <Chip tone={TONES[code.tone]}>{say(code.names)}</Chip>;
  const text = valueText(field, value, { masked });
  if (text === undefined) return <span className="record-none">—</span>;
  return field.type === "money" || field.type === "number" || field.type === "percent" ? <span className="record-figure">{text}</span> : <AsGiven text={text} />;
}
