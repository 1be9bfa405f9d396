import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import "./tone.css";

export type Tone = "jade" | "rose" | "gold" | "sky" | "ink" | "cinnabar";

/** The rounded ground an icon stands on. The tone groups; it never carries meaning alone. */
export function Tile({ tone, small = false, children }: { tone: Tone; small?: boolean; children: ReactNode }) {
  return (
    <span className={classNames("tile", small && "tile-small", `tone-${tone}`)} aria-hidden="true">
      {children}
    </span>
  );
}

export function Chip({ tone = "ink", children }: { tone?: Tone; children: ReactNode }) {
  return <span className={`chip tone-${tone}`}>{children}</span>;
}
