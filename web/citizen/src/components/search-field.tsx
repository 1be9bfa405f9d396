import { Search, X } from "lucide-react";
import { IconButton } from "@citizen-cloud/ui/components/button.tsx";
import { m } from "../paraglide/messages.js";
import "./search-field.css";

interface SearchFieldProps {
  label: string;
  placeholder: string;
  words: string;
  onChange(words: string): void;
}

/** Narrows down what stands below while one types. */
export function SearchField({ label, placeholder, words, onChange }: SearchFieldProps) {
  return (
    <div className="search-field" role="search">
      <Search size={20} aria-hidden="true" />
      <input className="search-input" type="search" aria-label={label} placeholder={placeholder} value={words} autoComplete="off" enterKeyHint="search" onInput={(event) => onChange(event.currentTarget.value)} />
      {words === "" ? null : (
        <IconButton label={m.clear()} onClick={() => onChange("")}>
          <X size={20} aria-hidden="true" />
        </IconButton>
      )}
    </div>
  );
}
