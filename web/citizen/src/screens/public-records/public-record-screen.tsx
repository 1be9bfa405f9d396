import { Landmark, RefreshCw } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { RowLink, Rows } from "../../account/rows.tsx";
import { cityQuery } from "../../api/queries.ts";
import { ApiProblem } from "../../api/problem.ts";
import { Loaded } from "../../components/loaded.tsx";
import { ScreenHead } from "../../components/screen-head.tsx";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { useHead } from "../../routing/head.tsx";
import { useNow } from "../../routing/clock.tsx";
import { useAsker, useParam, usePlace } from "../../routing/place.tsx";
import type { ScreenModule } from "../../routing/routes.ts";
import { CityStrip } from "../../records/city-strip.tsx";
import { type RecordKind, recordKindQuery } from "../../records/kinds.ts";
import { byTone, NoticeBox } from "../../records/notices.tsx";
import { areComplete, ParametersForm, parametersOf } from "../../records/parameters-form.tsx";
import { publicRecordQuery } from "../../records/public-records.ts";
import { RecordContent } from "../../records/record-content.tsx";
import { RoadState } from "../../records/road-state.tsx";
import { StandingNotice } from "../../records/standing-notice.tsx";
import { timeOf } from "../../records/values.ts";
import "../../account/account.css";
import "../../records/records.css";

const ROADS = "road-state";

export const prepare: ScreenModule["prepare"] = async (ask, asker, { params, search }) => {
  const [kind] = await Promise.all([ask(recordKindQuery(asker, params.kind ?? "")), ask(cityQuery(asker))]);
  if (kind.subject !== "public") throw new ApiProblem(404, "This kind of record is about persons");
  // Without the record the page still says what it is, and the browser asks for it once more.
  if (areComplete(kind, search)) await ask(publicRecordQuery(asker, kind.id, parametersOf(kind, search))).catch(() => undefined);
};

export function Screen() {
  const question = useQuery(recordKindQuery(useAsker(), useParam("kind")));
  return <Loaded question={question}>{(kind) => <OnePublicRecord kind={kind} />}</Loaded>;
}

function OnePublicRecord({ kind }: { kind: RecordKind }) {
  const { search } = usePlace();
  const complete = areComplete(kind, search);
  const parameter = parametersOf(kind, search);
  const question = useQuery({ ...publicRecordQuery(useAsker(), kind.id, parameter), enabled: complete && kind.subject === "public" });
  const now = useNow();
  useHead({ title: say(kind.names), description: say(kind.summary) });
  return (
    <div className="screen account-screen">
      <ScreenHead title={say(kind.names)} intro={say(kind.summary)} />
      <CityStrip except={kind.id} />
      {kind.parameters.length > 0 ? (
        <Card padded>
          <ParametersForm key={search.toString()} kind={kind} />
        </Card>
      ) : null}
      {complete ? (
        <Loaded question={question}>
          {(answer) => {
            const asOf = answer.asOf ?? answer.obtainedAt;
            return (
              <div className="account-stack">
                <StandingNotice standing={answer} department={say(kind.department.names)} />
                {[...answer.notices].sort(byTone).map((notice) => (
                  <NoticeBox key={notice.text.zh} notice={notice} />
                ))}
                {answer.record ? kind.id === ROADS ? <RoadState kind={kind} record={answer.record} /> : <RecordContent kind={kind} record={answer.record} /> : null}
                <div className="record-origin-line">
                  <p>
                    {say(kind.department.names)}
                    {asOf ? ` · ${m.record_as_of({ when: timeOf(asOf, now) })}` : ""}
                  </p>
                  <Button variant="secondary" disabled={question.isFetching} aria-busy={question.isFetching} onClick={() => void question.refetch()}>
                    <RefreshCw size={18} aria-hidden="true" />
                    {question.isFetching ? m.record_asking() : m.record_refresh()}
                  </Button>
                </div>
              </div>
            );
          }}
        </Loaded>
      ) : null}
      <Section id="correction" title={m.record_wrong()}>
        <Card padded>
          <p>{say(kind.correction.text)}</p>
          <p className="account-small">{m.record_ground_line({ ground: say(kind.ground) })}</p>
        </Card>
      </Section>
      <Rows label={m.record_more()}>
        {kind.services.map(({ id, names }) => (
          <RowLink key={id} to={`/services/${id}`} icon={Landmark} tone="ink" title={say(names)} note={m.record_guide_note()} />
        ))}
        <RowLink to="/data" icon={Landmark} tone="ink" title={m.record_public()} note={m.record_public_intro()} />
      </Rows>
    </div>
  );
}
