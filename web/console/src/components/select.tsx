import { useId } from "react";
import "./select.css";

interface SelectProps {
  label: string;
  value: string;
  /** What an empty value means, such as "all". */
  empty: string;
  options: readonly { value: string; label: string }[];
  onChoose(value: string): void;
}

/** The browser's own list: quick by keyboard, and the same to every screen reader. */
export function FilterSelect({ label, value, empty, options, onChoose }: SelectProps) {
  const id = useId();
  return (
    <span className="filter-select">
      <label htmlFor={id}>{label}</label>
      <select id={id} className="control" value={value} data-chosen={value === "" ? undefined : ""} onChange={(event) => onChoose(event.currentTarget.value)}>
        <option value="">{empty}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </span>
  );
}
