/** A free id after the highest in use, in the series that most items belong to. */
export function nextServiceId(taken: readonly string[]): string {
  const numbers = taken.flatMap((id) => (/^S\d{3,4}$/.test(id) ? [Number(id.slice(1))] : []));
  return `S${String(Math.max(0, ...numbers) + 1).padStart(3, "0")}`;
}
