/** A record as its kind describes it: labels for names, words for codes, yuan for fen. */
import type { Json, JsonObject } from "../documents/json.ts";
import { isObject, plain } from "../documents/json.ts";
import { showMoment } from "../i18n/dates.ts";
import { say, spokenLocale } from "../i18n/locale.ts";
import { w } from "../i18n/room-words.ts";
import type { RecordField } from "./record-fields.ts";
import "../rooms/people/people.css";
import "./record-value.css";

export function RecordFacts({ fields, record }: { fields: readonly RecordField[]; record: JsonObject }) {
  const single = fields.filter(({ name, type }) => type !== "list" && record[name] !== undefined);
  const lists = fields.filter(({ name, type }) => type === "list" && record[name] !== undefined);
  return (
    <div className="stack">
      <dl className="facts">
        {single.map((field) => (
          <Fact key={field.name} label={say(field.names)} value={showValue(field, record[field.name])} />
        ))}
      </dl>
      {lists.map((field) => (
        <RecordList key={field.name} field={field} entries={record[field.name]} />
      ))}
    </div>
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

function RecordList({ field, entries }: { field: RecordField; entries: Json | undefined }) {
  const rows = Array.isArray(entries) ? entries.filter(isObject) : [];
  const columns = field.fields ?? [];
  return (
    <div className="stack record-list">
      <h3>{say(field.names)}</h3>
      {rows.length === 0 ? (
        <p className="meta">{w.none()}</p>
      ) : (
        <div className="data-table-frame">
          <table className="data-table data-table-narrow record-table" aria-label={say(field.names)}>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column.name} scope="col" data-look={lookOf(column)}>
                    {say(column.names)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {/* Entries have no identity but their place. */}
              {rows.map((row, index) => (
                <tr key={index}>
                  {columns.map((column) => (
                    <td key={column.name} data-look={lookOf(column)} data-label={say(column.names)}>
                      {showValue(column, row[column.name])}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}

/** Figures stand to the right; days and single words stay in one line. */
function lookOf({ type }: RecordField): "number" | "id" | undefined {
  if (type === "money" || type === "number" || type === "percent") return "number";
  return type === "text" ? undefined : "id";
}

export function showValue({ type, unit, codes }: RecordField, value: Json | undefined): string {
  if (value === undefined || value === null) return "—";
  if (typeof value === "boolean") return value ? w.yes() : w.no();
  if (type === "money") return new Intl.NumberFormat(spokenLocale(), { style: "currency", currency: "CNY", currencyDisplay: "narrowSymbol" }).format(Number(value) / 100);
  if (type === "percent") return new Intl.NumberFormat(spokenLocale(), { style: "percent", maximumFractionDigits: 3 }).format(Number(value) / 100);
  // A year is a number too: no thousands are set apart.
  if (type === "number") return `${new Intl.NumberFormat(spokenLocale(), { useGrouping: false, maximumFractionDigits: 6 }).format(Number(value))}${unit ? ` ${say(unit)}` : ""}`;
  if (type === "time") return showMoment(plain(value));
  if (type === "date" || type === "month") return plain(value).replaceAll("-", "/");
  const code = type === "code" ? codes?.find((each) => each.value === value) : undefined;
  return code ? say(code.names) : plain(value);
}
