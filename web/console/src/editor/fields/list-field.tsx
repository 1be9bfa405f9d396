/** Materials, steps, questions: members to add, remove and put in order. */
import { ChevronDown, ChevronRight, Plus } from "lucide-react";
import { useRef, useState } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { findingsAt, findingsWithin } from "../../documents/findings.ts";
import { isObject, type Json, plain } from "../../documents/json.ts";
import { fieldLabel } from "../../documents/labels.ts";
import { childPointer } from "../../documents/pointer.ts";
import { blankOf, type Schema, shapeOf } from "../../documents/shape.ts";
import { spokenLocale } from "../../i18n/locale.ts";
import { w } from "../../i18n/room-words.ts";
import { FaultList } from "../fault-list.tsx";
import { FieldFrame } from "../field-frame.tsx";
import { controlId, type FieldProps, useForm } from "../form-scope.ts";
import { ListControls, moved } from "../list-controls.tsx";
import { GroupFields } from "./group-field.tsx";
import { BilingualInputs } from "./text-fields.tsx";
import "./list-field.css";

/** Up to this many members stay open: the rest would bury each other. */
const MAX_OPEN = 2;

export function ListField({ pointer, value, required, schema }: FieldProps & { schema: Schema }) {
  const { kind, change, readOnly, findings } = useForm();
  const members = Array.isArray(value) ? value : [];
  const [open, setOpen] = useState<boolean[]>(() => members.map(() => members.length <= MAX_OPEN));
  const frame = useRef<HTMLDivElement>(null);
  const item = schema.items ?? {};
  const isText = shapeOf(item, "") === "text";
  const full = schema.maxItems !== undefined && members.length >= schema.maxItems;

  const write = (next: Json[]) => change(pointer, next.length === 0 && !required ? undefined : next);
  const focusMember = (index: number) => requestAnimationFrame(() => frame.current?.querySelector(`:scope > ol > li:nth-child(${index + 1})`)?.querySelector<HTMLElement>("textarea, input, select")?.focus());
  const add = () => {
    setOpen(members.map((_each, index) => open[index] ?? false).concat(true));
    write([...members, blankOf(item) ?? ""]);
    focusMember(members.length);
  };
  const remove = (index: number) => {
    setOpen(open.filter((_each, position) => position !== index));
    write(members.filter((_each, position) => position !== index));
    requestAnimationFrame(() => frame.current?.querySelector<HTMLElement>(":scope > .list-add")?.focus());
  };

  return (
    <FieldFrame pointer={pointer} required={required} as="several">
      {() => (
        <div className="list" ref={frame}>
          {members.length > 0 ? (
            <ol>
              {members.map((member, index) => {
                const at = childPointer(pointer, index);
                const name = memberName(member) || w.nth({ n: index + 1 });
                const faulty = findingsWithin(findings, at).length;
                const controls = readOnly ? null : (
                  <ListControls
                    name={name}
                    id={controlId(at)}
                    index={index}
                    count={members.length}
                    onMove={(to) => {
                      setOpen(moved(members.map((_each, position) => open[position] ?? false), index, to));
                      write(moved(members, index, to));
                    }}
                    onRemove={() => remove(index)}
                  />
                );
                if (isText) {
                  return (
                    // Members have no identity of their own: the position is all there is.
                    <li key={index} className="list-line" data-pointer={at}>
                      <span className="list-number" aria-hidden="true">
                        {index + 1}
                      </span>
                      <BilingualInputs pointer={at} value={member} required />
                      {controls}
                    </li>
                  );
                }
                // What has a fault is open: the summary's links must lead somewhere.
                const expanded = faulty > 0 || (open[index] ?? false);
                return (
                  <li key={index} className="list-card" data-pointer={at} data-faulty={faulty > 0 ? "" : undefined}>
                    <div className="list-card-head">
                      <button
                        type="button"
                        className="list-card-toggle"
                        aria-expanded={expanded}
                        onClick={() => setOpen(members.map((_each, position) => (position === index ? !expanded : (open[position] ?? false))))}
                      >
                        {expanded ? <ChevronDown size={16} aria-hidden="true" /> : <ChevronRight size={16} aria-hidden="true" />}
                        <span className="list-number">{index + 1}</span>
                        <span className="list-card-name">{name}</span>
                      </button>
                      {controls}
                    </div>
                    {expanded ? (
                      <div className="list-card-body">
                        <FaultList findings={findingsAt(findings, at)} />
                        <GroupFields pointer={at} value={isObject(member) ? member : {}} schema={item} />
                      </div>
                    ) : null}
                  </li>
                );
              })}
            </ol>
          ) : (
            <p className="meta">{w.list_empty()}</p>
          )}
          {readOnly || full ? null : (
            <Button variant="quiet" className="list-add" id={controlId(pointer)} onClick={add}>
              <Plus size={16} aria-hidden="true" />
              {w.add_to({ list: fieldLabel(kind, pointer) })}
            </Button>
          )}
        </div>
      )}
    </FieldFrame>
  );
}

/** What a clerk knows the member by. */
function memberName(member: Json): string {
  if (!isObject(member)) return "";
  const texts = [member.names, member.name, member.question, member.title, member.text];
  for (const text of texts) {
    const named = isObject(text) ? plain(text[spokenLocale() === "en" ? "en" : "zh"]) : "";
    if (named !== "") return named;
  }
  return [member.name, member.id, member.value, member.kind, member.date].map(plain).find((each) => each !== "") ?? "";
}
