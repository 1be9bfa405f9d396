import { HandHeart, LayoutGrid, Phone } from "lucide-react";
import { buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { Tile } from "@citizen-cloud/ui/components/tone.tsx";
import type { City } from "../../api/catalogue.ts";
import type { HomeContents } from "../../api/queries.ts";
import { NamedIcon } from "../../components/named-icon.tsx";
import { ServiceList } from "../../components/service-row.tsx";
import { ShareButton } from "../../components/share-button.tsx";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { Link } from "../../routing/link.tsx";

/** What older people come for, in their order; the sixth field leads to everything else. */
const ELDER_TOPICS = ["health", "medical-insurance", "social-security", "elderly", "transport"];
const POPULAR_SHOWN = 6;

export function ElderHome({ city, contents }: { city: City; contents: HomeContents }) {
  const topics = ELDER_TOPICS.flatMap((id) => contents.topics.find((topic) => topic.id === id) ?? []);
  return (
    <>
      <Card as="section" className="elder-topics" aria-label={m.home_topics()}>
        {topics.map((topic) => (
          <Link key={topic.id} to={`/topics/${topic.id}`} className="elder-topic">
            <Tile tone={topic.tone}>
              <NamedIcon name={topic.icon} size={30} />
            </Tile>
            {say(topic.names)}
          </Link>
        ))}
        <Link to="/services" className="elder-topic">
          <Tile tone="jade">
            <LayoutGrid size={30} strokeWidth={1.75} />
          </Tile>
          {m.all_services()}
        </Link>
      </Card>
      <div className="home-sections home-sections-single">
        <div className="elder-help">
          <a href={`tel:${city.hotline}`} className={buttonClass({ variant: "danger", wide: true })}>
            <Phone size={28} aria-hidden="true" />
            {m.elder_call({ hotline: city.hotline })}
          </a>
          <ShareButton title={say(city.appNames)} text={m.elder_share_text()} variant="primary" wide icon={<HandHeart size={28} aria-hidden="true" />}>
            {m.elder_ask_family()}
          </ShareButton>
        </div>
        <Section id="popular" title={m.home_popular()}>
          <ServiceList services={contents.popular.slice(0, POPULAR_SHOWN)} columns />
        </Section>
      </div>
    </>
  );
}
