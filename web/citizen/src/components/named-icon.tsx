/**
 * Icons that the catalogue names. They are listed, not looked up in the whole set, so that only these travel; a name
 * that is not listed gets the neutral mark, and build/cities.test.ts tells whoever adds a city.
 */
import {
  Accessibility, Baby, Backpack, BadgeCheck, Briefcase, Building2, Bus, Calculator, Car, CloudSun, DoorClosed, Flower2, GraduationCap, HandCoins, HandHeart, Heart,
  HeartPulse, House, IdCard, KeyRound, Landmark, LayoutGrid, type LucideIcon, Megaphone, PiggyBank, Receipt, Scale, ShieldCheck, Siren, Stethoscope, Store, Sunrise,
  Ticket, Umbrella, UserX, Users,
} from "lucide-react";

// Without a prototype, so that a name such as "constructor" finds nothing.
const ICONS: Record<string, LucideIcon> = Object.assign(Object.create(null) as Record<string, LucideIcon>, {
  accessibility: Accessibility, baby: Baby, backpack: Backpack, "badge-check": BadgeCheck, briefcase: Briefcase, "building-2": Building2, bus: Bus,
  calculator: Calculator, car: Car, "cloud-sun": CloudSun, "door-closed": DoorClosed, "flower-2": Flower2, "graduation-cap": GraduationCap, "hand-coins": HandCoins,
  "hand-heart": HandHeart, heart: Heart, "heart-pulse": HeartPulse, house: House, "id-card": IdCard, "key-round": KeyRound, landmark: Landmark, megaphone: Megaphone,
  "piggy-bank": PiggyBank, receipt: Receipt, scale: Scale, "shield-check": ShieldCheck, siren: Siren, stethoscope: Stethoscope, store: Store, sunrise: Sunrise,
  ticket: Ticket, umbrella: Umbrella, "user-x": UserX, users: Users,
});

export function NamedIcon({ name, size = 24 }: { name: string; size?: number }) {
  const Icon = ICONS[name] ?? LayoutGrid;
  return <Icon size={size} strokeWidth={1.75} aria-hidden="true" />;
}
