import { CircleAlert } from "lucide-react";
import type { InputHTMLAttributes, ReactNode, Ref } from "react";
import { classNames } from "./class-names.ts";
import "./field.css";

export interface FieldFrame {
  /** Names the control: the error summary and the label point to it. */
  id: string;
  label: ReactNode;
  /** Words that mark what may be left out, such as （选填）. */
  optional?: string;
  hint?: ReactNode;
  error?: string;
}

type FieldProps = FieldFrame & { children: ReactNode };

/** A label, a hint, what is wrong, and the control: in the order they are read. */
export function Field({ id, label, optional, hint, error, children }: FieldProps) {
  return (
    <div className={classNames("field", error !== undefined && "field-faulty")}>
      <label className="field-label" htmlFor={id}>
        {label}
        {optional ? <span className="field-optional">{optional}</span> : null}
      </label>
      {hint ? (
        <p className="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
      <FieldError id={id} error={error} />
      {children}
    </div>
  );
}

export function FieldError({ id, error }: { id: string; error: string | undefined }) {
  if (error === undefined) return null;
  return (
    <p className="field-error" id={`${id}-error`}>
      <CircleAlert size={18} aria-hidden="true" />
      {error}
    </p>
  );
}

/** What ties a control to its hint and its error. */
export function describedBy({ id, hint, error }: Pick<FieldFrame, "id" | "hint" | "error">): { id: string; "aria-describedby"?: string; "aria-invalid"?: true } {
  const parts = [hint ? `${id}-hint` : "", error === undefined ? "" : `${id}-error`].filter(Boolean);
  return { id, ...(parts.length > 0 ? { "aria-describedby": parts.join(" ") } : {}), ...(error === undefined ? {} : { "aria-invalid": true }) };
}

type TextFieldProps = FieldFrame &
  Omit<InputHTMLAttributes<HTMLInputElement>, "id" | "onChange" | "value"> & {
    value: string;
    onChange(value: string): void;
    inputRef?: Ref<HTMLInputElement>;
    /** Stands at the field's right, such as the button that sends a code. */
    beside?: ReactNode;
  };

export function TextField({ id, label, optional, hint, error, value, onChange, inputRef, beside, className, type = "text", ...rest }: TextFieldProps) {
  return (
    <Field id={id} label={label} optional={optional} hint={hint} error={error}>
      <div className={beside ? "field-row" : undefined}>
        <input ref={inputRef} type={type} className={classNames("text-input", className)} value={value} onInput={(event) => onChange(event.currentTarget.value)} {...describedBy({ id, hint, error })} {...rest} />
        {beside}
      </div>
    </Field>
  );
}

interface DateFieldsProps {
  id: string;
  legend: ReactNode;
  hint?: ReactNode;
  error?: string;
  labels: { year: string; month: string; day: string };
  /** What was typed, in this order; it need not be a date yet. */
  value: { year: string; month: string; day: string };
  onChange(value: { year: string; month: string; day: string }): void;
  autoComplete?: { year: string; month: string; day: string };
}

/** A date that people know by heart is typed in three fields: no calendar to leaf back through. */
export function DateFields({ id, legend, hint, error, labels, value, onChange, autoComplete }: DateFieldsProps) {
  const parts = ["year", "month", "day"] as const;
  return (
    <fieldset className={classNames("field", "field-dates", error !== undefined && "field-faulty")} {...describedBy({ id: `${id}-group`, hint, error })}>
      <legend className="field-label">{legend}</legend>
      {hint ? (
        <p className="field-hint" id={`${id}-group-hint`}>
          {hint}
        </p>
      ) : null}
      <FieldError id={`${id}-group`} error={error} />
      <div className="field-date-parts">
        {parts.map((part, index) => (
          <label key={part} className="field-date-part">
            <span>{labels[part]}</span>
            <input
              id={index === 0 ? id : `${id}-${part}`}
              className={classNames("text-input", `text-input-${part}`)}
              inputMode="numeric"
              maxLength={part === "year" ? 4 : 2}
              autoComplete={autoComplete?.[part]}
              value={value[part]}
              aria-invalid={error === undefined ? undefined : true}
              onInput={(event) => onChange({ ...value, [part]: event.currentTarget.value })}
            />
          </label>
        ))}
      </div>
    </fieldset>
  );
}
