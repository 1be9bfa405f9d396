import { ChevronRight, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { Tile } from "@citizen-cloud/ui/components/tone.tsx";
import { Link } from "../routing/link.tsx";
import "./coming.css";

/** What a tab will hold once there are accounts, marked as such, beside what works today. */
export function Coming({ title, items, children }: { title: string; items: readonly { icon: LucideIcon; name: string; note: string }[]; children: ReactNode }) {
  return (
    <div className="coming">
      <Section id="coming" title={title}>
        <Card as="ul" padded className="coming-list coming-card">
          {items.map(({ icon: Icon, name, note }) => (
            <li key={name}>
              <Tile tone="ink" small>
                <Icon size={22} strokeWidth={1.75} />
              </Tile>
              <span>
                <strong>{name}</strong>
                <span className="coming-note">{note}</span>
              </span>
            </li>
          ))}
        </Card>
      </Section>
      {children}
    </div>
  );
}

/** Rows that lead to what works now. */
export function NowLinks({ links }: { links: readonly { to: string; icon: LucideIcon; name: string; note?: string }[] }) {
  return (
    <Card as="ul" className="now-links">
      {links.map(({ to, icon: Icon, name, note }) => (
        <li key={to}>
          {to.startsWith("tel:") ? (
            <a href={to} className="now-link">
              <Icon size={22} aria-hidden="true" />
              {name}
              <ChevronRight size={20} aria-hidden="true" />
            </a>
          ) : (
            <Link to={to} className="now-link">
              <Icon size={22} aria-hidden="true" />
              {note ? (
                <span>
                  <strong>{name}</strong>
                  <span className="coming-note">{note}</span>
                </span>
              ) : (
                name
              )}
              <ChevronRight size={20} aria-hidden="true" />
            </Link>
          )}
        </li>
      ))}
    </Card>
  );
}
