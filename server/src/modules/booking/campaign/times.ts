/** A moment as messages of campaigns say it, in China's time: 2027-02-12 18:00. */
export function shortTime(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace("T", " ");
}
