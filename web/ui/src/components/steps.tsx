import { classNames } from "./class-names.ts";
import "./steps.css";

/** How far along one is: bars for the eye, one sentence for the ear. */
export function Steps({ step, of, label }: { step: number; of: number; label: string }) {
  return (
    <div className="steps">
      <div className="steps-bars" aria-hidden="true">
        {Array.from({ length: of }, (_unused, index) => (
          <span key={index} className={classNames("steps-bar", index < step && "steps-bar-done")} />
        ))}
      </div>
      <p className="steps-label">{label}</p>
    </div>
  );
}
