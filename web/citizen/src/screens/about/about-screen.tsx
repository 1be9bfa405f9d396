import { useQuery } from "@tanstack/react-query";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { ScreenHead } from "../../components/screen-head.tsx";
import { cityQuery } from "../../api/queries.ts";
import { say } from "../../i18n/locale.ts";
import { CitySeal } from "../../components/city-seal.tsx";
import { m } from "../../paraglide/messages.js";
import { useHead } from "../../routing/head.tsx";
import { useAsker } from "../../routing/place.tsx";
import "../../components/prose.css";

export function Screen() {
  const city = useQuery(cityQuery(useAsker()));
  useHead({ title: m.about_title() });
  return (
    <Loaded question={city}>
      {(known) => (
        <div className="screen">
          <ScreenHead mark={<CitySeal city={known.id} />} title={say(known.appNames)} intro={say(known.slogan)} />
          <div className="prose">
            <Section id="what" title={m.about_what()}>
              <p>{say(known.about)}</p>
            </Section>
            <Section id="today" title={m.about_today()}>
              <p>{m.about_today_text()}</p>
            </Section>
            <Section id="privacy" title={m.about_privacy()}>
              <p>{m.about_privacy_text()}</p>
            </Section>
            <Section id="source" title={m.about_source()}>
              <p>{m.about_source_text()}</p>
            </Section>
          </div>
        </div>
      )}
    </Loaded>
  );
}
