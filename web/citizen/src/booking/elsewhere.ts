/** To which other places an appointment can be moved as it is. The server has the last word: server/src/modules/booking/appointment/own-appointments.ts. */
import type { Calendar, Place } from "./queries.ts";

type Kinds = Pick<Place, "kinds">;

/** What the visit is called there: the same, or the only kind there is. Undefined: nothing like it. */
export function kindThere({ kinds }: Kinds, kind: string): string | undefined {
  return (kinds.find(({ id }) => id === kind) ?? (kinds.length === 1 ? kinds[0] : undefined))?.id;
}

type Asking = Pick<Calendar, "where" | "party" | "questions" | "services" | "assurance">;

/** Whether what was told when booking is what the other place wants to know, and all of the visit can be done there. */
export function asksTheSame(there: Asking, here: Asking, { services, party }: { services: readonly string[]; party: number }): boolean {
  const asked = ({ where, party: { named }, questions }: Asking) => JSON.stringify([where, named, questions.map(({ id }) => id).sort()]);
  return asked(there) === asked(here) && there.assurance <= here.assurance && party <= there.party.most && services.every((service) => there.services.some(({ id }) => id === service));
}
