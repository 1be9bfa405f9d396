import { Car } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { Tile } from "@citizen-cloud/ui/components/tone.tsx";
import { NowLinks } from "../../components/coming.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { Missing } from "../../components/missing.tsx";
import { NamedIcon } from "../../components/named-icon.tsx";
import { firstPageQuery, PagedServices } from "../../components/paged-services.tsx";
import { ScreenHead } from "../../components/screen-head.tsx";
import { ServiceFilters, serviceFilterOf } from "../../components/service-filters.tsx";
import type { Topic } from "../../api/catalogue.ts";
import { topicsQuery } from "../../api/queries.ts";
import { ApiProblem } from "../../api/problem.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { useHead } from "../../routing/head.tsx";
import { useAsker, useParam, usePlace } from "../../routing/place.tsx";
import type { ScreenModule } from "../../routing/routes.ts";

export const prepare: ScreenModule["prepare"] = async (ask, asker, { params, search }) => {
  const [topics] = await Promise.all([ask(topicsQuery(asker)), ask(firstPageQuery(asker, { ...serviceFilterOf(search), topic: params.id }))]);
  if (!topics.items.some(({ id }) => id === params.id)) throw new ApiProblem(404, "No such topic");
};

export function Screen() {
  const id = useParam("id");
  const topics = useQuery(topicsQuery(useAsker()));
  return (
    <Loaded question={topics}>
      {({ items }) => {
        const topic = items.find((each) => each.id === id);
        return topic ? <TopicServices topic={topic} /> : <Missing />;
      }}
    </Loaded>
  );
}

function TopicServices({ topic }: { topic: Topic }) {
  const { search } = usePlace();
  useHead({ title: say(topic.names), description: say(topic.summary) });
  return (
    <div className="screen">
      <ScreenHead
        mark={
          <Tile tone={topic.tone}>
            <NamedIcon name={topic.icon} size={28} />
          </Tile>
        }
        title={say(topic.names)}
        intro={say(topic.summary)}
      />
      {topic.id === "transport" ? <NowLinks links={[{ to: "/traffic", icon: Car, name: m.traffic_title(), note: m.traffic_note() }]} /> : null}
      <div className="screen-filters">
        <ServiceFilters />
      </div>
      <div>
        <PagedServices filter={{ ...serviceFilterOf(search), topic: topic.id }} />
      </div>
    </div>
  );
}
