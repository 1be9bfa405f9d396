import { Activity, ArrowLeftRight, BadgeCheck, Building2, CalendarCheck, CalendarCog, CalendarDays, Copy, Database, DoorOpen, FileCheck2, FileText, Gauge, Handshake, HeartHandshake, Inbox, LayoutGrid, Landmark, type LucideIcon, Map as MapIcon, MapPin, Megaphone, Radio, ScrollText, SearchX, Settings2, ShieldAlert, Siren, TrendingDown, UserRoundSearch, Users } from "lucide-react";
import type { Role } from "../api/types.ts";
import { m } from "../i18n/m.ts";

export type Count = "review" | "near-duplicates" | "search-misses" | "security" | "source-alarms" | "manual-questions";

interface RoomLink {
  path: string;
  label: () => string;
  icon: LucideIcon;
  /** Whose waiting work stands beside the name. */
  count?: Count;
  /** Whose room it is; left out: everybody's. */
  roles?: readonly Role[];
}

const ROOM_GROUPS: { label: () => string; rooms: RoomLink[] }[] = [
  {
    label: () => m.nav_catalogue(),
    rooms: [
      { path: "/catalogue", label: () => m.room_catalogue(), icon: LayoutGrid },
      { path: "/review", label: () => m.room_review(), icon: FileCheck2, count: "review" },
      { path: "/near-duplicates", label: () => m.room_near_duplicates(), icon: Copy, count: "near-duplicates" },
      { path: "/search-misses", label: () => m.room_search_misses(), icon: SearchX, count: "search-misses" },
      { path: "/usage", label: () => m.room_usage(), icon: TrendingDown },
    ],
  },
  {
    label: () => m.nav_counter(),
    rooms: [
      { path: "/queue", label: () => m.room_queue(), icon: Megaphone, roles: ["clerk", "department-head"] },
      { path: "/counter", label: () => m.room_counter(), icon: BadgeCheck, roles: ["clerk"] },
      { path: "/doors", label: () => m.room_doors(), icon: DoorOpen, roles: ["clerk", "operator"] },
      // Also whoever took the right to it in an emergency.
      { path: "/persons", label: () => m.room_persons(), icon: UserRoundSearch, roles: ["clerk", "department-head", "security-officer", "operator"] },
      { path: "/manual-questions", label: () => m.room_manual_questions(), icon: Inbox, count: "manual-questions", roles: ["clerk", "department-head"] },
      { path: "/sharing", label: () => m.room_sharing(), icon: ArrowLeftRight, roles: ["clerk", "department-head", "auditor"] },
      { path: "/emergency", label: () => m.room_emergency(), icon: Siren, roles: ["clerk", "operator"] },
    ],
  },
  {
    label: () => m.nav_booking(),
    rooms: [
      { path: "/calendars", label: () => m.room_calendars(), icon: CalendarCheck, roles: ["operator", "clerk", "editor", "reviewer", "department-head"] },
      { path: "/campaigns", label: () => m.room_campaigns(), icon: Radio, roles: ["operator", "department-head", "auditor", "leader"] },
      { path: "/documents/booking-calendar", label: () => m.kinds_booking_calendar(), icon: CalendarCog },
      { path: "/documents/campaign", label: () => m.kinds_campaign(), icon: Megaphone },
    ],
  },
  {
    label: () => m.nav_staff(),
    rooms: [
      { path: "/people", label: () => m.room_people(), icon: Users, roles: ["personnel-officer", "security-officer", "auditor"] },
      { path: "/security", label: () => m.room_security(), icon: ShieldAlert, count: "security", roles: ["security-officer", "auditor"] },
      { path: "/audit", label: () => m.room_audit(), icon: ScrollText, roles: ["auditor"] },
    ],
  },
  {
    label: () => m.nav_data(),
    rooms: [
      { path: "/sources", label: () => m.room_source_health(), icon: Activity, count: "source-alarms", roles: ["operator", "department-head", "auditor", "leader"] },
      { path: "/load", label: () => m.room_load(), icon: Gauge, roles: ["operator", "auditor", "leader"] },
      { path: "/documents/source", label: () => m.kinds_source(), icon: Database },
      { path: "/documents/record-kind", label: () => m.kinds_record_kind(), icon: FileText },
      { path: "/documents/agreement", label: () => m.kinds_agreement(), icon: Handshake },
    ],
  },
  {
    label: () => m.nav_organisation(),
    rooms: [
      { path: "/documents/department", label: () => m.kinds_department(), icon: Landmark },
      { path: "/documents/office", label: () => m.kinds_office(), icon: MapPin },
      { path: "/documents/division", label: () => m.kinds_division(), icon: MapIcon },
    ],
  },
  {
    label: () => m.nav_city(),
    rooms: [
      { path: "/documents/topic", label: () => m.kinds_topic(), icon: Settings2 },
      { path: "/documents/life-event", label: () => m.kinds_life_event(), icon: HeartHandshake },
      { path: "/documents/calendar-year", label: () => m.kinds_calendar_year(), icon: CalendarDays },
      { path: "/documents/city", label: () => m.kinds_city(), icon: Building2 },
    ],
  },
];

/** The rooms somebody finds in the list. What a room shows is decided by the server. */
export function roomGroupsFor(roles: readonly Role[]): typeof ROOM_GROUPS {
  return ROOM_GROUPS.map((group) => ({ ...group, rooms: group.rooms.filter((room) => room.roles === undefined || room.roles.some((role) => roles.includes(role))) })).filter((group) => group.rooms.length > 0);
}
