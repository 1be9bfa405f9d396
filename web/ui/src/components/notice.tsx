import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import "./notice.css";
import "./tone.css";

const LOOKS = {
  info: { icon: Info, tone: "tone-sky" },
  calm: { icon: Info, tone: "tone-jade" },
  warning: { icon: TriangleAlert, tone: "tone-gold" },
  danger: { icon: CircleAlert, tone: "tone-cinnabar" },
} as const;

interface NoticeProps {
  kind?: keyof typeof LOOKS;
  /** Announced at once by screen readers when it appears after the page was read. */
  live?: boolean;
  children: ReactNode;
}

export function Notice({ kind = "info", live = false, children }: NoticeProps) {
  const { icon: Icon, tone } = LOOKS[kind];
  return (
    <div className={`notice ${tone}`} role={live ? "status" : undefined}>
      <Icon size={20} aria-hidden="true" />
      <div>{children}</div>
    </div>
  );
}
