import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useSearchParams } from "wouter";
import { calendarsQuery } from "../../api/calendar-queries.ts";
import type { StaffCalendar } from "../../api/types.ts";
import { type Column, DataTable, RowLink, type Sort } from "../../components/data-table.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { EmptyNote, Room, TableSkeleton } from "../../components/room.tsx";
import { FilterSelect } from "../../components/select.tsx";
import { TextField } from "../../components/text-field.tsx";
import { type Names, useNames } from "../../documents/names.ts";
import { showNumber, showTime } from "../../i18n/dates.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../i18n/m.ts";
import { w } from "../../i18n/room-words.ts";
import { useCity } from "../../staff/staff-context.tsx";
import { LoadMeter } from "./load-meter.tsx";
import { shareTaken } from "./week.ts";
import "./calendars.css";

/** Every calendar somebody keeps, with what today brings. */
export function CalendarsRoom() {
  const city = useCity();
  const names = useNames();
  const calendars = useQuery(calendarsQuery(city));
  const [parameters, setParameters] = useSearchParams();
  const [sort, setSort] = useState<Sort>({ by: "name", descending: false });
  const columns = useMemo(() => calendarColumns(names), [names]);
  const [words, department] = [parameters.get("q") ?? "", parameters.get("department") ?? ""];
  const filter = (name: string, value: string) =>
    setParameters(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === "") next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  const items = calendars.data?.items ?? [];
  const departments = [...new Set(items.map((each) => each.department))];
  const wanted = words.trim().toLowerCase();
  const shown = items.filter((each) => (department === "" || each.department === department) && (wanted === "" || [each.names.zh, each.names.en, each.office.names.zh, each.office.names.en, each.id].some((text) => text.toLowerCase().includes(wanted))));
  return (
    <Room title={m.room_calendars()} lead={w.calendars_lead()} beside={calendars.data ? <span className="meta">{w.updated_at({ time: showTime(new Date(calendars.dataUpdatedAt)) })}</span> : null}>
      <div className="calendars-filter">
        <TextField label={w.calendars_find()} type="search" value={words} onChange={(value) => filter("q", value)} />
        {departments.length > 1 ? <FilterSelect label={w.calendars_department()} value={department} empty={m.all()} options={departments.map((id) => ({ value: id, label: names.of("department", id) }))} onChoose={(value) => filter("department", value)} /> : null}
      </div>
      {calendars.isPending ? <TableSkeleton /> : null}
      {calendars.error ? <ProblemNote error={calendars.error} retry={() => void calendars.refetch()} /> : null}
      {calendars.data && shown.length === 0 ? <EmptyNote title={w.calendars_none()} /> : null}
      {shown.length > 0 ? (
        <>
          <p className="meta" role="status">
            {w.calendars_count({ count: shown.length })}
          </p>
          <DataTable label={m.room_calendars()} columns={columns} rows={shown} rowKey={(row) => row.id} sort={sort} onSort={setSort} />
        </>
      ) : null}
    </Room>
  );
}

function calendarColumns(names: Names): Column<StaffCalendar>[] {
  return [
    {
      id: "name", header: w.column_name(), look: "wide", sortValue: (row) => say(row.names),
      cell: (row) => (
        <>
          <RowLink href={`/calendars/${row.id}`}>{say(row.names)}</RowLink>
          <span className="row-sub">
            {names.of("department", row.department)} · {w.counters_count({ count: row.counters })}
          </span>
        </>
      ),
    },
    { id: "today", header: w.column_today(), descendingFirst: true, sortValue: (row) => (row.today.closed ? -1 : shareTaken({ taken: row.today.booked, capacity: row.today.capacity })), cell: (row) => (row.today.closed ? <span className="meta">{say(row.today.closed)}</span> : <LoadMeter taken={row.today.booked} capacity={row.today.capacity} />) },
    { id: "arrived", header: w.column_arrived(), look: "number", descendingFirst: true, sortValue: (row) => row.today.arrived, cell: (row) => showNumber(row.today.arrived) },
    { id: "served", header: w.column_served(), look: "number", descendingFirst: true, sortValue: (row) => row.today.served, cell: (row) => showNumber(row.today.served) },
    { id: "missed", header: w.column_missed(), look: "number", descendingFirst: true, sortValue: (row) => row.today.missed, cell: (row) => showNumber(row.today.missed) },
    { id: "waiting", header: w.column_waiting(), look: "number", descendingFirst: true, sortValue: (row) => row.waiting, cell: (row) => showNumber(row.waiting) },
  ];
}
