/** When a calendar is open, how long its slots are and how many come to each. */
import { Copy, Plus, Trash2 } from "lucide-react";
import { Button, IconButton } from "@citizen-cloud/ui/components/button.tsx";
import { findingsWithin } from "../../documents/findings.ts";
import { isObject, type Json, type JsonObject, plain } from "../../documents/json.ts";
import { fieldLabel } from "../../documents/labels.ts";
import { childPointer } from "../../documents/pointer.ts";
import { WEEKDAYS, WORKING_DAYS } from "../../documents/week.ts";
import { findDocumentWord } from "../../documents/words.ts";
import { w } from "../../i18n/room-words.ts";
import { FaultList } from "../fault-list.tsx";
import { FieldFrame } from "../field-frame.tsx";
import { controlId, type FieldProps, useForm } from "../form-scope.ts";
import "./windows-fields.css";

const MAX_WINDOWS = 6;
const [MORNING, AFTERNOON]: [JsonObject, JsonObject] = [{ hours: "09:00-12:00", slotMinutes: 30, capacity: 4 }, { hours: "13:30-17:00", slotMinutes: 30, capacity: 4 }];

export function WindowWeekField({ pointer, value, required }: FieldProps) {
  const { change, readOnly } = useForm();
  const week: JsonObject = isObject(value) ? value : {};
  return (
    <FieldFrame pointer={pointer} required={required} as="several">
      {() => (
        <div className="windows-week">
          {WEEKDAYS.map((day) => (
            <div key={day} className="windows-day">
              <span className="windows-day-name">{weekdayName(day)}</span>
              <Windows pointer={childPointer(pointer, day)} day={weekdayName(day)} windows={windowsOf(week[day])} />
            </div>
          ))}
          {readOnly ? null : (
            <Button variant="quiet" onClick={() => change(pointer, { ...week, ...Object.fromEntries(WORKING_DAYS.map((day) => [day, windowsOf(week.monday)])) })}>
              <Copy size={14} aria-hidden="true" />
              {w.copy_monday()}
            </Button>
          )}
        </div>
      )}
    </FieldFrame>
  );
}

export function WindowsField({ pointer, value, required }: FieldProps) {
  const { kind } = useForm();
  return (
    <FieldFrame pointer={pointer} required={required} as="several">
      {() => <Windows pointer={pointer} day={fieldLabel(kind, pointer)} windows={windowsOf(value)} />}
    </FieldFrame>
  );
}

function weekdayName(day: string): string {
  return findDocumentWord(`weekday_${day}`) ?? day;
}

function windowsOf(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function Windows({ pointer, day, windows }: { pointer: string; day: string; windows: JsonObject[] }) {
  const { kind, change, readOnly, findings } = useForm();
  const write = (index: number, next: JsonObject) => change(pointer, windows.map((each, position) => (position === index ? next : each)));
  return (
    <div className="windows" role="group" aria-label={day} data-pointer={pointer}>
      {windows.length === 0 ? <span className="meta">{w.closed()}</span> : null}
      {windows.map((window, index) => {
        const at = childPointer(pointer, index);
        const [opens = "", closes = ""] = plain(window.hours).split("-");
        const figure = (name: "slotMinutes" | "capacity") => (
          <label>
            <span className="bilingual-tag">{fieldLabel(kind, childPointer(at, name))}</span>
            <input
              id={controlId(childPointer(at, name))}
              className="control"
              type="number"
              min={1}
              value={plain(window[name])}
              readOnly={readOnly}
              onChange={({ currentTarget }) => {
                const { [name]: _before, ...others } = window;
                write(index, currentTarget.value === "" ? others : { ...others, [name]: Number(currentTarget.value) });
              }}
            />
          </label>
        );
        return (
          // The position is all that tells one window of a day from another.
          <div key={index} className="window" data-pointer={at}>
            <span className="window-hours">
              <input id={index === 0 ? controlId(pointer) : undefined} className="control" type="text" inputMode="numeric" placeholder="09:00" maxLength={5} aria-label={w.opens_at({ day, n: index + 1 })} value={opens} readOnly={readOnly} onChange={({ currentTarget }) => write(index, { ...window, hours: `${currentTarget.value}-${closes}` })} />
              –
              <input className="control" type="text" inputMode="numeric" placeholder="17:00" maxLength={5} aria-label={w.closes_at({ day, n: index + 1 })} value={closes} readOnly={readOnly} onChange={({ currentTarget }) => write(index, { ...window, hours: `${opens}-${currentTarget.value}` })} />
            </span>
            {figure("slotMinutes")}
            {figure("capacity")}
            {readOnly ? null : (
              <IconButton label={w.remove_span({ day, n: index + 1 })} onClick={() => change(pointer, windows.filter((_each, position) => position !== index))}>
                <Trash2 size={14} aria-hidden="true" />
              </IconButton>
            )}
          </div>
        );
      })}
      {readOnly || windows.length >= MAX_WINDOWS ? null : (
        <IconButton label={w.add_span({ day })} onClick={() => change(pointer, [...windows, windows.length === 0 ? MORNING : AFTERNOON])}>
          <Plus size={16} aria-hidden="true" />
        </IconButton>
      )}
      <FaultList findings={findingsWithin(findings, pointer)} />
    </div>
  );
}
