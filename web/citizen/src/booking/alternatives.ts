interface TimedSlot {
  startsAt: string;
  free: number;
}

/** What is nearest to a time that somebody else got, the nearest first. */
export function nearestSlots<Slot extends TimedSlot>(days: readonly { slots: readonly Slot[] }[], wanted: string, party: number, most: number): Slot[] {
  const at = Date.parse(wanted);
  const distance = ({ startsAt }: Slot) => Math.abs(Date.parse(startsAt) - at);
  return days
    .flatMap(({ slots }) => slots)
    .filter(({ free, startsAt }) => free >= party && Date.parse(startsAt) !== at)
    .sort((a, b) => distance(a) - distance(b) || Date.parse(a.startsAt) - Date.parse(b.startsAt))
    .slice(0, most);
}
