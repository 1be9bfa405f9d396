import { type InputHTMLAttributes, type ReactNode, useId } from "react";
import "./note-field.css";

interface TextFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "value" | "onChange"> {
  label: string;
  hint?: ReactNode;
  value: string;
  onChange(value: string): void;
}

/** One line to type, with its label above. */
export function TextField({ label, hint, value, onChange, ...rest }: TextFieldProps) {
  const id = useId();
  return (
    <div className="note-field">
      <label htmlFor={id}>{label}</label>
      {hint ? (
        <p id={`${id}-hint`} className="meta">
          {hint}
        </p>
      ) : null}
      <input id={id} className="control" aria-describedby={hint ? `${id}-hint` : undefined} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)} {...rest} />
    </div>
  );
}

interface ChoiceFieldProps<Value extends string> {
  label: string;
  value: NoInfer<Value> | "";
  /** Stands first where nothing is chosen; left out: something always is. */
  empty?: string;
  options: readonly { value: Value; label: string }[];
  required?: boolean;
  onChoose(value: NoInfer<Value>): void;
}

export function ChoiceField<Value extends string>({ label, value, empty, options, required = false, onChoose }: ChoiceFieldProps<Value>) {
  const id = useId();
  return (
    <div className="note-field">
      <label htmlFor={id}>{label}</label>
      <select id={id} className="control" value={value} required={required} onChange={({ currentTarget }) => onChoose(currentTarget.value as Value)}>
        {empty === undefined ? null : <option value="">{empty}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}

interface CheckFieldsProps<Value extends string> {
  legend: string;
  options: readonly { value: Value; label: string }[];
  chosen: readonly Value[];
  onChange(chosen: Value[]): void;
}

/** Several of a list, in its order. */
export function CheckFields<Value extends string>({ legend, options, chosen, onChange }: CheckFieldsProps<Value>) {
  return (
    <fieldset className="check-fields">
      <legend>{legend}</legend>
      {options.map(({ value, label }) => (
        <label key={value} className="check-field">
          <input type="checkbox" checked={chosen.includes(value)} onChange={({ currentTarget }) => onChange(options.map((each) => each.value).filter((each) => (each === value ? currentTarget.checked : chosen.includes(each))))} />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
