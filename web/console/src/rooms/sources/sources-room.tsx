import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { sourceAlarmsQuery, sourcesQuery } from "../../api/source-queries.ts";
import type { SourceSummary } from "../../api/types.ts";
import { type Column, DataTable, RowLink, type Sort } from "../../components/data-table.tsx";
import { Figures } from "../../components/figures.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { EmptyNote, Room, TableSkeleton } from "../../components/room.tsx";
import { type Names, useNames } from "../../documents/names.ts";
import { showNumber, showTime } from "../../i18n/dates.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../i18n/m.ts";
import { w } from "../../i18n/room-words.ts";
import { useCity } from "../../staff/staff-context.tsx";
import { AlarmList } from "./alarm-list.tsx";
import { guardName, showMilliseconds, showShare, SourceStateChip, stateName, STATES, transportName } from "./source-words.tsx";
import "./sources-room.css";

/** How the departments' systems fare, looked at again by itself for as long as somebody watches. */
export function SourcesRoom() {
  const city = useCity();
  const names = useNames();
  const sources = useQuery(sourcesQuery(city));
  const alarms = useQuery(sourceAlarmsQuery(city));
  const [sort, setSort] = useState<Sort>({ by: "state", descending: false });
  const columns = useMemo(() => sourceColumns(names), [names]);
  const items = sources.data?.items ?? [];
  const nameOf = (id: string) => {
    const found = items.find((each) => each.id === id);
    return found ? say(found.names) : names.of("source", id);
  };
  const open = alarms.data?.items.filter(({ endedAt }) => endedAt === undefined) ?? [];
  const over = alarms.data?.items.filter(({ endedAt }) => endedAt !== undefined) ?? [];

  return (
    <Room
      title={m.room_source_health()}
      lead={w.source_health_lead()}
      beside={sources.data ? <span className="meta">{w.updated_at({ time: showTime(new Date(sources.dataUpdatedAt)) })}</span> : null}
    >
      {alarms.error ? <ProblemNote error={alarms.error} retry={() => void alarms.refetch()} /> : null}
      {open.length > 0 ? (
        <section className="stack" aria-labelledby="source-alarms">
          <h2 id="source-alarms">{w.alarms_open({ count: open.length })}</h2>
          <AlarmList alarms={open} nameOf={nameOf} />
        </section>
      ) : null}
      {sources.isPending ? <TableSkeleton /> : null}
      {sources.error ? <ProblemNote error={sources.error} retry={() => void sources.refetch()} /> : null}
      {sources.data?.total === 0 ? <EmptyNote title={w.sources_none()}>{w.sources_none_hint()}</EmptyNote> : null}
      {items.length > 0 ? (
        <>
          <Figures figures={STATES.map((state) => ({ name: stateName(state), value: showNumber(items.filter((each) => each.state === state).length) }))} />
          <DataTable label={m.room_source_health()} columns={columns} rows={items} rowKey={(row) => row.id} sort={sort} onSort={setSort} />
        </>
      ) : null}
      {over.length > 0 ? (
        <details className="folded">
          <summary>{w.alarms_over({ count: over.length })}</summary>
          <AlarmList alarms={over} nameOf={nameOf} />
        </details>
      ) : null}
    </Room>
  );
}

function sourceColumns(names: Names): Column<SourceSummary>[] {
  return [
    {
      id: "name", header: w.column_name(), look: "wide", sortValue: (row) => say(row.names),
      cell: (row) => (
        <>
          <RowLink href={`/sources/${row.id}`}>{say(row.names)}</RowLink>
          <span className="row-sub">
            {names.of("department", row.department)} · {transportName(row.transport)}
          </span>
        </>
      ),
    },
    { id: "state", header: m.filter_state(), sortValue: (row) => `${STATES.indexOf(row.state)} ${row.id}`, cell: (row) => <SourceStateChip state={row.state} /> },
    { id: "guard", header: w.column_guard(), look: "id", cell: (row) => guardName(row.guard) },
    { id: "quarter", header: w.column_quarter(), look: "number", sortValue: (row) => row.quarter.availability ?? 2, cell: (row) => showShare(row.quarter.availability) },
    { id: "quarter-p95", header: w.column_quarter_p95(), look: "number", descendingFirst: true, sortValue: (row) => row.quarter.p95Ms ?? -1, cell: (row) => showMilliseconds(row.quarter.p95Ms) },
    { id: "day", header: w.column_day(), look: "number", sortValue: (row) => row.day.availability ?? 2, cell: (row) => showShare(row.day.availability) },
    { id: "day-p95", header: w.column_day_p95(), look: "number", descendingFirst: true, sortValue: (row) => row.day.p95Ms ?? -1, cell: (row) => showMilliseconds(row.day.p95Ms) },
    { id: "asked", header: w.column_asked_day(), look: "number", descendingFirst: true, sortValue: (row) => row.day.answered + row.day.failed, cell: (row) => showNumber(row.day.answered + row.day.failed) },
  ];
}
