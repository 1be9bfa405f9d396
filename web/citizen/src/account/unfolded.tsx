import { type ReactNode, useEffect, useRef } from "react";

/** What opened because the person asked for it: the focus goes to what is to be filled in, otherwise to the question, so that a second press of the same key answers nothing. */
export function Unfolded({ label, children }: { label: string; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => (box.current?.querySelector<HTMLElement>("input, select") ?? box.current)?.focus(), []);
  return (
    <div ref={box} className="row-below" role="group" aria-label={label} tabIndex={-1}>
      {children}
    </div>
  );
}
