import { useState } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { say } from "../i18n/locale.ts";
import { m } from "../paraglide/messages.js";
import { type Content, type PlainField, textOf } from "./kinds.ts";
import { Value } from "./value.tsx";
import { type DescribedField, todayInChina } from "./values.ts";

const SHOWN = 6;

export type Column = DescribedField & Pick<PlainField, "names">;

interface ListTableProps {
  label: string;
  columns: readonly Column[];
  rows: readonly Content[];
  masked?: boolean;
  /** All at once, for sheets that are printed. */
  whole?: boolean;
}

/** Said again, because older browsers forget what a table is when it is laid out otherwise. */
const ROLES = { table: { role: "table" }, group: { role: "rowgroup" }, row: { role: "row" }, head: { role: "columnheader" }, cell: { role: "cell" } } as const;

/** Rows of a record: a table where there is room, cards on a phone. */
export function ListTable({ label, columns, rows, masked = false, whole = false }: ListTableProps) {
  const [all, setAll] = useState(whole);
  // A column that no row fills would only take room.
  const filled = columns.filter(({ name }) => rows.some((row) => row[name] !== undefined && row[name] !== null && row[name] !== ""));
  const shown = all ? inOrder(columns, rows) : firstRows(columns, rows);
  if (rows.length === 0) return <p className="record-empty">{m.record_list_empty()}</p>;
  return (
    <div className="record-list">
      <table className="record-table" {...ROLES.table}>
        <caption className="visually-hidden">{label}</caption>
        <thead {...ROLES.group}>
          <tr {...ROLES.row}>
            {filled.map(({ name, names, type }) => (
              <th key={name} {...ROLES.head} scope="col" className={isFigure(type) ? "record-cell-figure" : undefined}>
                {say(names)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody {...ROLES.group}>
          {shown.map((row, index) => (
            <tr key={index} {...ROLES.row}>
              {filled.map((column, place) => (
                <td key={column.name} {...ROLES.cell} data-label={say(column.names)} className={[place === 0 ? (column.type === "number" && !/year$/i.test(column.name) ? "record-cell-first record-cell-counted" : "record-cell-first") : "", isFigure(column.type) ? "record-cell-figure" : ""].filter(Boolean).join(" ") || undefined}>
                  <Value field={column} value={row[column.name]} masked={masked} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > shown.length ? (
        <Button variant="secondary" onClick={() => setAll(true)}>
          {m.record_show_rows({ count: rows.length })}
        </Button>
      ) : null}
    </div>
  );
}

/** The newest first; what also lies ahead, such as a schedule, stays in its own order. */
function inOrder(columns: readonly Column[], rows: readonly Content[]): readonly Content[] {
  const time = timeColumn(columns);
  if (!time || rows.length < 2) return rows;
  const [first, last] = [textOf(rows[0]?.[time.name]), textOf(rows.at(-1)?.[time.name])];
  return first < last && !liesAhead(last) ? [...rows].reverse() : rows;
}

/** What one came for: the newest, or of a schedule what is next, with the two before it. */
function firstRows(columns: readonly Column[], rows: readonly Content[]): readonly Content[] {
  const time = timeColumn(columns);
  const ordered = inOrder(columns, rows);
  const next = time && ordered === rows ? rows.findIndex((row) => liesAhead(textOf(row[time.name]))) : -1;
  const from = next < 0 || !time || textOf(rows[0]?.[time.name]) > textOf(rows.at(-1)?.[time.name]) ? 0 : Math.max(0, Math.min(next - 2, rows.length - SHOWN));
  return ordered.slice(from, from + SHOWN);
}

function timeColumn(columns: readonly Column[]): Column | undefined {
  return columns.find(({ name, type }) => type === "date" || type === "month" || type === "time" || (type === "number" && /year$/i.test(name)));
}

function liesAhead(moment: string): boolean {
  return moment.slice(0, 10) > todayInChina().slice(0, moment.length);
}

function isFigure(type: string): boolean {
  return type === "money" || type === "number" || type === "percent";
}
