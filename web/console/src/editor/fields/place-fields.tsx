/** Coordinates and opening hours. */
import { Copy, Plus, Trash2 } from "lucide-react";
import { Button, IconButton } from "@citizen-cloud/ui/components/button.tsx";
import { findingsWithin } from "../../documents/findings.ts";
import { isObject, type Json, type JsonObject } from "../../documents/json.ts";
import { fieldLabel } from "../../documents/labels.ts";
import { childPointer } from "../../documents/pointer.ts";
import { WEEKDAYS, WORKING_DAYS } from "../../documents/week.ts";
import { w } from "../../i18n/room-words.ts";
import { findDocumentWord } from "../../documents/words.ts";
import { FaultList } from "../fault-list.tsx";
import { FieldFrame } from "../field-frame.tsx";
import { controlId, type FieldProps, useForm } from "../form-scope.ts";
import "./place-fields.css";

export function CoordinatesField({ pointer, value, required }: FieldProps) {
  const { kind, change, readOnly } = useForm();
  const place = isObject(value) ? value : {};
  const set = (name: "latitude" | "longitude", typed: string) => {
    const { [name]: _before, ...others } = place;
    const next = typed === "" ? others : { ...others, [name]: Number(typed) };
    change(pointer, Object.keys(next).length === 0 && !required ? undefined : next);
  };
  return (
    <FieldFrame pointer={pointer} required={required} as="several" gathersFaults>
      {({ invalid }) => (
        <div className="coordinates">
          {(["latitude", "longitude"] as const).map((name) => (
            <label key={name}>
              <span className="bilingual-tag">{fieldLabel(kind, childPointer(pointer, name))}</span>
              <input
                id={controlId(childPointer(pointer, name))}
                className="control"
                type="number"
                step="any"
                aria-invalid={invalid}
                value={typeof place[name] === "number" ? place[name] : ""}
                readOnly={readOnly}
                onChange={({ currentTarget }) => set(name, currentTarget.value)}
              />
            </label>
          ))}
        </div>
      )}
    </FieldFrame>
  );
}

const MAX_SPANS = 4;

export function WeekField({ pointer, value, required }: FieldProps) {
  const { change, readOnly } = useForm();
  const week: JsonObject = isObject(value) ? value : {};
  const copyMonday = () => change(pointer, { ...week, ...Object.fromEntries(WORKING_DAYS.map((day) => [day, spansOf(week.monday)])) });
  return (
    <FieldFrame pointer={pointer} required={required} as="several">
      {() => (
        <div className="week">
          {WEEKDAYS.map((day) => (
            <DayHours key={day} pointer={childPointer(pointer, day)} name={findDocumentWord(`weekday_${day}`) ?? day} spans={spansOf(week[day])} />
          ))}
          {readOnly ? null : (
            <Button variant="quiet" onClick={copyMonday}>
              <Copy size={14} aria-hidden="true" />
              {w.copy_monday()}
            </Button>
          )}
        </div>
      )}
    </FieldFrame>
  );
}

function spansOf(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function DayHours({ pointer, name, spans }: { pointer: string; name: string; spans: string[] }) {
  const { change, readOnly, findings } = useForm();
  const replace = (index: number, span: string) => change(pointer, spans.map((each, position) => (position === index ? span : each)));
  const faults = findingsWithin(findings, pointer);
  return (
    <div className="week-day" role="group" aria-label={name} data-pointer={pointer}>
      <span className="week-day-name">{name}</span>
      <div className="week-spans">
        {spans.length === 0 ? <span className="meta">{w.closed()}</span> : null}
        {spans.map((span, index) => {
          const [opens = "", closes = ""] = span.split("-");
          return (
            // The position is all that tells one span of a day from another.
            <span key={index} className="week-span">
              <input id={index === 0 ? controlId(pointer) : undefined} className="control" type="text" inputMode="numeric" placeholder="08:30" maxLength={5} aria-label={w.opens_at({ day: name, n: index + 1 })} value={opens} readOnly={readOnly} onChange={({ currentTarget }) => replace(index, `${currentTarget.value}-${closes}`)} />
              –
              <input className="control" type="text" inputMode="numeric" placeholder="17:30" maxLength={5} aria-label={w.closes_at({ day: name, n: index + 1 })} value={closes} readOnly={readOnly} onChange={({ currentTarget }) => replace(index, `${opens}-${currentTarget.value}`)} />
              {readOnly ? null : (
                <IconButton label={w.remove_span({ day: name, n: index + 1 })} onClick={() => change(pointer, spans.filter((_each, position) => position !== index))}>
                  <Trash2 size={14} aria-hidden="true" />
                </IconButton>
              )}
            </span>
          );
        })}
        {readOnly || spans.length >= MAX_SPANS ? null : (
          <IconButton label={w.add_span({ day: name })} onClick={() => change(pointer, [...spans, spans.length === 0 ? "08:30-12:00" : "14:30-17:30"])}>
            <Plus size={16} aria-hidden="true" />
          </IconButton>
        )}
      </div>
      <FaultList findings={faults} />
    </div>
  );
}
