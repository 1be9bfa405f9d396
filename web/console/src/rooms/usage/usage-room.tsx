import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { Link } from "wouter";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { documentsQuery } from "../../api/queries.ts";
import type { DocumentSummary } from "../../api/types.ts";
import { type Column, DataTable, RowLink, type Sort } from "../../components/data-table.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { Room, TableSkeleton } from "../../components/room.tsx";
import { StateChip } from "../../components/state-chips.tsx";
import { useNames } from "../../documents/names.ts";
import { showNumber } from "../../i18n/dates.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../i18n/m.ts";
import { w } from "../../i18n/room-words.ts";
import { useCity } from "../../staff/staff-context.tsx";
import { ENOUGH_VIEWS, isLittleUsed, totalViews } from "../catalogue/catalogue-filter.ts";
import "./usage-room.css";

/** How often each guide was read, and which hardly anybody reads. */
export function UsageRoom() {
  const documents = useQuery(documentsQuery(useCity()));
  const names = useNames();
  const [sort, setSort] = useState<Sort>({ by: "views", descending: false });
  const items = useMemo(() => documents.data?.items.filter((each) => each.kind === "service" && each.version !== undefined && !each.retired) ?? [], [documents.data]);
  const total = totalViews(items);
  const littleUsed = items.filter((each) => isLittleUsed(each, total)).length;
  const columns = useMemo(() => usageColumns(names.of, items), [names, items]);
  return (
    <Room title={m.room_usage()} lead={w.usage_lead()}>
      {documents.isPending ? <TableSkeleton /> : null}
      {documents.error ? <ProblemNote error={documents.error} retry={() => void documents.refetch()} /> : null}
      {documents.data ? (
        <>
          <dl className="usage-figures">
            <div>
              <dt>{w.usage_total()}</dt>
              <dd>{showNumber(total)}</dd>
            </div>
            <div>
              <dt>{w.usage_items()}</dt>
              <dd>{showNumber(items.length)}</dd>
            </div>
            <div>
              <dt>{m.state_little_used()}</dt>
              <dd>{total < ENOUGH_VIEWS ? "—" : showNumber(littleUsed)}</dd>
            </div>
          </dl>
          {total < ENOUGH_VIEWS ? <Notice kind="info">{w.usage_too_early({ enough: showNumber(ENOUGH_VIEWS) })}</Notice> : null}
          <DataTable label={m.room_usage()} columns={columns} rows={items} rowKey={(row) => row.id} sort={sort} onSort={setSort} />
        </>
      ) : null}
    </Room>
  );
}

function usageColumns(nameOf: ReturnType<typeof useNames>["of"], items: readonly DocumentSummary[]): Column<DocumentSummary>[] {
  const total = totalViews(items);
  const most = Math.max(1, ...items.map((each) => each.views ?? 0));
  return [
    { id: "id", header: m.column_id(), look: "id", sortValue: (row) => row.id, cell: (row) => <code>{row.id}</code> },
    { id: "name", header: m.column_item(), look: "wide", sortValue: (row) => say(row.names), cell: (row) => <RowLink href={`/documents/service/${row.id}`}>{say(row.names)}</RowLink> },
    { id: "department", header: m.filter_department(), cell: (row) => (row.department ? nameOf("department", row.department) : "—") },
    {
      id: "views",
      header: m.column_views(),
      descendingFirst: true,
      sortValue: (row) => row.views ?? 0,
      cell: (row) => (
        <span className="usage-bar">
          <span>{showNumber(row.views ?? 0)}</span>
          <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
            <rect width={((row.views ?? 0) / most) * 100} height="8" rx="1" />
          </svg>
        </span>
      ),
    },
    { id: "state", header: m.filter_state(), cell: (row) => (isLittleUsed(row, total) ? <StateChip state="little-used" /> : null) },
    { id: "retire", header: w.column_actions(), look: "end", cell: (row) => <Link href={`/documents/service/${row.id}/retire`} aria-label={w.usage_retire_named({ name: say(row.names) })}>{w.usage_retire()}</Link> },
  ];
}
