import { useQuery } from "@tanstack/react-query";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Choices } from "@citizen-cloud/ui/components/choice.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { Switch } from "@citizen-cloud/ui/components/switch.tsx";
import { NowLinks } from "../../components/coming.tsx";
import { ScreenHead } from "../../components/screen-head.tsx";
import { citiesQuery, divisionsQuery } from "../../api/queries.ts";
import { setCookie, type Theme, usePreferences } from "../../device/preferences.tsx";
import { LOCALE_NAMES, LOCALES, say } from "../../i18n/locale.ts";
import { MapPinned } from "lucide-react";
import { m } from "../../paraglide/messages.js";
import { formatAddress } from "../../routing/address.ts";
import { useHead } from "../../routing/head.tsx";
import { useNavigator } from "../../routing/navigator.tsx";
import { useAsker, usePlace } from "../../routing/place.tsx";
import type { ScreenModule } from "../../routing/routes.ts";
import "./settings.css";

export const prepare: ScreenModule["prepare"] = (ask, asker) => Promise.all([ask(citiesQuery(asker)), ask(divisionsQuery(asker))]);

export function Screen() {
  useHead({ title: m.settings_title(), description: m.settings_intro() });
  return (
    <div className="screen">
      <ScreenHead title={m.settings_title()} intro={m.settings_intro()} />
      <div className="settings">
        <ElderMode />
        <HomeArea />
        <Language />
        <Appearance />
        <Cities />
      </div>
    </div>
  );
}

function ElderMode() {
  const { mode, change } = usePreferences();
  return (
    <Section id="elder" title={m.elder_mode()}>
      <Card>
        <Switch checked={mode === "elder"} onChange={(elder) => change({ mode: elder ? "elder" : "normal" })} label={m.elder_mode()} note={m.elder_mode_note()} />
      </Card>
    </Section>
  );
}

function HomeArea() {
  const { division } = usePreferences();
  const { data: divisions } = useQuery(divisionsQuery(useAsker()));
  const home = divisions?.items.find(({ code }) => code === division);
  return (
    <Section id="area" title={m.settings_area()}>
      <NowLinks links={[{ to: home ? `/areas/${home.code}` : "/areas", icon: MapPinned, name: home ? say(home.names) : m.settings_area_choose() }]} />
    </Section>
  );
}

function Language() {
  const { locale, city } = usePlace();
  const navigator = useNavigator();
  return (
    <Choices
      legend={m.settings_language()}
      name="locale"
      value={locale}
      options={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value], lang: value }))}
      onChoose={(next) => {
        setCookie("cc_locale", next);
        void navigator.visit(formatAddress(next, city, "/settings"), { replace: true });
      }}
    />
  );
}

function Appearance() {
  const { theme, change } = usePreferences();
  const options: { value: Theme; label: string }[] = [
    { value: "auto", label: m.theme_auto() },
    { value: "light", label: m.theme_light() },
    { value: "dark", label: m.theme_dark() },
  ];
  return <Choices legend={m.settings_theme()} name="theme" value={theme} options={options} onChoose={(next) => change({ theme: next })} />;
}

function Cities() {
  const { locale, city } = usePlace();
  const { change } = usePreferences();
  const { data: cities } = useQuery(citiesQuery(useAsker()));
  const navigator = useNavigator();
  return (
    <Choices
      legend={m.settings_city()}
      name="city"
      value={city}
      options={(cities?.items ?? []).map(({ id, names, appNames }) => ({ value: id, label: say(names), note: say(appNames) }))}
      onChoose={(next) => {
        setCookie("cc_city", next);
        if (next !== city) change({ division: undefined });
        void navigator.visit(formatAddress(locale, next, "/settings"), { replace: true });
      }}
    />
  );
}
