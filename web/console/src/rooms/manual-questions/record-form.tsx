/** A form made of the fields of a kind of record. */
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { CircleAlert, Plus, Trash2 } from "lucide-react";
import { createContext, useContext } from "react";
import type { FieldFault } from "../../api/problem.ts";
import { say } from "../../i18n/locale.ts";
import { findRoomWord, w } from "../../i18n/room-words.ts";
import type { RecordField } from "../../records/record-fields.ts";
import { type Entry, faultWordName } from "./record-entry.ts";
import "../../components/note-field.css";
import "../../editor/fault-list.css";
import "./record-form.css";

const FaultsContext = createContext<readonly FieldFault[]>([]);

interface RecordFormProps {
  fields: readonly RecordField[];
  entry: Entry;
  /** From `/record` on. */
  faults: readonly FieldFault[];
  onChange(entry: Entry): void;
}

export function RecordForm({ fields, entry, faults, onChange }: RecordFormProps) {
  return (
    <FaultsContext.Provider value={faults}>
      <Fields fields={fields} entry={entry} pointer="/record" onChange={onChange} />
    </FaultsContext.Provider>
  );
}

export const entryControlId = (pointer: string) => `entry${pointer}`;

interface FieldsProps {
  fields: readonly RecordField[];
  entry: Entry;
  pointer: string;
  onChange(entry: Entry): void;
}

function Fields({ fields, entry, pointer, onChange }: FieldsProps) {
  return (
    <div className="record-fields">
      {fields.map((field) => {
        const at = `${pointer}/${field.name}`;
        const value = entry[field.name];
        const set = (next: Entry[string]) => onChange({ ...entry, [field.name]: next });
        if (field.type === "list") return <ListEntry key={field.name} field={field} pointer={at} entries={Array.isArray(value) ? value : []} onChange={set} />;
        return <SingleEntry key={field.name} field={field} pointer={at} value={typeof value === "string" ? value : ""} onChange={set} />;
      })}
    </div>
  );
}

function useFaults(pointer: string): string[] {
  return useContext(FaultsContext)
    .filter((each) => each.pointer === pointer)
    .map(({ detail }) => findRoomWord(faultWordName(detail) ?? "") ?? detail);
}

function Faults({ id, faults }: { id: string; faults: readonly string[] }) {
  if (faults.length === 0) return null;
  return (
    <ul className="fault-list" id={id}>
      {faults.map((fault) => (
        <li key={fault}>
          <CircleAlert size={14} aria-hidden="true" />
          <span>{fault}</span>
        </li>
      ))}
    </ul>
  );
}

interface SingleEntryProps {
  field: RecordField;
  pointer: string;
  value: string;
  onChange(value: string): void;
}

const INPUT_TYPES: Partial<Record<RecordField["type"], string>> = { date: "date", month: "month", time: "datetime-local" };
const FIGURES: ReadonlySet<RecordField["type"]> = new Set(["money", "number", "percent"]);

function SingleEntry({ field, pointer, value, onChange }: SingleEntryProps) {
  const faults = useFaults(pointer);
  const id = entryControlId(pointer);
  const shared = { id, className: "control", value, "aria-invalid": faults.length > 0, "aria-describedby": faults.length > 0 ? `${id}-faults` : undefined };
  const options = optionsOf(field);
  return (
    <div className="note-field record-field">
      <label htmlFor={id}>
        {say(field.names)}
        <span className="field-optional">{[unitOf(field), field.optional === true ? w.optional() : ""].filter(Boolean).join(" ")}</span>
      </label>
      {options ? (
        <select {...shared} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
          <option value="">{w.please_choose()}</option>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      ) : (
        <input {...shared} type={INPUT_TYPES[field.type] ?? "text"} inputMode={FIGURES.has(field.type) ? "decimal" : undefined} autoComplete="off" onChange={({ currentTarget }) => onChange(currentTarget.value)} />
      )}
      <Faults id={`${id}-faults`} faults={faults} />
    </div>
  );
}

function optionsOf({ type, codes }: RecordField): { value: string; label: string }[] | undefined {
  if (type === "truth") return [{ value: "yes", label: w.yes() }, { value: "no", label: w.no() }];
  return type === "code" ? (codes ?? []).map(({ value, names }) => ({ value, label: say(names) })) : undefined;
}

/** In what the figure is typed. */
function unitOf({ type, unit }: RecordField): string {
  if (type === "money") return w.in_yuan();
  if (type === "percent") return "%";
  return unit ? say(unit) : "";
}

function ListEntry({ field, pointer, entries, onChange }: { field: RecordField; pointer: string; entries: readonly Entry[]; onChange(entries: Entry[]): void }) {
  const faults = useFaults(pointer);
  const name = say(field.names);
  return (
    <fieldset className="record-entries" id={entryControlId(pointer)} tabIndex={-1}>
      <legend>
        {name}
        {field.optional === true ? <span className="field-optional">{w.optional()}</span> : null}
      </legend>
      {entries.map((each, index) => (
        // Entries have no identity but their place.
        <fieldset key={index} className="record-entry">
          <legend>{w.nth({ n: index + 1 })}</legend>
          <Fields fields={field.fields ?? []} entry={each} pointer={`${pointer}/${index}`} onChange={(next) => onChange(entries.map((before, position) => (position === index ? next : before)))} />
          <Button variant="quiet" aria-label={w.remove_named({ name: `${name} ${index + 1}` })} onClick={() => onChange(entries.filter((_each, position) => position !== index))}>
            <Trash2 size={16} aria-hidden="true" />
            {w.remove_entry()}
          </Button>
        </fieldset>
      ))}
      <Faults id={`${entryControlId(pointer)}-faults`} faults={faults} />
      <Button variant="quiet" onClick={() => onChange([...entries, {}])}>
        <Plus size={16} aria-hidden="true" />
        {w.add_to({ list: name })}
      </Button>
    </fieldset>
  );
}
