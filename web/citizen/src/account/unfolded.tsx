import { type ReactNode, useEffect, useRef } from "react";

/** What opened below a row because the person asked for it: the focus goes there. */
export function Unfolded({ label, children }: { label: string; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.querySelector<HTMLElement>("input, button, select")?.focus(), []);
  return (
    <div ref={box} className="row-below" role="group" aria-label={label}>
      {children}
    </div>
  );
}
