import { ChevronRight, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Tile, type Tone } from "@citizen-cloud/ui/components/tone.tsx";
import { AsGiven } from "../components/as-given.tsx";
import { Link } from "../routing/link.tsx";

export interface RowText {
  icon?: LucideIcon;
  tone?: Tone;
  title: ReactNode;
  note?: ReactNode;
}

/** Rows of one card, divided by hairlines. */
export function Rows({ label, children }: { label?: string; children: ReactNode }) {
  return (
    <Card as="ul" className="rows" aria-label={label}>
      {children}
    </Card>
  );
}

function RowBody({ icon: Icon, tone = "jade", title, note }: RowText) {
  return (
    <>
      {Icon ? (
        <Tile tone={tone} small>
          <Icon size={22} strokeWidth={1.75} aria-hidden="true" />
        </Tile>
      ) : null}
      <span className="row-text">
        <span className="row-title">{typeof title === "string" ? <AsGiven text={title} /> : title}</span>
        {note ? <span className="row-note">{typeof note === "string" ? <AsGiven text={note} /> : note}</span> : null}
      </span>
    </>
  );
}

/** A row that leads somewhere. */
export function RowLink({ to, state, ...text }: RowText & { to: string; state?: ReactNode }) {
  return (
    <li>
      <Link to={to} className="row row-link">
        <RowBody {...text} />
        {state ? <span className="row-state">{state}</span> : null}
        <ChevronRight size={20} aria-hidden="true" />
      </Link>
    </li>
  );
}

/** A row that says something, with what can be done about it at its right or, on a narrow screen, below. */
export function Row({ actions, children, ...text }: RowText & { actions?: ReactNode; children?: ReactNode }) {
  return (
    <li className="row row-wrapping">
      <RowBody {...text} />
      {actions ? <span className="row-actions">{actions}</span> : null}
      {children}
    </li>
  );
}

/** A row that does something. */
export function RowButton({ onClick, disabled, state, ...text }: RowText & { onClick(): void; disabled?: boolean; state?: ReactNode }) {
  return (
    <li>
      <button type="button" className="row row-link row-button" disabled={disabled} onClick={onClick}>
        <RowBody {...text} />
        {state ? <span className="row-state">{state}</span> : null}
        <ChevronRight size={20} aria-hidden="true" />
      </button>
    </li>
  );
}
