/** How the catalogue's codes are said to people. */
import type { Actor, Channel, Duration, Level, Material, Promised } from "../api/catalogue.ts";
import { m } from "../paraglide/messages.js";
import { spokenLocale } from "./locale.ts";

export function durationText({ amount, unit }: Duration): string {
  const say = { "working-day": m.duration_working_days, "calendar-day": m.duration_calendar_days, hour: m.duration_hours, month: m.duration_months }[unit];
  return say({ count: amount });
}

export function promisedText(promised: Promised): string {
  return promised === "immediate" ? m.promised_immediate() : m.promised_within({ duration: durationText(promised) });
}

export function visitsText(count: number): string {
  return count === 0 ? m.visits_none() : m.visits_count({ count });
}

export function levelName(level: Level): string {
  return { city: m.level_city, district: m.level_district, community: m.level_community }[level]();
}

export function actorName(actor: Actor): string {
  return { applicant: m.actor_applicant, window: m.actor_window, department: m.actor_department, system: m.actor_system }[actor]();
}

export function channelName(channel: Channel): string {
  return {
    mobile: m.channel_mobile, pc: m.channel_pc, window: m.channel_window, kiosk: m.channel_kiosk, courier: m.channel_courier, phone: m.channel_phone,
  }[channel]();
}

export function materialForm({ form, copies }: Pick<Material, "form" | "copies">): string {
  const name = {
    original: m.material_original, copy: m.material_copy, "original-and-copy": m.material_original_and_copy, electronic: m.material_electronic,
    "form-to-fill": m.material_form_to_fill,
  }[form]();
  return copies > 0 ? `${name} · ${m.material_copies({ count: copies })}` : name;
}

/** A day as people read it: 2026年11月21日 or 21 November 2026. */
export function dateText(date: Date, timeZone: string, options: Intl.DateTimeFormatOptions = {}): string {
  const locale = spokenLocale();
  return new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, { year: "numeric", month: "long", day: "numeric", timeZone, ...options }).format(date);
}
