import { useQuery } from "@tanstack/react-query";
import { ChevronDown, Languages, Search } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { classNames } from "@citizen-cloud/ui/components/class-names.ts";
import { cityQuery } from "../api/queries.ts";
import { usePreferences } from "../device/preferences.tsx";
import { say } from "../i18n/locale.ts";
import { CitySeal } from "../components/city-seal.tsx";
import { m } from "../paraglide/messages.js";
import { Link } from "../routing/link.tsx";
import { useAsker, usePlace } from "../routing/place.tsx";
import type { Tab } from "../routing/routes.ts";
import { AccountMark, useAccountWords } from "./account-mark.tsx";
import { MessageBell } from "./message-bell.tsx";
import { TABS } from "./tabs.ts";

const CitySheet = lazy(() => import("./city-sheet.tsx"));
const LanguageSheet = lazy(() => import("./language-sheet.tsx"));

export function SiteHeader({ tab: lit, home }: { tab: Tab; home: boolean }) {
  const { data: city } = useQuery(cityQuery(useAsker()));
  const { path, city: place } = usePlace();
  const { mode, change } = usePreferences();
  const [sheet, setSheet] = useState<"city" | "language">();
  const elder = mode === "elder";
  const account = useAccountWords();
  return (
    <header className={classNames("site-header", "on-jade", !home && "site-header-inner-screen")}>
      <div className="page site-header-inner">
        <Link to="/" className="site-brand">
          <CitySeal city={place} />
          <span>{city ? say(city.appNames) : m.platform_name()}</span>
        </Link>
        <nav className="site-nav" aria-label={m.nav_main()}>
          {TABS.map(({ tab, to, name }) => (
            <Link key={tab} to={to} className={tab === lit ? "tab-lit" : undefined} aria-current={path === to ? "page" : undefined}>
              {name()}
            </Link>
          ))}
        </nav>
        <div className="site-tools">
          <MessageBell />
          {home ? null : (
            <Link to="/search" className="tool-button" aria-label={m.search_title()}>
              <Search size={22} aria-hidden="true" />
            </Link>
          )}
          <button type="button" className="tool-button tool-spare" aria-haspopup="dialog" onClick={() => setSheet("city")}>
            <span className="visually-hidden">{m.change_city()}</span>
            {city ? say(city.names) : ""}
            <ChevronDown size={16} aria-hidden="true" />
          </button>
          <button type="button" className="tool-button tool-button-outlined" aria-pressed={elder} onClick={() => change({ mode: elder ? "normal" : "elder" })}>
            {elder ? m.standard_mode() : m.elder_mode()}
          </button>
          <button type="button" className="tool-button tool-spare tool-language" aria-haspopup="dialog" aria-label={m.change_language()} onClick={() => setSheet("language")}>
            <Languages size={22} aria-hidden="true" />
          </button>
          <Link to="/me" className="tool-button tool-account">
            <AccountMark />
            <span className="tool-account-words">{account}</span>
          </Link>
        </div>
      </div>
      <Suspense fallback={null}>
        {sheet === "city" ? <CitySheet onClose={() => setSheet(undefined)} /> : null}
        {sheet === "language" ? <LanguageSheet onClose={() => setSheet(undefined)} /> : null}
      </Suspense>
    </header>
  );
}
