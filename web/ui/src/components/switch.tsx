import type { ReactNode } from "react";
import "./switch.css";

interface SwitchProps {
  checked: boolean;
  onChange(checked: boolean): void;
  label: ReactNode;
  note?: ReactNode;
}

/** On or off, at once. A checkbox to the machine, a switch to the eye. */
export function Switch({ checked, onChange, label, note }: SwitchProps) {
  return (
    <label className="switch-row">
      <input type="checkbox" role="switch" aria-checked={checked} checked={checked} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span>
        {label}
        {note ? <span className="switch-note">{note}</span> : null}
      </span>
      <span className="switch-track" aria-hidden="true">
        <span className="switch-thumb" />
      </span>
    </label>
  );
}
