import { useId, useState } from "react";
import { isObject, type Json, type JsonObject, sameJson } from "../documents/json.ts";
import { w } from "../i18n/room-words.ts";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import "./json-editor.css";

/** The document as it is kept, for those who know it. The same draft, the same checks. */
export function JsonEditor({ body, readOnly, onChange }: { body: JsonObject; readOnly: boolean; onChange(body: JsonObject): void }) {
  const [text, setText] = useState(() => JSON.stringify(body, null, 2));
  const [fault, setFault] = useState<string>();
  const id = useId();
  const type = (next: string) => {
    setText(next);
    const { value, problem } = parse(next);
    setFault(problem);
    if (value && !sameJson(value, body)) onChange(value);
  };
  return (
    <div className="json-editor">
      <label htmlFor={id}>{w.json_label()}</label>
      {fault ? (
        <Notice kind="danger" live>
          {w.json_fault()} <span lang="en">{fault}</span>
        </Notice>
      ) : null}
      <textarea id={id} className="control" spellCheck={false} value={text} readOnly={readOnly} rows={36} aria-invalid={fault !== undefined} onChange={({ currentTarget }) => type(currentTarget.value)} />
    </div>
  );
}

function parse(text: string): { value?: JsonObject; problem?: string } {
  try {
    const value = JSON.parse(text) as Json;
    return isObject(value) ? { value } : { problem: "{ … }" };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
