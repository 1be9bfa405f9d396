import { CircleUserRound, House, LayoutGrid, ListChecks, type LucideIcon, WalletCards } from "lucide-react";
import { m } from "../paraglide/messages.js";
import type { Tab } from "../routing/routes.ts";

export const TABS: readonly { tab: Tab; to: string; icon: LucideIcon; name(): string }[] = [
  { tab: "home", to: "/", icon: House, name: m.tab_home },
  { tab: "services", to: "/services", icon: LayoutGrid, name: m.tab_services },
  { tab: "wallet", to: "/wallet", icon: WalletCards, name: m.tab_wallet },
  { tab: "progress", to: "/progress", icon: ListChecks, name: m.tab_progress },
  { tab: "me", to: "/me", icon: CircleUserRound, name: m.tab_me },
];
