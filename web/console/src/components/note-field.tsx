import { useId } from "react";
import "./note-field.css";

interface NoteFieldProps {
  label: string;
  value: string;
  maxLength: number;
  lang?: string;
  onChange(value: string): void;
}

/** A sentence of explanation that goes on the record. */
export function NoteField({ label, value, maxLength, lang, onChange }: NoteFieldProps) {
  const id = useId();
  return (
    <div className="note-field">
      <label htmlFor={id}>{label}</label>
      <textarea id={id} className="control" rows={3} maxLength={maxLength} lang={lang} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)} />
    </div>
  );
}
