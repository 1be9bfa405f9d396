import { useEffect, useMemo, useState } from "react";
import type { DocumentKind, Finding } from "../api/types.ts";
import { findingsWithin } from "../documents/findings.ts";
import type { Json, JsonObject } from "../documents/json.ts";
import { sectionLabel } from "../documents/labels.ts";
import { type FormSection, LAYOUTS } from "../documents/layouts.ts";
import { childPointer, withValue } from "../documents/pointer.ts";
import { schemaOf } from "../documents/schemas.ts";
import { fitShape } from "../documents/shape.ts";
import { w } from "../i18n/room-words.ts";
import { GroupFields } from "./fields/group-field.tsx";
import { BodyContext, FormContext, type FormScope } from "./form-scope.ts";
import { TransportContext, transportOf } from "./relevance.ts";
import "./document-form.css";

interface DocumentFormProps {
  kind: DocumentKind;
  body: JsonObject;
  readBody(): JsonObject;
  findings: readonly Finding[];
  readOnly: boolean;
  onChange(edit: (body: JsonObject) => JsonObject): void;
}

/** A document as people think about it, section by section. */
export function DocumentForm({ kind, body, readBody, findings, readOnly, onChange }: DocumentFormProps) {
  const scope = useMemo<FormScope>(
    () => ({
      kind,
      findings,
      readOnly,
      readBody,
      change: (pointer: string, value: Json | undefined) => onChange((before) => fitShape(schemaOf(kind), withValue(before, pointer, value), pointer)),
    }),
    [kind, findings, readOnly, readBody, onChange],
  );
  const schema = schemaOf(kind);
  const { kind: transportKind, format } = transportOf(body);
  const transport = useMemo(() => ({ kind: transportKind, format }), [transportKind, format]);
  return (
    <FormContext.Provider value={scope}>
      <BodyContext.Provider value={body}>
        <TransportContext.Provider value={transport}>
          <div className="document-form">
            <SectionRail sections={LAYOUTS[kind]} findings={findings} />
            <div className="document-sections">
              {LAYOUTS[kind].map((section) => (
                <section key={section.id} id={`section-${section.id}`} className="form-section" aria-labelledby={`heading-${section.id}`}>
                  <h2 id={`heading-${section.id}`}>{sectionLabel(section.id)}</h2>
                  <GroupFields pointer="" value={body} schema={schema} only={section.fields} />
                </section>
              ))}
            </div>
          </div>
        </TransportContext.Provider>
      </BodyContext.Provider>
    </FormContext.Provider>
  );
}

/** Where one is in a long form, and where faults are. */
function SectionRail({ sections, findings }: { sections: readonly FormSection[]; findings: readonly Finding[] }) {
  const current = useSectionInView(sections);
  return (
    <nav className="section-rail" aria-label={w.sections()}>
      <ol>
        {sections.map(({ id, fields }) => {
          const faults = fields.reduce((sum, name) => sum + findingsWithin(findings, childPointer("", name)).length, 0);
          return (
            <li key={id}>
              <a href={`#section-${id}`} aria-current={id === current ? "location" : undefined}>
                {sectionLabel(id)}
                {faults > 0 ? (
                  <span className="section-faults">
                    {faults}
                    <span className="visually-hidden">{w.faults_here()}</span>
                  </span>
                ) : null}
              </a>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

function useSectionInView(sections: readonly FormSection[]): string | undefined {
  const [current, setCurrent] = useState(sections[0]?.id);
  useEffect(() => {
    const seen = new Set<string>();
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (isIntersecting) seen.add(target.id);
          else seen.delete(target.id);
        }
        setCurrent(sections.find(({ id }) => seen.has(`section-${id}`))?.id);
      },
      { rootMargin: "-120px 0px -55% 0px" },
    );
    for (const { id } of sections) {
      const element = document.getElementById(`section-${id}`);
      if (element) observer.observe(element);
    }
    return () => observer.disconnect();
  }, [sections]);
  return current;
}
