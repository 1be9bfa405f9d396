import { useQuery } from "@tanstack/react-query";
import { PencilLine } from "lucide-react";
import type { ReactNode } from "react";
import { Link, useParams } from "wouter";
import { buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { Chip } from "@citizen-cloud/ui/components/tone.tsx";
import { isProblem } from "../../api/problem.ts";
import { sourceAlarmsQuery, sourceQuery } from "../../api/source-queries.ts";
import type { SourceDetail } from "../../api/types.ts";
import { PlainTable } from "../../components/plain-table.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { EmptyNote, Room, RoomSkeleton } from "../../components/room.tsx";
import { WayBack } from "../../components/way-back.tsx";
import { fieldLabel } from "../../documents/labels.ts";
import { useNames } from "../../documents/names.ts";
import { showMoment, showNumber, showTime } from "../../i18n/dates.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../i18n/m.ts";
import { w } from "../../i18n/room-words.ts";
import { useCity, useHindrance } from "../../staff/staff-context.tsx";
import { AlarmList } from "./alarm-list.tsx";
import { SourceChart } from "./source-chart.tsx";
import { guardName, showMilliseconds, showShare, sourceFaultName, SourceStateChip, transportName } from "./source-words.tsx";
import { TryForm } from "./try-form.tsx";
import "../people/people.css";
import "./sources-room.css";

/** One department's system: what it did in the last hours, what went wrong, and a way to try it. */
export function SourceRoom() {
  const { id } = useParams<{ id: string }>();
  const city = useCity();
  const source = useQuery(sourceQuery(city, id));
  const back = <WayBack to="/sources">{m.room_source_health()}</WayBack>;
  if (source.isPending) return <RoomSkeleton />;
  if (!source.data) {
    return (
      <Room title={id} above={back}>
        {isProblem(source.error, "no-such-source") ? <EmptyNote title={m.problem_no_such_source()} /> : <ProblemNote error={source.error} retry={() => void source.refetch()} />}
      </Room>
    );
  }
  return <OneSource key={id} source={source.data} updatedAt={source.dataUpdatedAt} above={back} problem={source.error ? <ProblemNote error={source.error} retry={() => void source.refetch()} /> : null} />;
}

function OneSource({ source, updatedAt, above, problem }: { source: SourceDetail; updatedAt: number; above: ReactNode; problem: ReactNode }) {
  const { id, names, department, transport, state, guard, quarter, day, minutes, faults, operations, files, limits } = source;
  const documents = useNames();
  const alarms = useQuery(sourceAlarmsQuery(useCity()));
  const mayNotTry = useHindrance()("operator", department);
  const open = alarms.data?.items.filter((each) => each.source === id && each.endedAt === undefined) ?? [];
  return (
    <Room
      title={say(names)}
      above={above}
      lead={`${documents.of("department", department)} · ${transportName(transport)}`}
      beside={
        <span className="row">
          <code className="meta">{id}</code>
          <SourceStateChip state={state} />
          <span className="meta">{w.updated_at({ time: showTime(new Date(updatedAt)) })}</span>
        </span>
      }
      actions={
        <Link href={`/documents/source/${id}`} className={buttonClass({ variant: "secondary" })}>
          <PencilLine size={16} aria-hidden="true" />
          {w.source_document()}
        </Link>
      }
    >
      {problem}
      {open.length > 0 ? <AlarmList alarms={open} nameOf={() => say(names)} /> : null}
      {state === "not-connected" ? <EmptyNote title={w.source_not_connected()}>{w.source_not_connected_hint()}</EmptyNote> : null}
      <section className="panel" aria-labelledby="source-hours">
        <h2 id="source-hours">{w.source_hours()}</h2>
        <SourceChart minutes={minutes} now={updatedAt} />
      </section>
      <div className="panel-columns">
        <section className="panel" aria-labelledby="source-figures">
          <h2 id="source-figures">{w.source_figures()}</h2>
          <PlainTable
            label={w.source_figures()}
            columns={[w.figure(), w.last_quarter(), w.last_day()]}
            rows={[
              [w.availability(), showShare(quarter.availability), showShare(day.availability)],
              [w.chart_answered(), showNumber(quarter.answered), showNumber(day.answered)],
              [w.chart_failed(), showNumber(quarter.failed), showNumber(day.failed)],
              [w.median(), showMilliseconds(quarter.medianMs), showMilliseconds(day.medianMs)],
              [w.chart_p95(), showMilliseconds(quarter.p95Ms), showMilliseconds(day.p95Ms)],
            ]}
            numbersFrom={1}
          />
          <dl className="facts">
            <dt>{w.column_guard()}</dt>
            <dd>{guardName(guard)}</dd>
            {Object.entries(limits).map(([name, value]) => (
              <Fact key={name} label={fieldLabel("source", `/limits/${name}`)} value={showNumber(value)} />
            ))}
          </dl>
        </section>
        <section className="panel" aria-labelledby="source-faults">
          <h2 id="source-faults">{w.source_faults()}</h2>
          {faults.length === 0 ? <p className="meta">{w.source_faults_none()}</p> : <PlainTable label={w.source_faults()} columns={[w.column_fault(), w.column_times()]} rows={[...faults].sort((a, b) => b.times - a.times).map(({ fault, times }) => [sourceFaultName(fault), showNumber(times)])} numbersFrom={1} />}
          <h2>{w.source_operations()}</h2>
          <PlainTable
            label={w.source_operations()}
            columns={[w.column_operation(), m.kinds_record_kind(), w.column_fresh()]}
            rows={operations.map((operation) => [
              <code key="id">{operation.id}</code>,
              operation.kinds.length === 0
                ? "—"
                : operation.kinds.map((kind) => (
                    <Link key={kind} href={`/documents/record-kind/${kind}`} className="source-kind">
                      {documents.of("record-kind", kind)}
                    </Link>
                  )),
              w.seconds({ count: showNumber(operation.freshSeconds) }),
            ])}
          />
        </section>
      </div>
      {transport === "file-drop" || files.length > 0 ? <Files files={files} /> : null}
      <section className="panel" aria-labelledby="source-try">
        <h2 id="source-try">{w.source_try()}</h2>
        {transport === "manual" ? <p className="meta">{w.try_manual()}</p> : mayNotTry === undefined ? <TryForm source={source} /> : <p className="meta">{mayNotTry}</p>}
      </section>
    </Room>
  );
}

function Files({ files }: { files: SourceDetail["files"] }) {
  return (
    <section className="panel" aria-labelledby="source-files">
      <h2 id="source-files">{w.source_files()}</h2>
      {files.length === 0 ? (
        <p className="meta">{w.source_files_none()}</p>
      ) : (
        <PlainTable
          label={w.source_files()}
          columns={[w.column_file(), m.filter_state(), w.column_rows(), w.column_file_at()]}
          rows={files.map(({ id, name, state, rowCount, reason, at }) => [
            <code key={id}>{name}</code>,
            state === "taken" ? (
              <Chip key={id} tone="jade">{w.file_taken()}</Chip>
            ) : (
              <span key={id}>
                <Chip tone="cinnabar">{w.file_rejected()}</Chip>
                <span className="row-sub" lang="en">{reason}</span>
              </span>
            ),
            showNumber(rowCount),
            showMoment(at),
          ])}
        />
      )}
    </section>
  );
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </>
  );
}
