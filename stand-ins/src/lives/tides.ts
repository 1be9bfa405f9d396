/** What moves with the clock and with nobody: the same at the same moment under the same seed. */
import { chance, type World } from "./world.ts";

const CHINA_OFFSET_MS = 8 * 3_600_000;
const HOUR_MS = 3_600_000;

/** From 0 to 1, going smoothly from one drawn level to the next within so many minutes. */
export function tide(world: World, purpose: string, index: number, now: Date, minutes: number): number {
  const slots = now.getTime() / (minutes * 60_000);
  const slot = Math.floor(slots);
  const at = (number: number) => chance(world, purpose, index, 10_000, number) / 10_000;
  const part = slots - slot;
  const smooth = part * part * (3 - 2 * part);
  return at(slot) * (1 - smooth) + at(slot + 1) * smooth;
}

/** The hour of the day in China, with its fraction. */
export function hourIn(now: Date): number {
  return ((now.getTime() + CHINA_OFFSET_MS) / HOUR_MS) % 24;
}

/** From 0 to 1: how full the streets are, with the two rush hours of a working day. */
export function rush(now: Date): number {
  const hour = hourIn(now);
  const weekday = new Date(now.getTime() + CHINA_OFFSET_MS).getUTCDay();
  const hill = (peak: number, width: number) => Math.exp(-(((hour - peak) / width) ** 2));
  if (weekday === 0 || weekday === 6) return 0.1 + 0.45 * hill(11, 3) + 0.5 * hill(17.5, 3);
  return 0.08 + 0.85 * hill(8.2, 1.1) + 0.35 * hill(13, 3) + 0.9 * hill(18.1, 1.4);
}

/** The full hour before, or so many hours earlier. */
export function fullHour(now: Date, hoursAgo = 0): Date {
  return new Date((Math.floor(now.getTime() / HOUR_MS) - hoursAgo) * HOUR_MS);
}
