import { CalendarCheck, CalendarX, Check, type LucideIcon, MapPin, X } from "lucide-react";
import { Chip, type Tone } from "@citizen-cloud/ui/components/tone.tsx";
import { m } from "../paraglide/messages.js";
import type { Appointment } from "./queries.ts";

type State = Appointment["state"];

const LOOKS: Record<State, { icon: LucideIcon; tone: Tone; name(): string }> = {
  booked: { icon: CalendarCheck, tone: "jade", name: m.book_state_booked },
  arrived: { icon: MapPin, tone: "sky", name: m.book_state_arrived },
  served: { icon: Check, tone: "ink", name: m.book_state_served },
  cancelled: { icon: X, tone: "ink", name: m.book_state_cancelled },
  missed: { icon: CalendarX, tone: "gold", name: m.book_state_missed },
};

export function AppointmentChip({ appointment: { state, comingAt } }: { appointment: Pick<Appointment, "state" | "comingAt"> }) {
  const { icon: Icon, tone, name } = LOOKS[state];
  return (
    <Chip tone={tone}>
      <Icon size={14} aria-hidden="true" />
      {state === "booked" && comingAt !== undefined ? m.book_state_coming() : name()}
    </Chip>
  );
}

/** Whether something is still to come of it. */
export function isOpen({ state }: Pick<Appointment, "state">): boolean {
  return state === "booked" || state === "arrived";
}
