/** Other documents, chosen by name. */
import { useEffect, useRef, useState } from "react";
import { DocumentPicker } from "../../components/document-picker.tsx";
import { findingsWithin } from "../../documents/findings.ts";
import { fieldLabel } from "../../documents/labels.ts";
import { useNames } from "../../documents/names.ts";
import { childPointer, namesOn } from "../../documents/pointer.ts";
import { referenceKind } from "../../documents/shape.ts";
import { w } from "../../i18n/room-words.ts";
import { FaultList } from "../fault-list.tsx";
import { FieldFrame } from "../field-frame.tsx";
import { controlId, type FieldProps, useForm } from "../form-scope.ts";
import { ListControls, moved } from "../list-controls.tsx";
import "./reference-fields.css";

function useTargets(pointer: string) {
  const names = useNames();
  const kind = referenceKind(namesOn(pointer).at(-1) ?? "") ?? "service";
  return { kind, names, offered: names.list(kind).filter((each) => !each.retired && each.version !== undefined) };
}

export function ReferenceField({ pointer, value, required }: FieldProps) {
  const { change, readOnly } = useForm();
  const { offered } = useTargets(pointer);
  return (
    <FieldFrame pointer={pointer} required={required}>
      {({ describedBy, invalid }) => (
        <DocumentPicker
          id={controlId(pointer)}
          documents={offered}
          value={typeof value === "string" && value !== "" ? value : undefined}
          onChoose={(id) => change(pointer, id ?? (required ? "" : undefined))}
          readOnly={readOnly}
          invalid={invalid}
          describedBy={describedBy}
        />
      )}
    </FieldFrame>
  );
}

export function ReferencesField({ pointer, value, required }: FieldProps) {
  const { kind: documentKind, change, readOnly, findings } = useForm();
  const { kind, names, offered } = useTargets(pointer);
  const ids = Array.isArray(value) ? value.map(String) : [];
  const write = (next: string[]) => change(pointer, next.length === 0 && !required ? undefined : next);
  // Begun anew after each choice, so that the field is empty for the next one.
  const [round, setRound] = useState(0);
  const adding = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (round > 0) adding.current?.querySelector("input")?.focus();
  }, [round]);
  return (
    <FieldFrame pointer={pointer} required={required} as="several">
      {() => (
        <div className="references">
          {ids.length > 0 ? (
            <ol>
              {ids.map((id, index) => {
                const faults = findingsWithin(findings, childPointer(pointer, index));
                return (
                  <li key={id} data-pointer={childPointer(pointer, index)}>
                    <span>
                      {names.of(kind, id)} <code>{id}</code>
                      <FaultList findings={faults} />
                    </span>
                    {readOnly ? null : (
                      <ListControls
                        name={names.of(kind, id)}
                        index={index}
                        count={ids.length}
                        id={controlId(childPointer(pointer, index))}
                        onMove={(to) => write(moved(ids, index, to))}
                        onRemove={() => {
                          write(ids.filter((each) => each !== id));
                          setRound((before) => before + 1);
                        }}
                      />
                    )}
                  </li>
                );
              })}
            </ol>
          ) : null}
          {readOnly ? null : (
            <div ref={adding} key={round}>
              <DocumentPicker
                id={controlId(pointer)}
                label={w.add_to({ list: fieldLabel(documentKind, pointer) })}
                documents={offered.filter((each) => !ids.includes(each.id))}
                value={undefined}
                placeholder={w.add_by_name()}
                onChoose={(id) => {
                  if (id === undefined) return;
                  write([...ids, id]);
                  setRound((before) => before + 1);
                }}
              />
            </div>
          )}
        </div>
      )}
    </FieldFrame>
  );
}
