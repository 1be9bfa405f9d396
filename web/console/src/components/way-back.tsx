import { ChevronLeft } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "wouter";

/** Above a room's title: the list it was opened from. */
export function WayBack({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Link href={to} className="way-back">
      <ChevronLeft size={16} aria-hidden="true" />
      {children}
    </Link>
  );
}
