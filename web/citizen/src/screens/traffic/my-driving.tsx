import { Car, ChevronRight } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Button, buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { Skeleton } from "@citizen-cloud/ui/components/skeleton.tsx";
import { Acts, SignInInvitation } from "../../account/account-page.tsx";
import { LevelTwo } from "../../account/level-two.tsx";
import { useMe } from "../../account/me.ts";
import { useWhose } from "../../device/acting.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { Link } from "../../routing/link.tsx";
import { useAsker } from "../../routing/place.tsx";
import { type Content, isList, type PlainField, type RecordKind, recordKindsQuery, textOf } from "../../records/kinds.ts";
import { type FullRecord, myRecordQuery } from "../../records/my-records.ts";
import { byTone, NoticeLine } from "../../records/notices.tsx";
import { recordProblemText } from "../../records/record-problem.ts";
import { StandingNotice } from "../../records/standing-notice.tsx";
import { Value } from "../../records/value.tsx";
import { moneyText } from "../../records/values.ts";

const MOST_POINTS = 12;
const OPEN_SHOWN = 3;
const PAYING_GUIDE = "S074";

/** What belongs to the driver who looks: nothing of it is drawn by the server. */
export function MyDriving() {
  const { presence, me } = useMe();
  return (
    <Section id="mine" title={m.record_driving_mine()}>
      {presence === "out" ? <SignInInvitation text={m.record_driving_sign_in()} /> : null}
      {me ? (
        <Acts>
          <LevelTwo me={me} why={m.record_level_first()}>
            <Mine />
          </LevelTwo>
        </Acts>
      ) : null}
      {presence !== "out" && !me ? <Waiting /> : null}
    </Section>
  );
}

function Waiting() {
  return (
    <div className="traffic-mine" aria-busy="true">
      <p className="visually-hidden" role="status">
        {m.record_asking_departments()}
      </p>
      <Skeleton shape="card" />
      <Skeleton shape="card" />
    </div>
  );
}

function Mine() {
  const whose = useWhose();
  const { data: kinds } = useQuery(recordKindsQuery(useAsker()));
  const kindOf = (id: string) => kinds?.items.find((kind) => kind.id === id);
  const [licence, violations, vehicles] = ["driving-licence", "traffic-violations", "vehicles"].map(kindOf);
  if (!kinds) return <Waiting />;
  return (
    <div className="traffic-mine">
      {whose ? <Notice>{m.record_whose({ name: whose.name })}</Notice> : null}
      {licence ? <Part kind={licence}>{(record) => <Licence kind={licence} record={record} />}</Part> : null}
      {violations ? <Part kind={violations}>{(record) => <Violations kind={violations} record={record} />}</Part> : null}
      {vehicles ? <Part kind={vehicles}>{(record) => <Vehicles kind={vehicles} record={record} />}</Part> : null}
    </div>
  );
}

/** One record with the way to all of it; each waits and fails for itself. */
function Part({ kind, children }: { kind: RecordKind; children(record: Content): ReactNode }) {
  const question = useQuery(myRecordQuery(useAsker(), useWhose(), kind.id));
  return (
    <Card as="section" padded className="traffic-part" aria-labelledby={`part-${kind.id}`}>
      <h3 id={`part-${kind.id}`}>
        <Link to={`/me/data/${kind.id}`} className="traffic-part-link">
          {say(kind.names)}
          <ChevronRight size={20} aria-hidden="true" />
        </Link>
      </h3>
      {question.isPending ? (
        <div aria-busy="true">
          <Skeleton shape="card" />
        </div>
      ) : null}
      {question.isError ? (
        <div role="status">
          <p>{recordProblemText(question.error)}</p>
          <Button variant="quiet" onClick={() => void question.refetch()}>
            {m.try_again()}
          </Button>
        </div>
      ) : null}
      {question.data ? <Known full={question.data} kind={kind}>{children}</Known> : null}
    </Card>
  );
}

function Known({ full, kind, children }: { full: FullRecord; kind: RecordKind; children(record: Content): ReactNode }) {
  return (
    <>
      <StandingNotice standing={full} department={say(kind.department.names)} />
      {full.record ? children(full.record) : null}
      {[...full.notices].sort(byTone).slice(0, 2).map((notice) => (
        <NoticeLine key={notice.text.zh} notice={notice} />
      ))}
    </>
  );
}

