import { CircleAlert } from "lucide-react";
import { useEffect, useRef } from "react";
import "./error-summary.css";

export interface FieldFault {
  /** Id of the control. */
  field: string;
  message: string;
}

/** All that has to be changed, each a way to its field. Takes the focus whenever it comes up anew. */
export function ErrorSummary({ title, faults, text, attempt }: { title: string; faults: readonly FieldFault[]; text?: string; attempt?: number }) {
  const box = useRef<HTMLElement>(null);
  const seen = useRef<number | undefined>(undefined);
  useEffect(() => {
    if (seen.current === (attempt ?? 0)) return;
    seen.current = attempt ?? 0;
    box.current?.focus({ preventScroll: true });
    box.current?.scrollIntoView({ block: "nearest" });
  }, [attempt]);
  return (
    <section className="error-summary" ref={box} tabIndex={-1} role="alert" aria-labelledby="error-summary-title">
      <h2 id="error-summary-title">
        <CircleAlert size={22} aria-hidden="true" />
        {title}
      </h2>
      {text ? <p>{text}</p> : null}
      {faults.length > 0 ? (
        <ul>
          {faults.map(({ field, message }) => (
            <li key={`${field} ${message}`}>
              <a
                href={`#${field}`}
                onClick={(event) => {
                  event.preventDefault();
                  const control = document.getElementById(field);
                  control?.focus({ preventScroll: true });
                  control?.scrollIntoView({ block: "center" });
                }}
              >
                {message}
              </a>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}
