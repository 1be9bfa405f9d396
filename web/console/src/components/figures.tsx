import type { ReactNode } from "react";
import "./figures.css";

export interface Figure {
  name: string;
  value: ReactNode;
  note?: string | undefined;
}

/** What one looks at first: a few figures, each in a box of its own. */
export function Figures({ figures }: { figures: readonly Figure[] }) {
  return (
    <dl className="figures">
      {figures.map(({ name, value, note }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
          {note ? <dd className="figure-note">{note}</dd> : null}
        </div>
      ))}
    </dl>
  );
}
