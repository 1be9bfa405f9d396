import type { Priority } from "../../api/queue-commands.ts";
import type { QueueTicket } from "../../api/types.ts";
import { findRoomWord, w } from "../../i18n/room-words.ts";

export const PRIORITIES: readonly Priority[] = ["elder", "disabled", "pregnant", "with-infant", "veteran", "other"];

export function priorityName(priority: Priority): string {
  return findRoomWord(`queue_priority_${priority.replaceAll("-", "_")}`) ?? priority;
}

export function needName(need: string): string {
  return findRoomWord(`queue_need_${need.replaceAll("-", "_")}`) ?? need;
}

export function stateName(state: QueueTicket["state"]): string {
  return findRoomWord(`queue_state_${state}`) ?? state;
}

/** With an appointment or without, and late is told apart. */
export function className(ticket: Pick<QueueTicket, "class" | "startsAt">): string {
  if (ticket.startsAt === undefined) return w.queue_walk_in();
  return ticket.class === "appointment" ? w.queue_appointment() : w.queue_late();
}
