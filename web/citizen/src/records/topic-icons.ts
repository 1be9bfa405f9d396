import { Car, CloudSun, GraduationCap, type LucideIcon } from "lucide-react";

/** Topics that have public records. */
export const TOPIC_ICONS: Readonly<Record<string, LucideIcon | undefined>> = { transport: Car, environment: CloudSun, education: GraduationCap };
