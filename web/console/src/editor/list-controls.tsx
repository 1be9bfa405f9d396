import { ArrowDown, ArrowUp, Trash2 } from "lucide-react";
import { IconButton } from "@citizen-cloud/ui/components/button.tsx";
import { useRef } from "react";
import { w } from "../i18n/room-words.ts";
import "./list-controls.css";

/** The list with one member at another position. */
export function moved<Member>(list: readonly Member[], from: number, to: number): Member[] {
  const next = [...list];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}

interface ListControlsProps {
  /** What stands at this position, for the buttons' names. */
  name: string;
  id: string;
  index: number;
  count: number;
  onMove(to: number): void;
  onRemove(): void;
}

/** Up, down, remove: by buttons, so that it works without a mouse. */
export function ListControls({ name, id, index, count, onMove, onRemove }: ListControlsProps) {
  const group = useRef<HTMLDivElement>(null);
  const move = (to: number, direction: "up" | "down") => {
    onMove(to);
    const list = group.current?.closest("ol");
    // The member has a new place after the next drawing; the focus goes along with it.
    requestAnimationFrame(() => {
      const row = list?.children[to];
      const buttons = row?.querySelector(":scope .list-controls");
      const button = buttons?.querySelector<HTMLButtonElement>(`[data-move="${direction}"]:not(:disabled)`) ?? buttons?.querySelector<HTMLButtonElement>("[data-move]:not(:disabled)");
      button?.focus();
    });
  };
  return (
    <div className="list-controls" ref={group}>
      <IconButton id={`${id}-up`} data-move="up" label={w.move_up({ name })} disabled={index === 0} onClick={() => move(index - 1, "up")}>
        <ArrowUp size={16} aria-hidden="true" />
      </IconButton>
      <IconButton id={`${id}-down`} data-move="down" label={w.move_down({ name })} disabled={index === count - 1} onClick={() => move(index + 1, "down")}>
        <ArrowDown size={16} aria-hidden="true" />
      </IconButton>
      <IconButton label={w.remove_named({ name })} onClick={onRemove}>
        <Trash2 size={16} aria-hidden="true" />
      </IconButton>
    </div>
  );
}
