import { Check } from "lucide-react";
import type { ReactNode } from "react";
import "./choice.css";

interface ChoiceOption<Value extends string> {
  value: Value;
  label: ReactNode;
  note?: ReactNode;
  lang?: string;
}

interface ChoicesProps<Value extends string> {
  legend: ReactNode;
  name: string;
  value: Value | undefined;
  options: readonly ChoiceOption<Value>[];
  onChoose(value: Value): void;
}

/** One of a few: native radio buttons under our drawing, so that arrows, forms and screen readers work as everywhere. */
export function Choices<Value extends string>({ legend, name, value, options, onChoose }: ChoicesProps<Value>) {
  return (
    <fieldset className="choices">
      <legend>{legend}</legend>
      {options.map((option) => (
        <label key={option.value} className="choice" lang={option.lang}>
          <input type="radio" name={name} value={option.value} checked={option.value === value} onChange={() => onChoose(option.value)} />
          <span className="choice-mark" aria-hidden="true" />
          <span className="choice-text">
            {option.label}
            {option.note ? <span className="choice-note">{option.note}</span> : null}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

interface TickProps {
  checked: boolean;
  onChange(checked: boolean): void;
  children: ReactNode;
}

/** Something to tick off. */
export function Tick({ checked, onChange, children }: TickProps) {
  return (
    <label className="choice">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span className="choice-mark choice-mark-square" aria-hidden="true">
        <Check size={16} strokeWidth={3} />
      </span>
      <span className="choice-text">{children}</span>
    </label>
  );
}
