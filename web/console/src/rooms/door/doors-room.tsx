import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { doorsQuery } from "../../api/door-queries.ts";
import type { Door } from "../../api/types.ts";
import { type Column, DataTable, RowLink, type Sort } from "../../components/data-table.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { EmptyNote, Room, TableSkeleton } from "../../components/room.tsx";
import { showMoment, showNumber } from "../../i18n/dates.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../i18n/m.ts";
import { w } from "../../i18n/room-words.ts";
import { useCity } from "../../staff/staff-context.tsx";

/** The campaigns at whose door one may stand. */
export function DoorsRoom() {
  const doors = useQuery(doorsQuery(useCity()));
  const [sort, setSort] = useState<Sort>({ by: "closes", descending: false });
  const columns = useMemo(() => doorColumns(), []);
  return (
    <Room title={m.room_doors()} lead={w.doors_lead()}>
      {doors.isPending ? <TableSkeleton /> : null}
      {doors.error ? <ProblemNote error={doors.error} retry={() => void doors.refetch()} /> : null}
      {doors.data?.total === 0 ? <EmptyNote title={w.doors_none()} /> : null}
      {doors.data && doors.data.total > 0 ? <DataTable label={m.room_doors()} columns={columns} rows={doors.data.items} rowKey={({ id }) => id} sort={sort} onSort={setSort} /> : null}
    </Room>
  );
}

function doorColumns(): Column<Door>[] {
  return [
    {
      id: "name", header: w.column_name(), look: "wide", sortValue: ({ names }) => say(names),
      cell: ({ id, names, department, manner }) => (
        <>
          <RowLink href={`/doors/${id}`}>{say(names)}</RowLink>
          <span className="row-sub">
            {say(department.names)} · {manner === "draw" ? w.campaign_by_draw() : w.campaign_by_turn()}
          </span>
        </>
      ),
    },
    { id: "closes", header: w.campaign_closes(), look: "id", sortValue: ({ closesAt }) => closesAt, cell: ({ closesAt }) => showMoment(closesAt) },
    { id: "places", header: w.campaign_places(), look: "number", descendingFirst: true, sortValue: ({ places }) => places, cell: ({ places }) => showNumber(places) },
    { id: "admitted", header: w.door_admitted_count(), look: "number", descendingFirst: true, sortValue: ({ admitted }) => admitted, cell: ({ admitted }) => showNumber(admitted) },
  ];
}
