import { Bus, CalendarCheck, CircleParking, IdCard, Receipt, Send } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { SkeletonScreen } from "@citizen-cloud/ui/components/skeleton.tsx";
import { RowLink, Rows } from "../../account/rows.tsx";
import { cityQuery, serviceLinksQuery } from "../../api/queries.ts";
import { Part } from "../../components/part.tsx";
import { ScreenHead } from "../../components/screen-head.tsx";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { useNow } from "../../routing/clock.tsx";
import { useHead } from "../../routing/head.tsx";
import { useAsker } from "../../routing/place.tsx";
import type { ScreenModule } from "../../routing/routes.ts";
import { recordKindQuery } from "../../records/kinds.ts";
import { byTone, NoticeBox } from "../../records/notices.tsx";
import { publicRecordQuery } from "../../records/public-records.ts";
import { RoadState } from "../../records/road-state.tsx";
import { StandingNotice } from "../../records/standing-notice.tsx";
import { timeOf } from "../../records/values.ts";
import { MyDriving } from "./my-driving.tsx";
import "../../account/account.css";
import "../../records/records.css";
import "./traffic.css";

const ROADS = "road-state";
const EACH_MINUTE_MS = 60_000;
/** Items that drivers come for beside the records, where the city offers them. */
const GUIDES = { S077: IdCard, S078: CalendarCheck, S079: CalendarCheck, S074: Receipt, S088: CircleParking } as const;
const GUIDE_IDS = Object.keys(GUIDES) as (keyof typeof GUIDES)[];

export const prepare: ScreenModule["prepare"] = (ask, asker) =>
  Promise.all([
    ask(cityQuery(asker)),
    ask(serviceLinksQuery(asker, GUIDE_IDS)),
    // The page stands without the roads: the browser asks for them again.
    ask(recordKindQuery(asker, ROADS)).catch(() => undefined),
    ask(publicRecordQuery(asker, ROADS)).catch(() => undefined),
  ]);

export function Screen() {
  useHead({ title: m.record_traffic(), description: m.record_traffic_intro() });
  const { data: guides } = useQuery(serviceLinksQuery(useAsker(), GUIDE_IDS));
  return (
    <div className="screen traffic">
      <ScreenHead title={m.record_traffic()} intro={m.record_traffic_intro()} />
      <div className="traffic-columns">
        <div className="traffic-column">
          <Part>
            <MyDriving />
          </Part>
          <Part>
            <Section id="do" title={m.record_traffic_do()}>
              <Rows label={m.record_traffic_do()}>
                <RowLink to="/traffic/move-car" icon={Send} title={m.record_move_title()} note={m.record_move_note()} />
                <RowLink to="/data/parking" icon={CircleParking} tone="sky" title={m.record_parking()} note={m.record_parking_note()} />
                <RowLink to="/data/bus-arrivals" icon={Bus} tone="sky" title={m.record_bus()} note={m.record_bus_note()} />
                {guides?.map(({ id, names }) => <RowLink key={id} to={`/services/${id}`} icon={GUIDES[id as keyof typeof GUIDES]} tone="ink" title={say(names)} note={m.record_guide_note()} />)}
              </Rows>
            </Section>
          </Part>
        </div>
        <div className="traffic-column">
          <Part>
            <Roads />
          </Part>
        </div>
      </div>
    </div>
  );
}

/** Asked anew every minute while somebody looks; a page in the background asks nothing. */
function Roads() {
  const asker = useAsker();
  const kind = useQuery(recordKindQuery(asker, ROADS));
  const question = useQuery({ ...publicRecordQuery(asker, ROADS), refetchInterval: EACH_MINUTE_MS, staleTime: EACH_MINUTE_MS / 2 });
  const now = useNow();
  const asOf = question.data?.asOf ?? question.data?.obtainedAt;
  return (
    <section aria-labelledby="road-state" className="traffic-column">
      <div className="section-heading">
        <h2 id="road-state">{kind.data ? say(kind.data.names) : m.record_roads()}</h2>
        <p className="account-small">{asOf ? m.record_as_of({ when: timeOf(asOf, now) }) : ""}</p>
      </div>
      {kind.data && question.data ? (
        <>
          <StandingNotice standing={question.data} department={say(kind.data.department.names)} />
          {[...question.data.notices].sort(byTone).map((notice) => (
            <NoticeBox key={notice.text.zh} notice={notice} />
          ))}
          {question.data.record ? <RoadState kind={kind.data} record={question.data.record} /> : null}
        </>
      ) : kind.isError || question.isError ? (
        <Notice kind="warning" live>
          <p>{m.load_failed()}</p>
          <Button
            variant="quiet"
            onClick={() => {
              void kind.refetch();
              void question.refetch();
            }}
          >
            {m.try_again()}
          </Button>
        </Notice>
      ) : (
        <Card padded>
          <SkeletonScreen label={m.loading()} />
        </Card>
      )}
    </section>
  );
}
