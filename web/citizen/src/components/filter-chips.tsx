import { Check } from "lucide-react";
import "./filter-chips.css";

interface FilterChipsProps {
  label: string;
  options: readonly { value: string; label: string }[];
  value: string | undefined;
  onChoose(value: string | undefined): void;
}

/** One or none of a row; pressing the chosen one lets it go. */
export function FilterChips({ label, options, value, onChoose }: FilterChipsProps) {
  return (
    <div className="filter-chips" role="group" aria-label={label}>
      {options.map((option) => {
        const chosen = option.value === value;
        return (
          <button key={option.value} type="button" className="filter-chip" aria-pressed={chosen} onClick={() => onChoose(chosen ? undefined : option.value)}>
            {chosen ? <Check size={16} aria-hidden="true" /> : null}
            {option.label}
          </button>
        );
      })}
    </div>
  );
}
