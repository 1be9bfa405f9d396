import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { FactList } from "../account/fact-list.tsx";
import type { Text } from "../api/catalogue.ts";
import { say } from "../i18n/locale.ts";
import type { Content } from "./kinds.ts";
import { type Column, ListTable } from "./list-table.tsx";
import { Value } from "./value.tsx";

/** A field as it stands on a proof: a list has columns. */
type SheetField = Omit<Column, "type"> & { type: string; fields?: readonly (Omit<Column, "type"> & { type: string })[] };

interface ProofSheetProps {
  title: Text;
  statement: Text;
  /** Who it is about. */
  facts: readonly (readonly [name: string, value: string])[];
  fields: readonly SheetField[];
  record: Content;
}

/** What stands on the sheet, and no more: the same before it is made and when it is checked. */
export function ProofSheet({ title, statement, facts, fields, record }: ProofSheetProps) {
  const plain = fields.filter((field) => field.type !== "list" && record[field.name] !== undefined);
  const lists = fields.filter((field) => field.type === "list" && Array.isArray(record[field.name]));
  return (
    <Card as="section" padded className="proof-sheet" aria-labelledby="proof-sheet-title">
      <h2 id="proof-sheet-title">{say(title)}</h2>
      <FactList facts={facts} />
      <p className="proof-statement">{say(statement)}</p>
      {plain.length > 0 ? (
        <FactList facts={plain.map((field) => [say(field.names), <Value key={field.name} field={field as Column} value={record[field.name]} />] as const)} />
      ) : null}
      {lists.map((field) => (
        <div key={field.name} className="proof-sheet-list">
          <h3>{say(field.names)}</h3>
          <ListTable label={say(field.names)} columns={(field.fields ?? []) as readonly Column[]} rows={record[field.name] as Content[]} whole />
        </div>
      ))}
    </Card>
  );
}
