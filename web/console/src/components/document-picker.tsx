import { Combobox } from "@base-ui/react/combobox";
import { Check, ChevronDown } from "lucide-react";
import { useMemo } from "react";
import type { DocumentSummary } from "../api/types.ts";
import { say } from "../i18n/locale.ts";
import { w } from "../i18n/room-words.ts";
import "./select.css";
import "./document-picker.css";

interface DocumentPickerProps {
  id?: string;
  label?: string;
  documents: readonly DocumentSummary[];
  value: string | undefined;
  onChoose(id: string | undefined): void;
  readOnly?: boolean;
  invalid?: boolean;
  describedBy?: string;
  placeholder?: string;
}

/** Finds a document by its name in either language or by its id. */
export function DocumentPicker({ id, label, documents, value, onChoose, readOnly = false, invalid = false, describedBy, placeholder }: DocumentPickerProps) {
  const options = useMemo(() => documents.map((each) => ({ id: each.id, name: say(each.names), words: `${each.id} ${each.names.zh} ${each.names.en}`.toLowerCase() })), [documents]);
  // What the document names but the city no longer has stays in sight: it is a fault to mend, not an empty field.
  const chosen = options.find((each) => each.id === value) ?? (value ? { id: value, name: value, words: value } : null);
  return (
    <Combobox.Root
      items={options}
      value={chosen}
      onValueChange={(next) => onChoose(next?.id)}
      itemToStringLabel={(option) => option.name}
      isItemEqualToValue={(a, b) => a.id === b.id}
      filter={(option, query) => query.toLowerCase().split(/\s+/).every((word) => option.words.includes(word))}
      limit={60}
      readOnly={readOnly}
      autoHighlight
    >
      <div className="picker">
        <Combobox.Input id={id} className="control" aria-label={label} aria-invalid={invalid} aria-describedby={describedBy} placeholder={placeholder ?? w.search_by_name()} />
        <Combobox.Trigger className="picker-trigger" aria-label={w.show_list()}>
          <ChevronDown size={16} aria-hidden="true" />
        </Combobox.Trigger>
      </div>
      <Combobox.Portal>
        <Combobox.Positioner className="picker-positioner" sideOffset={4}>
          <Combobox.Popup className="picker-popup" aria-label={label ?? w.search_by_name()}>
            <Combobox.Empty className="picker-empty">{w.nothing_found()}</Combobox.Empty>
            <Combobox.List className="picker-list">
              {(option: (typeof options)[number]) => (
                <Combobox.Item key={option.id} value={option} className="picker-item">
                  <span>{option.name}</span>
                  <code>{option.id}</code>
                  <Combobox.ItemIndicator>
                    <Check size={14} aria-hidden="true" />
                  </Combobox.ItemIndicator>
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );
}
