import { useQuery } from "@tanstack/react-query";
import { cityQuery } from "../api/queries.ts";
import { LOCALE_NAMES, LOCALES, say } from "../i18n/locale.ts";
import { m } from "../paraglide/messages.js";
import { Link } from "../routing/link.tsx";
import { LocaleLink } from "../routing/locale-link.tsx";
import { useAsker } from "../routing/place.tsx";

export function SiteFooter() {
  const { data: city } = useQuery(cityQuery(useAsker()));
  return (
    <footer className="site-footer">
      <div className="page">
        <nav className="site-footer-links" aria-label={m.nav_footer()}>
          <Link to="/help">{m.help_title()}</Link>
          <Link to="/about">{m.about_title()}</Link>
          <Link to="/help#accessibility">{m.accessibility_statement()}</Link>
          <Link to="/status">{m.status_title()}</Link>
          <Link to="/settings">{m.settings_title()}</Link>
          {LOCALES.map((locale) => (
            <LocaleLink key={locale} locale={locale}>
              {LOCALE_NAMES[locale]}
            </LocaleLink>
          ))}
        </nav>
        {city ? (
          <p>
            {say(city.appNames)} · {m.hotline_line({ hotline: city.hotline })}
            {city.filing ? ` · ${city.filing}` : ""}
          </p>
        ) : null}
      </div>
    </footer>
  );
}
