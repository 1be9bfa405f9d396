import { Building2, CalendarDays, Copy, FileCheck2, HeartHandshake, LayoutGrid, Landmark, type LucideIcon, Map as MapIcon, MapPin, SearchX, Settings2, TrendingDown } from "lucide-react";
import { m } from "../i18n/m.ts";

interface RoomLink {
  path: string;
  label: () => string;
  icon: LucideIcon;
  /** Whose waiting work stands beside the name. */
  count?: "review" | "near-duplicates" | "search-misses";
}

export const ROOM_GROUPS: { label: () => string; rooms: RoomLink[] }[] = [
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
