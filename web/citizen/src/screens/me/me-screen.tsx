import { CircleHelp, Eye, Info, MapPinned, Phone, Settings, ShieldCheck, Users } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { Coming, NowLinks } from "../../components/coming.tsx";
import { ScreenHead } from "../../components/screen-head.tsx";
import { ServiceList } from "../../components/service-row.tsx";
import { cityQuery, serviceLinksQuery } from "../../api/queries.ts";
import { useFavourites, useRecentGuides } from "../../device/kept-guides.ts";
import { m } from "../../paraglide/messages.js";
import { useHead } from "../../routing/head.tsx";
import { useAsker, usePlace } from "../../routing/place.tsx";

export function Screen() {
  const { city: cityId } = usePlace();
  const { data: city } = useQuery(cityQuery(useAsker()));
  const [favourites] = useFavourites(cityId);
  const [recent, setRecent] = useRecentGuides(cityId);
  useHead({ title: m.tab_me(), description: m.me_intro() });
  return (
    <div className="screen">
      <ScreenHead title={m.tab_me()} intro={m.me_intro()} />
      <KeptGuides id="favourites" title={m.favourites()} ids={favourites} empty={m.favourites_empty()} />
      <KeptGuides id="recent" title={m.recent()} ids={recent} empty={m.recent_empty()} onClear={() => setRecent([])} />
      <Coming
        title={m.coming_with_account()}
        items={[
          { icon: ShieldCheck, name: m.me_identity(), note: m.me_identity_note() },
          { icon: Users, name: m.me_family(), note: m.me_family_note() },
          { icon: Eye, name: m.me_looked(), note: m.me_looked_note() },
        ]}
      >
        <Section id="now" title={m.works_now()}>
          <NowLinks
            links={[
              { to: "/settings", icon: Settings, name: m.settings_title() },
              { to: "/areas", icon: MapPinned, name: m.areas_title() },
              { to: "/help", icon: CircleHelp, name: m.help_title() },
              { to: `tel:${city?.hotline ?? "12345"}`, icon: Phone, name: m.call_hotline() },
              { to: "/about", icon: Info, name: m.about_title() },
            ]}
          />
        </Section>
      </Coming>
    </div>
  );
}

interface KeptGuidesProps {
  id: string;
  title: string;
  ids: string[];
  empty: string;
  onClear?(): void;
}

function KeptGuides({ id, title, ids, empty, onClear }: KeptGuidesProps) {
  const { data: links } = useQuery({ ...serviceLinksQuery(useAsker(), ids), enabled: ids.length > 0 });
  return (
    <Section
      id={id}
      title={title}
      more={
        onClear && ids.length > 0 ? (
          <Button variant="quiet" onClick={onClear}>
            {m.clear()}
          </Button>
        ) : undefined
      }
    >
      {ids.length > 0 && links ? <ServiceList services={links} columns /> : <p className="screen-intro">{empty}</p>}
    </Section>
  );
}
