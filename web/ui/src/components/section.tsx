import type { ReactNode } from "react";
import "./section.css";

interface SectionProps {
  /** Becomes the heading's id, so that contents lists and the address can point here. */
  id: string;
  title: ReactNode;
  note?: ReactNode;
  /** A link at the heading's right, such as "all". */
  more?: ReactNode;
  className?: string;
  children: ReactNode;
}

export function Section({ id, title, note, more, className, children }: SectionProps) {
  return (
    <section className={className} aria-labelledby={id}>
      <div className="section-heading">
        <h2 id={id}>{title}</h2>
        {more}
      </div>
      {note ? <p className="section-note">{note}</p> : null}
      {children}
    </section>
  );
}
