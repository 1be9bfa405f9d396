import { useEffect, useRef } from "react";
import { claimFocus } from "../routing/scroll.ts";

/** The heading of one step of several; give it the step as key, and each step begins here for screen readers. */
export function StepTitle({ id, children }: { id?: string; children: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (heading.current) claimFocus(heading.current);
  }, []);
  return (
    <h2 ref={heading} id={id} tabIndex={-1} className="account-step-title">
      {children}
    </h2>
  );
}
