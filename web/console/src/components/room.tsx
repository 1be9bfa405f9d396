import { Skeleton } from "@citizen-cloud/ui/components/skeleton.tsx";
import { type ReactNode, useEffect, useRef } from "react";
import { m } from "../i18n/m.ts";
import "./room.css";

interface RoomProps {
  title: string;
  /** What this room is for, in a line. */
  lead?: ReactNode;
  /** Above the title: the way back. */
  above?: ReactNode;
  /** Beside the title: state. */
  beside?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** A room of the console. Its heading takes the focus, so that a screen reader begins here after navigation. */
export function Room({ title, lead, above, beside, actions, children }: RoomProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${m.console_name()}`;
  }, [title]);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <div className="room">
      {above}
      <div className="room-head">
        <div className="room-heading">
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {beside}
        </div>
        {actions ? <div className="room-actions">{actions}</div> : null}
      </div>
      {lead ? <p className="room-lead">{lead}</p> : null}
      {children}
    </div>
  );
}

/** For when what had the focus is gone from the room: a screen reader goes on from its heading. */
export function focusRoomHeading(): void {
  document.querySelector<HTMLElement>(".room-heading > h1")?.focus({ preventScroll: true });
}

export function RoomSkeleton() {
  return (
    <div className="room" aria-busy="true">
      <p className="visually-hidden" role="status">
        {m.loading()}
      </p>
      <Skeleton shape="title" />
      <TableSkeleton />
    </div>
  );
}

export function TableSkeleton({ rows = 10 }: { rows?: number }) {
  return (
    <div className="table-skeleton" aria-hidden="true">
      {Array.from({ length: rows }, (_each, index) => (
        <Skeleton key={index} shape="line" />
      ))}
    </div>
  );
}

export function EmptyNote({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty-note">
      <p className="empty-title">{title}</p>
      {children}
    </div>
  );
}
