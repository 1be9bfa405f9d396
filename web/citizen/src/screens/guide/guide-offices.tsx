import { ChevronRight } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { Skeleton } from "@citizen-cloud/ui/components/skeleton.tsx";
import type { City, ServiceGuide } from "../../api/catalogue.ts";
import { officesQuery } from "../../api/queries.ts";
import { channelName } from "../../i18n/service-words.ts";
import { m } from "../../paraglide/messages.js";
import { Link } from "../../routing/link.tsx";
import { useAsker } from "../../routing/place.tsx";
import { OfficeCard } from "../offices/office-card.tsx";

export const OFFICES_SHOWN = 3;

export function GuideOffices({ city, guide }: { city: City; guide: ServiceGuide }) {
  const { data: offices, isPending } = useQuery(officesQuery(useAsker(), { service: guide.id, limit: OFFICES_SHOWN }));
  return (
    <Section
      id="offices"
      title={m.part_offices()}
      note={m.channels({ channels: guide.channels.map(channelName).join(m.list_separator()) })}
      more={
        guide.officeCount > OFFICES_SHOWN ? (
          <Link to={`/offices?service=${guide.id}`} className="more-link screen-only">
            {m.offices_all({ count: guide.officeCount })}
            <ChevronRight size={18} aria-hidden="true" />
          </Link>
        ) : undefined
      }
    >
      {isPending ? <Skeleton shape="card" /> : null}
      {offices?.total === 0 ? <p>{m.offices_none_needed()}</p> : null}
      <Card as="ul">
        {offices?.items.map((office) => (
          <li key={office.id}>
            <OfficeCard office={office} city={city} />
          </li>
        ))}
      </Card>
    </Section>
  );
}
