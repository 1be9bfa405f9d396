/** What people read, in Chinese and English side by side. */
import { useEffect, useState } from "react";
import { findingsWithin } from "../../documents/findings.ts";
import { isObject, type Json, plain } from "../../documents/json.ts";
import { fieldLabel } from "../../documents/labels.ts";
import { childPointer } from "../../documents/pointer.ts";
import { w } from "../../i18n/room-words.ts";
import { FaultList } from "../fault-list.tsx";
import { FieldFrame } from "../field-frame.tsx";
import { controlId, type FieldProps, useForm } from "../form-scope.ts";
import "./text-fields.css";

const LANGUAGES = ["zh", "en"] as const;
type Language = (typeof LANGUAGES)[number];
const LANGUAGE_TAGS: Record<Language, string> = { zh: "zh-Hans", en: "en" };

/** Languages are named by themselves, whatever the console speaks. */
const LANGUAGE_NAMES: Record<Language, string> = { zh: "中文", en: "English" };

export function TextField({ pointer, value, required }: FieldProps) {
  return (
    <FieldFrame pointer={pointer} required={required} as="several">
      {() => <BilingualInputs pointer={pointer} value={value} required={required} />}
    </FieldFrame>
  );
}

/** The two inputs alone, for lists whose members are nothing but a text. */
export function BilingualInputs({ pointer, value, required }: FieldProps) {
  const { change, readOnly, findings, kind } = useForm();
  const text = isObject(value) ? value : {};
  const set = (language: Language, words: string) => {
    const next: Record<Language, Json> = { zh: text.zh ?? "", en: text.en ?? "", [language]: words };
    change(pointer, next.zh === "" && next.en === "" && !required ? undefined : next);
  };
  return (
    <div className="bilingual">
      {LANGUAGES.map((language) => {
        const id = controlId(childPointer(pointer, language));
        const faults = findingsWithin(findings, childPointer(pointer, language));
        const words = text[language];
        return (
          <div key={language} className="bilingual-side">
            <label htmlFor={id} className="bilingual-tag" lang={LANGUAGE_TAGS[language]}>
              <span className="visually-hidden">{fieldLabel(kind, pointer)} </span>
              {LANGUAGE_NAMES[language]}
            </label>
            <textarea
              id={id}
              className="control"
              lang={LANGUAGE_TAGS[language]}
              rows={rowsFor(words)}
              value={typeof words === "string" ? words : ""}
              readOnly={readOnly}
              aria-invalid={faults.length > 0}
              aria-describedby={faults.length > 0 ? `${id}-faults` : undefined}
              onChange={({ currentTarget }) => set(language, currentTarget.value)}
            />
            <FaultList id={`${id}-faults`} findings={faults} />
          </div>
        );
      })}
    </div>
  );
}

/** For browsers that do not size a field by its content themselves. */
function rowsFor(words: Json | undefined): number {
  return typeof words === "string" ? Math.min(8, Math.max(1, Math.ceil(words.length / 42))) : 1;
}

export function WordsField({ pointer, value, required }: FieldProps) {
  const lists = isObject(value) ? value : {};
  return (
    <FieldFrame pointer={pointer} required={required} as="several">
      {() => (
        <div className="bilingual">
          {LANGUAGES.map((language) => (
            <WordList key={language} pointer={childPointer(pointer, language)} language={language} value={lists[language]} />
          ))}
        </div>
      )}
    </FieldFrame>
  );
}

/** One word a line: quickest to type, to paste and to put in order. */
function WordList({ pointer, language, value }: { pointer: string; language: Language; value: Json | undefined }) {
  const { change, readOnly, findings } = useForm();
  const saved = Array.isArray(value) ? value.map(plain).join("\n") : "";
  const [typed, setTyped] = useState(saved);
  useEffect(() => setTyped((before) => (linesOf(before).join("\n") === saved ? before : saved)), [saved]);
  const id = controlId(pointer);
  const faults = findingsWithin(findings, pointer);
  return (
    <div className="bilingual-side" data-pointer={pointer}>
      <label htmlFor={id} className="bilingual-tag" lang={LANGUAGE_TAGS[language]}>
        {LANGUAGE_NAMES[language]}
        <span className="field-optional">{w.one_per_line()}</span>
      </label>
      <textarea
        id={id}
        className="control"
        lang={LANGUAGE_TAGS[language]}
        rows={Math.max(2, typed.split("\n").length)}
        value={typed}
        readOnly={readOnly}
        aria-invalid={faults.length > 0}
        aria-describedby={faults.length > 0 ? `${id}-faults` : undefined}
        onChange={({ currentTarget }) => {
          setTyped(currentTarget.value);
          change(pointer, linesOf(currentTarget.value));
        }}
      />
      <FaultList id={`${id}-faults`} findings={faults} />
    </div>
  );
}

function linesOf(text: string): string[] {
  return text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
}
