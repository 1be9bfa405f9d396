import type { ReactNode } from "react";
import { fieldHint, fieldLabel } from "../documents/labels.ts";
import { findingsAt, findingsWithin } from "../documents/findings.ts";
import { w } from "../i18n/room-words.ts";
import { FaultList } from "./fault-list.tsx";
import { controlId, useForm } from "./form-scope.ts";
import "./field-frame.css";

interface FrameProps {
  pointer: string;
  required: boolean;
  /** One control with a label, or several under a legend. */
  as?: "single" | "several";
  /** Whether faults of parts are told here too, because the parts have no place of their own. */
  gathersFaults?: boolean;
  children(aids: { describedBy: string | undefined; invalid: boolean }): ReactNode;
}

/** Label, hint and faults around a control. */
export function FieldFrame({ pointer, required, as = "single", gathersFaults = false, children }: FrameProps) {
  const { kind, findings } = useForm();
  const own = (gathersFaults ? findingsWithin : findingsAt)(findings, pointer);
  const hint = fieldHint(kind, pointer);
  const hintId = `${controlId(pointer)}-hint`;
  const faultsId = `${controlId(pointer)}-faults`;
  const describedBy = [hint ? hintId : "", own.length > 0 ? faultsId : ""].filter(Boolean).join(" ") || undefined;
  const label = (
    <>
      {fieldLabel(kind, pointer)}
      {required ? null : <span className="field-optional">{w.optional()}</span>}
    </>
  );
  const inside = (
    <>
      {hint ? (
        <p className="field-hint" id={hintId}>
          {hint}
        </p>
      ) : null}
      {children({ describedBy, invalid: own.length > 0 })}
      <FaultList id={faultsId} findings={own} />
    </>
  );
  const faulty = own.length > 0 ? "" : undefined;
  if (as === "several") {
    return (
      <fieldset className="field" data-pointer={pointer} data-faulty={faulty} aria-describedby={describedBy}>
        <legend className="field-label">{label}</legend>
        {inside}
      </fieldset>
    );
  }
  return (
    <div className="field" data-pointer={pointer} data-faulty={faulty}>
      <label className="field-label" htmlFor={controlId(pointer)}>
        {label}
      </label>
      {inside}
    </div>
  );
}
