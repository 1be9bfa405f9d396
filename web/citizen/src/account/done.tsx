import { Check } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";

/** It is done: said plainly, heard at once, with the way on. */
export function Done({ title, children, actions }: { title: string; children?: ReactNode; actions?: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <div className="done">
      <span className="done-mark tone-jade" aria-hidden="true">
        <Check size={34} strokeWidth={2.5} />
      </span>
      <h2 ref={heading} tabIndex={-1}>
        {title}
      </h2>
      {children}
      {actions ? <div className="account-actions">{actions}</div> : null}
    </div>
  );
}
