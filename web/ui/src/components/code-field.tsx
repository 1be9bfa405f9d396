import { type Ref, useEffect, useRef } from "react";
import { classNames } from "./class-names.ts";
import { describedBy, Field, type FieldFrame } from "./field.tsx";
import "./code-field.css";

type CodeFieldProps = FieldFrame & {
  value: string;
  onChange(value: string): void;
  /** All digits stand there: typed, pasted, or put in by the telephone. */
  onComplete?(value: string): void;
  length?: number;
  disabled?: boolean;
  inputRef?: Ref<HTMLInputElement>;
};

/** Full-width digits come from Chinese keyboards, spaces and dashes from messages. */
export function readDigits(text: string, length: number): string {
  return text.normalize("NFKC").replace(/\D/g, "").slice(0, length);
}

/**
 * One field that looks like as many cells as there are digits: the telephone offers the message's code to it, a paste
 * fills it, and a screen reader meets one field rather than six.
 */
export function CodeField({ id, label, optional, hint, error, value, onChange, onComplete, length = 6, disabled, inputRef }: CodeFieldProps) {
  const told = useRef("");
  useEffect(() => {
    if (value.length < length) told.current = "";
  }, [value, length]);
  return (
    <Field id={id} label={label} optional={optional} hint={hint} error={error}>
      <div className={classNames("code-field", error !== undefined && "code-field-faulty")}>
        <div className="code-field-cells" aria-hidden="true">
          {Array.from({ length }, (_unused, index) => (
            <span key={index} className={classNames("code-field-cell", index === value.length && "code-field-cell-next")}>
              {value[index] ?? ""}
            </span>
          ))}
        </div>
        <input
          ref={inputRef}
          className="code-field-input"
          type="text"
          inputMode="numeric"
          autoComplete="one-time-code"
          value={value}
          readOnly={disabled}
          {...describedBy({ id, hint, error })}
          onInput={(event) => {
            const digits = readDigits(event.currentTarget.value, length);
            event.currentTarget.value = digits;
            onChange(digits);
            if (digits.length === length && told.current !== digits) {
              told.current = digits;
              onComplete?.(digits);
            }
          }}
        />
      </div>
    </Field>
  );
}
