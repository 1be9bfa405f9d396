/** Instants are written with the city's own offset: whoever reads the document sees the time on the wall. */
const OFFSET_MS = 8 * 3_600_000;

/** For an input of date and time; empty while there is no instant to read. */
export function wallTime(instant: string): string {
  const at = Date.parse(instant);
  return Number.isNaN(at) ? "" : new Date(at + OFFSET_MS).toISOString().slice(0, 16);
}

export function instantOf(wall: string): string {
  return `${wall}:00+08:00`;
}
