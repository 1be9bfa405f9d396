import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { dayAppointmentsQuery } from "../../api/calendar-queries.ts";
import type { StaffAppointment } from "../../api/types.ts";
import { type Column, DataTable, type Sort } from "../../components/data-table.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { EmptyNote, TableSkeleton } from "../../components/room.tsx";
import { showMoment, showNumber } from "../../i18n/dates.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../i18n/m.ts";
import { findRoomWord, w } from "../../i18n/room-words.ts";
import { useCity } from "../../staff/staff-context.tsx";
import { dayName } from "./day-name.ts";
import { clockOf } from "./week.ts";

/** Who comes on a day. Names are masked, and the look is on record for each of them. */
export function DayAppointments({ calendar, date }: { calendar: string; date: string }) {
  const city = useCity();
  const question = useQuery(dayAppointmentsQuery(city, calendar, date));
  const [sort, setSort] = useState<Sort>({ by: "time", descending: false });
  const columns = useMemo(() => appointmentColumns(), []);
  return (
    <section className="stack" aria-labelledby="day-appointments">
      <h2 id="day-appointments">{w.who_comes_on({ day: dayName(date) })}</h2>
      <p className="meta">{w.who_comes_note()}</p>
      {question.isPending ? <TableSkeleton rows={4} /> : null}
      {question.error ? <ProblemNote error={question.error} retry={() => void question.refetch()} /> : null}
      {question.data?.total === 0 ? <EmptyNote title={w.nobody_comes()} /> : null}
      {question.data && question.data.total > 0 ? <DataTable label={w.who_comes_on({ day: dayName(date) })} columns={columns} rows={question.data.items} rowKey={(row) => row.id} sort={sort} onSort={setSort} /> : null}
    </section>
  );
}

function appointmentColumns(): Column<StaffAppointment>[] {
  return [
    { id: "time", header: w.column_time(), look: "id", sortValue: (row) => row.startsAt, cell: (row) => `${clockOf(row.startsAt)}–${clockOf(row.endsAt)}` },
    { id: "name", header: w.column_person(), sortValue: (row) => row.name ?? "", cell: (row) => row.name ?? <span className="meta">{w.name_unknown()}</span> },
    { id: "what", header: w.column_what(), look: "wide", sortValue: (row) => say(row.kind.names), cell: (row) => `${row.services.map((each) => say(each.names)).join(m.list_separator())} · ${say(row.kind.names)}` },
    { id: "party", header: w.column_party(), look: "number", descendingFirst: true, sortValue: (row) => row.party, cell: (row) => showNumber(row.party) },
    { id: "needs", header: w.column_needs(), cell: (row) => row.needs.map((need) => findRoomWord(`need_${need.replaceAll("-", "_")}`) ?? need).join(m.list_separator()) },
    { id: "state", header: m.filter_state(), sortValue: (row) => row.state, cell: (row) => <>{findRoomWord(`appointment_${row.state}`) ?? row.state}{row.state === "booked" && row.comingAt !== undefined ? <span className="row-sub">{w.said_coming({ when: showMoment(row.comingAt) })}</span> : null}</> },
  ];
}
