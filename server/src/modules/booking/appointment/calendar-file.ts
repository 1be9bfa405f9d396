/** Appointments as a calendar program reads them (RFC 5545). Pure. */
import { chinaDate, chinaMinutes } from "../../../kernel/china-time.ts";

export interface CalendarEvent {
  id: string;
  startsAt: Date;
  endsAt: Date;
  /** When it was last changed. */
  changedAt: Date;
  sequence: number;
  cancelled: boolean;
  summary: string;
  location: string;
  description: string;
  position?: { latitude: number; longitude: number };
  url?: string;
}

const LONGEST_LINE = 75;
const ZONE = "Asia/Shanghai";

/** @param name of the calendar, where it is a subscription */
export function writeCalendar(events: readonly CalendarEvent[], { name, language }: { name?: string; language: "zh" | "en" }): string {
  const alarm = language === "zh" ? "预约提醒" : "Appointment";
  const lines = [
    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Citizen Cloud//Appointments//ZH", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
    ...(name === undefined ? [] : [`X-WR-CALNAME:${escapeText(name)}`, "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"]),
    // All of China keeps one time, without summer time since 1991.
    "BEGIN:VTIMEZONE", `TZID:${ZONE}`, "BEGIN:STANDARD", "DTSTART:19910915T010000", "TZOFFSETFROM:+0800", "TZOFFSETTO:+0800", "TZNAME:CST", "END:STANDARD", "END:VTIMEZONE",
    ...events.flatMap(({ id, startsAt, endsAt, changedAt, sequence, cancelled, summary, location, description, position, url }) => [
      "BEGIN:VEVENT", `UID:${id}@citizen-cloud`, `DTSTAMP:${utc(changedAt)}`, `LAST-MODIFIED:${utc(changedAt)}`, `SEQUENCE:${sequence}`, `STATUS:${cancelled ? "CANCELLED" : "CONFIRMED"}`,
      `DTSTART;TZID=${ZONE}:${local(startsAt)}`, `DTEND;TZID=${ZONE}:${local(endsAt)}`, `SUMMARY:${escapeText(summary)}`, `LOCATION:${escapeText(location)}`, `DESCRIPTION:${escapeText(description)}`,
      ...(position ? [`GEO:${position.latitude};${position.longitude}`] : []), ...(url === undefined ? [] : [`URL:${url}`]), "TRANSP:OPAQUE", "CLASS:PRIVATE",
      ...(cancelled ? [] : ["BEGIN:VALARM", "ACTION:DISPLAY", `DESCRIPTION:${escapeText(alarm)}`, "TRIGGER:-PT2H", "END:VALARM"]),
      "END:VEVENT",
    ]),
    "END:VCALENDAR",
  ];
  return `${lines.map(fold).join("\r\n")}\r\n`;
}

/** 3.3.11: backslash, semicolon, comma and line break. Other control characters have no place in a text. */
export function escapeText(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll(";", "\\;").replaceAll(",", "\\,").replaceAll(/\r\n|\r|\n/g, "\\n").replaceAll(/\p{Cc}/gu, "");
}

/** 3.1: no line longer than 75 octets; what follows begins with a space. No character is torn apart. */
export function fold(line: string): string {
  const parts: string[] = [];
  let part = "";
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > LONGEST_LINE) {
      parts.push(part);
      part = " ";
      octets = 1;
    }
    part += character;
    octets += size;
  }
  return [...parts, part].join("\r\n");
}

const utc = (at: Date) => `${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;

function local(at: Date): string {
  const minutes = chinaMinutes(at);
  const digits = (value: number) => String(value).padStart(2, "0");
  return `${chinaDate(at).replaceAll("-", "")}T${digits(Math.floor(minutes / 60))}${digits(minutes % 60)}${digits(at.getUTCSeconds())}`;
}
