import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { type FormEvent, useMemo, useState } from "react";
import { useSearchParams } from "wouter";
import { type AuditFilter, auditQuery } from "../../api/people-queries.ts";
import type { AuditEntry } from "../../api/types.ts";
import { type Column, DataTable, type Sort } from "../../components/data-table.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { EmptyNote, Room, TableSkeleton } from "../../components/room.tsx";
import { TextField } from "../../components/text-field.tsx";
import { showMoment } from "../../i18n/dates.ts";
import { m } from "../../i18n/m.ts";
import { findRoomWord, w } from "../../i18n/room-words.ts";
import { useCity, useStaffNames } from "../../staff/staff-context.tsx";
import "../people/people.css";
import "./audit-room.css";

const NAMES = ["subject", "actor", "act", "from", "until"] as const;

/** The record, as it is: ids, acts and fields' names, never anybody's data. What is asked stands in the address. */
export function AuditRoom() {
  const [parameters, setParameters] = useSearchParams();
  const asked = useMemo(() => Object.fromEntries(NAMES.flatMap((name) => (parameters.get(name) ? [[name, parameters.get(name) ?? ""]] : []))), [parameters]);
  const filter: AuditFilter = { ...asked, ...(asked.from ? { from: dayStart(asked.from) } : {}), ...(asked.until ? { until: dayStart(asked.until, 1) } : {}) };
  const entries = useInfiniteQuery(auditQuery(useCity(), filter));
  const rows = entries.data?.pages.flatMap((page) => page.items) ?? [];
  const columns = useAuditColumns();
  const [sort, setSort] = useState<Sort>({ by: "at", descending: true });
  return (
    <Room title={m.room_audit()} lead={w.audit_lead()}>
      <FilterForm key={parameters.toString()} asked={asked} onAsk={(next) => setParameters(next)} />
      {entries.isPending ? <TableSkeleton rows={8} /> : null}
      {entries.error ? <ProblemNote error={entries.error} retry={() => void entries.refetch()} /> : null}
      {entries.data && rows.length === 0 ? <EmptyNote title={w.audit_none()} /> : null}
      {rows.length > 0 ? <DataTable label={m.room_audit()} columns={columns} rows={rows} rowKey={(row) => row.id} sort={sort} onSort={setSort} /> : null}
      {entries.hasNextPage ? (
        <span className="row">
          <Button variant="secondary" disabled={entries.isFetchingNextPage} onClick={() => void entries.fetchNextPage()}>
            {w.audit_more()}
          </Button>
        </span>
      ) : null}
    </Room>
  );
}

function FilterForm({ asked, onAsk }: { asked: Record<string, string>; onAsk(next: Record<string, string>): void }) {
  const [typed, setTyped] = useState(asked);
  const field = (name: (typeof NAMES)[number]) => ({ value: typed[name] ?? "", onChange: (value: string) => setTyped((before) => ({ ...before, [name]: value })) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onAsk(Object.fromEntries(Object.entries(typed).flatMap(([name, value]) => (value.trim() === "" ? [] : [[name, value.trim()]]))));
  };
  return (
    <form className="panel audit-filter" onSubmit={submit}>
      <TextField label={w.audit_actor()} {...field("actor")} maxLength={100} spellCheck={false} />
      <TextField label={w.audit_subject()} {...field("subject")} pattern="[0-9a-fA-F\-]{36}" spellCheck={false} />
      <TextField label={w.audit_act()} placeholder="person.read" {...field("act")} pattern="[a-z\-]+\.[a-z\-]+" spellCheck={false} />
      <TextField label={w.audit_from()} type="date" {...field("from")} />
      <TextField label={w.audit_until()} type="date" {...field("until")} />
      <Button type="submit">
        <Search size={16} aria-hidden="true" />
        {w.audit_ask()}
      </Button>
    </form>
  );
}

/** Days are the city's. */
function dayStart(day: string, later = 0): string {
  return new Date(Date.parse(`${day}T00:00:00+08:00`) + later * 86_400_000).toISOString();
}

function useAuditColumns(): Column<AuditEntry>[] {
  const nameOf = useStaffNames();
  return useMemo(
    () => [
      { id: "at", header: w.audit_at(), look: "id", descendingFirst: true, sortValue: (row) => row.at, cell: (row) => showMoment(row.at) },
      {
        id: "actor", header: w.audit_actor(), sortValue: (row) => row.actor.id,
        cell: (row) => (
          <>
            {row.actor.kind === "staff" ? nameOf(row.actor.id) : (findRoomWord(`actor_${row.actor.kind}`) ?? row.actor.kind)}
            <span className="row-sub audit-id">
              <code>{row.actor.id}</code>
            </span>
          </>
        ),
      },
      { id: "act", header: w.audit_act(), look: "id", sortValue: (row) => row.act, cell: (row) => <code>{row.act}</code> },
      {
        id: "about", header: w.audit_about(), look: "wide",
        cell: (row) => (
          <>
            {row.purpose ?? ""}
            <span className="row-sub audit-id">
              {[row.ground, row.fields.join(m.list_separator()), row.about ? `${row.about.kind} ${row.about.id}` : "", Object.entries(row.detail).map(([name, value]) => `${name}=${value}`).join(" ")].filter(Boolean).join(" · ")}
            </span>
            {row.subject ? (
              <span className="row-sub audit-id">
                {w.audit_subject()} <code>{row.subject}</code>
              </span>
            ) : null}
          </>
        ),
      },
      { id: "entry", header: m.column_id(), look: "id", cell: (row) => <code title={row.hash}>{row.id}</code> },
    ],
    [nameOf],
  );
}
