import { useQuery } from "@tanstack/react-query";
import { Tile } from "@citizen-cloud/ui/components/tone.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { Missing } from "../../components/missing.tsx";
import { NamedIcon } from "../../components/named-icon.tsx";
import { ScreenHead } from "../../components/screen-head.tsx";
import { ServiceList } from "../../components/service-row.tsx";
import type { LifeEvent } from "../../api/catalogue.ts";
import { lifeEventsQuery } from "../../api/queries.ts";
import { ApiProblem } from "../../api/problem.ts";
import { say } from "../../i18n/locale.ts";
import { useHead } from "../../routing/head.tsx";
import { useAsker, useParam } from "../../routing/place.tsx";
import type { ScreenModule } from "../../routing/routes.ts";
import "./life-event.css";

export const prepare: ScreenModule["prepare"] = async (ask, asker, { params }) => {
  const { items } = await ask(lifeEventsQuery(asker));
  if (!items.some(({ id }) => id === params.id)) throw new ApiProblem(404, "No such life event");
};

export function Screen() {
  const id = useParam("id");
  const events = useQuery(lifeEventsQuery(useAsker()));
  return (
    <Loaded question={events}>
      {({ items }) => {
        const event = items.find((each) => each.id === id);
        return event ? <LifeEventPath event={event} /> : <Missing />;
      }}
    </Loaded>
  );
}

function LifeEventPath({ event }: { event: LifeEvent }) {
  useHead({ title: say(event.names), description: say(event.summary) });
  return (
    <div className="screen">
      <ScreenHead
        mark={
          <Tile tone={event.tone}>
            <NamedIcon name={event.icon} size={28} />
          </Tile>
        }
        title={say(event.names)}
        intro={say(event.summary)}
      />
      <ol className="life-stages">
        {event.stages.map((stage) => (
          <li key={stage.names.zh} className="life-stage">
            <h2>{say(stage.names)}</h2>
            {stage.note ? <p>{say(stage.note)}</p> : null}
            <ServiceList services={stage.services} columns={stage.services.length > 2} />
          </li>
        ))}
      </ol>
    </div>
  );
}