function plainOf(kind: RecordKind, name: string): PlainField | undefined {
  return kind.fields.find((field): field is PlainField => field.name === name && !isList(field));
}

function columnsOf(kind: RecordKind, list: string): readonly PlainField[] {
  return kind.fields.filter(isList).find(({ name }) => name === list)?.fields ?? [];
}

function Licence({ kind, record }: { kind: RecordKind; record: Content }) {
  const points = Number(record.points ?? 0);
  return (
    <>
      <p className="points">
        <span className="points-figure">{m.record_points({ points, most: MOST_POINTS })}</span>
        <svg className="points-meter" width="100%" height="10" aria-hidden="true">
          <rect className="points-ground" width="100%" height="10" rx="5" />
          {points > 0 ? <rect className={points >= 9 ? "points-many" : "points-few"} width={`${Math.min(100, (points / MOST_POINTS) * 100).toFixed(1)}%`} height="10" rx="5" /> : null}
        </svg>
      </p>
      <dl className="record-card-facts">
        {["class", record.longTerm === true ? "longTerm" : "validUntil", "cycleEndsOn", "status"].map((name) => {
          const field = plainOf(kind, name);
          return field && record[name] !== undefined ? (
            <div key={name}>
              <dt>{say(field.names)}</dt>
              <dd>
                <Value field={field} value={record[name]} />
              </dd>
            </div>
          ) : null;
        })}
      </dl>
    </>
  );
}

function Violations({ kind, record }: { kind: RecordKind; record: Content }) {
  const columns = columnsOf(kind, "violations");
  const column = (name: string) => columns.find((each) => each.name === name);
  const all = Array.isArray(record.violations) ? (record.violations as Content[]) : [];
  const open = all.filter(({ status }) => status !== "paid");
  const [act, at, status] = ["act", "at", "status"].map(column);
  if (open.length === 0) return <p>{m.record_violations_none()}</p>;
  return (
    <>
      <p className="record-headline">
        <span className="record-headline-name">{m.record_fines({ count: open.length })}</span>
        <span className="record-headline-value">{moneyText(Number(record.unpaidFines ?? 0))}</span>
      </p>
      <ul className="violation-list">
        {open.slice(0, OPEN_SHOWN).map((row) => (
          <li key={textOf(row.notice)}>
            <span className="violation-act">{act ? <Value field={act} value={row.act} /> : null}</span>
            {status ? <Value field={status} value={row.status} /> : null}
            <span className="violation-where">
              {at ? <Value field={at} value={row.at} /> : null} · {textOf(row.place)} · <span className="record-whole">{textOf(row.plate)}</span>
            </span>
            <span className="violation-cost">
              {moneyText(Number(row.fine ?? 0))} · {m.record_points_of({ points: textOf(row.points) })}
            </span>
          </li>
        ))}
      </ul>
      {open.length > OPEN_SHOWN ? <Link to={`/me/data/${kind.id}`}>{m.record_show_rows({ count: all.length })}</Link> : null}
      <p className="account-small">{m.record_fines_later()}</p>
      <Link to={`/services/${PAYING_GUIDE}`} className={`${buttonClass({ variant: "secondary" })} record-card-action`}>
        {m.record_fines_how()}
      </Link>
    </>
  );
}

function Vehicles({ kind, record }: { kind: RecordKind; record: Content }) {
  const columns = columnsOf(kind, "vehicles");
  const vehicles = Array.isArray(record.vehicles) ? (record.vehicles as Content[]) : [];
  if (vehicles.length === 0) return <p>{m.record_vehicles_none()}</p>;
  return (
    <ul className="vehicle-list">
      {vehicles.map((vehicle) => (
        <li key={textOf(vehicle.plate)}>
          <p className="vehicle-head">
            <Car size={22} aria-hidden="true" />
            <strong className="plate">{textOf(vehicle.plate)}</strong>
            <span>{textOf(vehicle.brand)}</span>
          </p>
          <dl className="record-card-facts">
            {columns.filter(({ name }) => ["status", "inspectionBy", "inspection", "insuredUntil"].includes(name) && vehicle[name] !== undefined).map((field) => (
              <div key={field.name}>
                <dt>{say(field.names)}</dt>
                <dd>
                  <Value field={field} value={vehicle[field.name]} />
                </dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  );
}
