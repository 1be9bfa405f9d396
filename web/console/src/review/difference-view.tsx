import { ArrowDownUp, CircleMinus, CirclePlus, PencilLine } from "lucide-react";
import { useMemo } from "react";
import type { DocumentKind } from "../api/types.ts";
import { isObject, type Json, type JsonObject, plain } from "../documents/json.ts";
import { fieldTrail, sectionLabel } from "../documents/labels.ts";
import { LAYOUTS } from "../documents/layouts.ts";
import { namesOn, pointerParts } from "../documents/pointer.ts";
import { schemaOf } from "../documents/schemas.ts";
import { schemaAt, shapeOf } from "../documents/shape.ts";
import { w } from "../i18n/room-words.ts";
import { type Change, differences } from "./difference.ts";
import { textDifference } from "./text-difference.ts";
import { DocumentValue } from "./document-value.tsx";
import "./difference-view.css";

interface DifferenceViewProps {
  kind: DocumentKind;
  before: JsonObject | undefined;
  after: JsonObject;
}

/** What changed, by the names of the fields, in the order of the form. */
export function DifferenceView({ kind, before, after }: DifferenceViewProps) {
  const changes = useMemo(() => differences(schemaOf(kind), before, after), [kind, before, after]);
  if (changes.length === 0) return <p className="meta">{w.no_difference()}</p>;
  return (
    <div className="stack">
      <p className="meta">{w.changes_count({ count: changes.length })}</p>
      {LAYOUTS[kind].map(({ id, fields }) => {
        const inSection = fields.flatMap((name) => changes.filter((change) => pointerParts(change.pointer)[0] === name));
        if (inSection.length === 0) return null;
        return (
          <section key={id} className="difference-section">
            <h3>{sectionLabel(id)}</h3>
            <ul>
              {inSection.map((change) => (
                <ChangeRow key={`${change.kind} ${change.pointer}`} kind={kind} change={change} />
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

const MARKS = {
  added: { icon: CirclePlus, word: () => w.change_added() },
  removed: { icon: CircleMinus, word: () => w.change_removed() },
  changed: { icon: PencilLine, word: () => w.change_changed() },
  moved: { icon: ArrowDownUp, word: () => w.change_moved() },
};

function ChangeRow({ kind, change }: { kind: DocumentKind; change: Change }) {
  const { icon: Icon, word } = MARKS[change.kind];
  return (
    <li className="difference-row" data-change={change.kind}>
      <span className="difference-mark">
        <Icon size={14} aria-hidden="true" />
        {word()}
      </span>
      <div className="difference-what">
        <p className="difference-trail">{fieldTrail(kind, change.pointer).join(" › ")}</p>
        <ChangeContent kind={kind} change={change} />
      </div>
    </li>
  );
}

function ChangeContent({ kind, change }: { kind: DocumentKind; change: Change }) {
  const { pointer, before, after } = change;
  if (change.kind === "moved") return <p>{w.moved_from_to({ from: plain(before), to: plain(after) })}</p>;
  const names = namesOn(pointer);
  const found = schemaAt(schemaOf(kind), names) ?? {};
  const schema = /\/\d+$/.test(pointer) && found.items ? found.items : found;
  const shape = shapeOf(schema, names.at(-1) ?? "");
  if (change.kind === "changed" && (shape === "text" || shape === "string")) return <TextChange before={before} after={after} />;
  return (
    <div className="difference-sides">
      {before === undefined ? null : (
        <del>
          <DocumentValue kind={kind} pointer={pointer} schema={schema} value={before} />
        </del>
      )}
      {after === undefined ? null : (
        <ins>
          <DocumentValue kind={kind} pointer={pointer} schema={schema} value={after} />
        </ins>
      )}
    </div>
  );
}

function TextChange({ before, after }: { before: Json | undefined; after: Json | undefined }) {
  if (!isObject(before) || !isObject(after)) return <TextPieces before={plain(before)} after={plain(after)} />;
  return (
    <>
      {(["zh", "en"] as const).map((language) =>
        before[language] === after[language] ? null : (
          <div key={language} lang={language === "zh" ? "zh-Hans" : "en"} className="difference-language">
            <span className="bilingual-tag">{language === "zh" ? "中文" : "English"}</span>
            <TextPieces before={plain(before[language])} after={plain(after[language])} />
          </div>
        ),
      )}
    </>
  );
}

function TextPieces({ before, after }: { before: string; after: string }) {
  return (
    <p>
      {textDifference(before, after).map(({ change, text }, index) => {
        // Pieces have no identity but their place in the sentence.
        if (change === "added") return <ins key={index}>{text}</ins>;
        if (change === "removed") return <del key={index}>{text}</del>;
        return <span key={index}>{text}</span>;
      })}
    </p>
  );
}
