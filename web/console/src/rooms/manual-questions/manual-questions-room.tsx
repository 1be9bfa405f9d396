import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { manualQuestionsQuery } from "../../api/source-queries.ts";
import type { ManualQuestion } from "../../api/types.ts";
import { type Column, DataTable, RowLink, type Sort } from "../../components/data-table.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { EmptyNote, Room, TableSkeleton } from "../../components/room.tsx";
import { type Names, useNames } from "../../documents/names.ts";
import { showMoment } from "../../i18n/dates.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../i18n/m.ts";
import { w } from "../../i18n/room-words.ts";
import { useCity } from "../../staff/staff-context.tsx";
import { DueChip } from "./due-chip.tsx";

/** What people asked of a department that has no system to ask: a clerk looks it up, in the order of what is due. */
export function ManualQuestionsRoom() {
  const names = useNames();
  const questions = useQuery(manualQuestionsQuery(useCity()));
  const [sort, setSort] = useState<Sort>({ by: "due", descending: false });
  const columns = useMemo(() => questionColumns(names, questions.dataUpdatedAt), [names, questions.dataUpdatedAt]);
  const items = questions.data?.items ?? [];
  const late = items.filter(({ overdue }) => overdue).length;
  return (
    <Room title={m.room_manual_questions()} lead={w.manual_lead()} beside={late > 0 ? <span className="meta">{w.overdue_count({ count: late })}</span> : null}>
      {questions.isPending ? <TableSkeleton rows={5} /> : null}
      {questions.error ? <ProblemNote error={questions.error} retry={() => void questions.refetch()} /> : null}
      {questions.data?.total === 0 ? <EmptyNote title={w.manual_none()} /> : null}
      {items.length > 0 ? <DataTable label={m.room_manual_questions()} columns={columns} rows={items} rowKey={(row) => row.id} sort={sort} onSort={setSort} /> : null}
    </Room>
  );
}

function questionColumns(names: Names, now: number): Column<ManualQuestion>[] {
  return [
    {
      id: "kind", header: m.kinds_record_kind(), look: "wide", sortValue: (row) => say(row.kindNames),
      cell: (row) => <RowLink href={`/manual-questions/${row.id}`}>{say(row.kindNames)}</RowLink>,
    },
    { id: "department", header: m.filter_department(), cell: (row) => names.of("department", row.department) },
    { id: "due", header: w.column_due(), sortValue: (row) => row.dueAt, cell: (row) => <DueChip question={row} now={now} /> },
    { id: "due-at", header: w.column_due_at(), look: "id", cell: (row) => showMoment(row.dueAt) },
    { id: "asked", header: w.column_asked_at(), look: "id", sortValue: (row) => row.askedAt, cell: (row) => showMoment(row.askedAt) },
  ];
}
