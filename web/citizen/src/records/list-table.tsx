import { useState } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { say } from "../i18n/locale.ts";
import { m } from "../paraglide/messages.js";
import type { Content, PlainField } from "./kinds.ts";
import { Value } from "./value.tsx";
import type { DescribedField } from "./values.ts";

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
  const shown = all ? rows : rows.slice(0, SHOWN);
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
                <td key={column.name} {...ROLES.cell} data-label={say(column.names)} className={[place === 0 ? "record-cell-first" : "", isFigure(column.type) ? "record-cell-figure" : ""].filter(Boolean).join(" ") || undefined}>
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

function isFigure(type: string): boolean {
  return type === "money" || type === "number" || type === "percent";
}
