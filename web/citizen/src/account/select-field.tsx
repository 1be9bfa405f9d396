import { describedBy, Field, type FieldFrame } from "@citizen-cloud/ui/components/field.tsx";
import { langOf } from "../i18n/chinese.ts";

interface SelectFieldProps extends FieldFrame {
  value: string;
  options: readonly { value: string; label: string }[];
  onChange(value: string): void;
}

/** The browser's own: on a telephone it opens the wheel that people know. */
export function SelectField({ id, label, optional, hint, error, value, options, onChange }: SelectFieldProps) {
  return (
    <Field id={id} label={label} optional={optional} hint={hint} error={error}>
      <select className="text-input" value={value} onChange={(event) => onChange(event.currentTarget.value)} {...describedBy({ id, hint, error })}>
        {options.map((option) => (
          <option key={option.value} value={option.value} lang={langOf(option.label)}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  );
}
