import { classNames } from "@citizen-cloud/ui/components/class-names.ts";
import { m } from "../paraglide/messages.js";
import { Link } from "../routing/link.tsx";
import { usePlace } from "../routing/place.tsx";
import type { Tab } from "../routing/routes.ts";
import { AccountMark } from "./account-mark.tsx";
import { TABS } from "./tabs.ts";

export function TabBar({ tab: lit }: { tab: Tab }) {
  const { path } = usePlace();
  return (
    <nav className="tab-bar" aria-label={m.nav_tabs()}>
      {TABS.map(({ tab, to, icon: Icon, name }) => (
        <Link key={tab} to={to} className={classNames("tab", tab === "wallet" && "tab-raised", tab === lit && "tab-lit")} aria-current={path === to ? "page" : undefined}>
          <span className="tab-icon">
            {tab === "me" ? <AccountMark /> : <Icon size={24} strokeWidth={tab === lit ? 2.25 : 1.75} aria-hidden="true" />}
          </span>
          {name()}
        </Link>
      ))}
    </nav>
  );
}
