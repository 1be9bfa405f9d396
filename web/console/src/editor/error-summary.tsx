import { CircleAlert } from "lucide-react";
import { type MouseEvent, type Ref } from "react";
import type { DocumentKind, Finding } from "../api/types.ts";
import { withoutEchoes } from "../documents/explain-fault.ts";
import { fieldTrail } from "../documents/labels.ts";
import { nearestField } from "../documents/pointer.ts";
import { w } from "../i18n/room-words.ts";
import { faultText } from "./fault-list.tsx";
import { controlId } from "./form-scope.ts";
import "./error-summary.css";

/** All faults in one place, each a way to its field. */
export function ErrorSummary({ kind, findings, ref }: { kind: DocumentKind; findings: readonly Finding[]; ref: Ref<HTMLElement> }) {
  const faults = withoutEchoes(findings);
  return (
    <section className="error-summary" ref={ref} tabIndex={-1} aria-labelledby="error-summary-title">
      <h2 id="error-summary-title">
        <CircleAlert size={18} aria-hidden="true" />
        {w.faults_to_mend({ count: faults.length })}
      </h2>
      <ul>
        {faults.map((finding) => (
          <li key={`${finding.pointer} ${finding.rule} ${finding.message}`}>
            <a href={`#${controlId(finding.pointer)}`} onClick={(event) => goToFault(event, finding.pointer)}>
              {finding.pointer === "" ? w.whole_document() : fieldTrail(kind, finding.pointer).join(" › ")}
            </a>
            <span>{faultText(finding)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function goToFault(event: MouseEvent, pointer: string): void {
  event.preventDefault();
  const control = document.getElementById(controlId(pointer)) ?? frameOf(pointer)?.querySelector<HTMLElement>("textarea, input, select, button");
  control?.focus({ preventScroll: true });
  control?.scrollIntoView({ block: "center" });
}

function frameOf(pointer: string): Element | null {
  const find = (at: string) => document.querySelector(`[data-pointer="${CSS.escape(at)}"]`);
  const nearest = nearestField(pointer, (at) => find(at) !== null);
  return nearest === undefined ? null : find(nearest);
}
