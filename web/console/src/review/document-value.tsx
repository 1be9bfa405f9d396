/** A piece of a document to read: option words for codes, names for ids, never raw data. */
import type { DocumentKind } from "../api/types.ts";
import { isObject, type Json, plain } from "../documents/json.ts";
import { fieldLabel, optionLabel } from "../documents/labels.ts";
import { useNames } from "../documents/names.ts";
import { childPointer, namesOn } from "../documents/pointer.ts";
import { membersOf, referenceKind, type Schema, shapeOf } from "../documents/shape.ts";
import { m } from "../i18n/m.ts";
import { showMoment } from "../i18n/dates.ts";
import { w } from "../i18n/room-words.ts";
import { findDocumentWord } from "../documents/words.ts";
import "./document-value.css";

interface DocumentValueProps {
  kind: DocumentKind;
  pointer: string;
  schema: Schema;
  value: Json;
}

export function DocumentValue({ kind, pointer, schema, value }: DocumentValueProps) {
  const names = useNames();
  const name = namesOn(pointer).at(-1) ?? "";
  switch (shapeOf(schema, name)) {
    case "text":
      return isObject(value) ? <BothLanguages zh={value.zh} en={value.en} /> : null;
    case "words":
      return isObject(value) ? <BothLanguages zh={listOf(value.zh)} en={listOf(value.en)} /> : null;
    case "duration":
    case "promise":
      return <>{durationText(value)}</>;
    case "coordinates":
      return isObject(value) ? <>{`${plain(value.latitude)}, ${plain(value.longitude)}`}</> : null;
    case "week":
    case "window-week":
      return isObject(value) ? <WeekValue week={value} /> : null;
    case "windows":
      return <>{spansText(value)}</>;
    case "instant":
      return <>{showMoment(plain(value))}</>;
    case "yes-no":
      return <>{value === true ? w.yes() : w.no()}</>;
    case "choice":
    case "scale":
      return <>{optionLabel(name, plain(value))}</>;
    case "choices":
      return <>{Array.isArray(value) ? value.map((each) => optionLabel(name, plain(each))).join(m.list_separator()) : ""}</>;
    case "reference":
    case "references":
      return <>{(Array.isArray(value) ? value : [value]).map((id) => names.of(referenceKind(name) ?? "service", plain(id))).join(m.list_separator())}</>;
    case "code":
      return <pre className="value-code">{plain(value)}</pre>;
    case "local-name":
    case "local-names":
      return <>{(Array.isArray(value) ? value : [value]).map(plain).join(m.list_separator())}</>;
    case "list":
      return (
        <ol className="value-list">
          {(Array.isArray(value) ? value : []).map((member, index) => (
            // A list is shown once and never reordered here.
            <li key={index}>
              <DocumentValue kind={kind} pointer={childPointer(pointer, index)} schema={schema.items ?? {}} value={member} />
            </li>
          ))}
        </ol>
      );
    case "group":
      return isObject(value) ? (
        <dl className="value-group">
          {Object.entries(membersOf(schema)).map(([member, memberSchema]) => {
            const inner = value[member];
            if (inner === undefined) return null;
            const at = childPointer(pointer, member);
            return (
              <div key={member}>
                <dt>{fieldLabel(kind, at)}</dt>
                <dd>
                  <DocumentValue kind={kind} pointer={at} schema={memberSchema} value={inner} />
                </dd>
              </div>
            );
          })}
        </dl>
      ) : null;
    default:
      return <>{plain(value)}</>;
  }
}

function BothLanguages({ zh, en }: { zh: Json | undefined; en: Json | undefined }) {
  return (
    <>
      <span lang="zh-Hans">{plain(zh)}</span>
      <span lang="en" className="value-second">
        {plain(en)}
      </span>
    </>
  );
}

function listOf(words: Json | undefined): string {
  return Array.isArray(words) ? words.map(plain).join(m.list_separator()) : "";
}

function durationText(value: Json): string {
  if (value === "immediate") return w.promise_at_once();
  return isObject(value) ? `${plain(value.amount)} ${optionLabel("unit", plain(value.unit))}` : plain(value);
}

function WeekValue({ week }: { week: Record<string, Json | undefined> }) {
  return (
    <dl className="value-group">
      {Object.entries(week).map(([day, spans]) => (
        <div key={day}>
          <dt>{findDocumentWord(`weekday_${day}`) ?? day}</dt>
          <dd>{spansText(spans)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Hours of a day; a calendar's with the length of a slot and how many come in it. */
function spansText(spans: Json | undefined): string {
  if (!Array.isArray(spans) || spans.length === 0) return w.closed();
  return spans.map((span) => (isObject(span) ? [plain(span.hours), span.slotMinutes === undefined ? "" : w.slot_of_minutes({ n: plain(span.slotMinutes) }), w.places_per_slot({ n: plain(span.capacity) })].filter(Boolean).join(" · ") : plain(span))).join("  ");
}
