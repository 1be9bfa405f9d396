import { Activity } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { RowLink, Rows } from "../../account/rows.tsx";
import { cityQuery, topicsQuery } from "../../api/queries.ts";
import { Loaded } from "../../components/loaded.tsx";
import { ScreenHead } from "../../components/screen-head.tsx";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { useHead } from "../../routing/head.tsx";
import { useAsker } from "../../routing/place.tsx";
import type { ScreenModule } from "../../routing/routes.ts";
import { publicKindsQuery } from "../../records/kinds.ts";
import { TOPIC_ICONS } from "../../records/topic-icons.ts";
import "../../account/account.css";
import "../../records/records.css";

export const prepare: ScreenModule["prepare"] = (ask, asker) => Promise.all([ask(cityQuery(asker)), ask(publicKindsQuery(asker)), ask(topicsQuery(asker))]);

/** All that anybody may look up about the city, as it is now. */
export function Screen() {
  const question = useQuery(publicKindsQuery(useAsker()));
  useHead({ title: m.record_public(), description: m.record_public_intro() });
  return (
    <div className="screen account-screen">
      <ScreenHead title={m.record_public()} intro={m.record_public_intro()} />
      <Loaded question={question}>
        {(kinds) => (
          <Rows label={m.record_public()}>
            {kinds.map(({ id, names, summary, topic }) => (
              <RowLink key={id} to={`/data/${id}`} icon={TOPIC_ICONS[topic] ?? Activity} tone="sky" title={say(names)} note={say(summary)} />
            ))}
            <RowLink to="/status/sources" icon={Activity} tone="ink" title={m.record_sources()} note={m.record_sources_note()} />
          </Rows>
        )}
      </Loaded>
    </div>
  );
}
