import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { say } from "../i18n/locale.ts";
import { m } from "../paraglide/messages.js";
import { hasSchedule, ImmunisationSchedule, SAID_BY_SCHEDULE } from "./immunisation.tsx";
import { type Content, isList, type PlainField, type RecordKind, rowsOf } from "./kinds.ts";
import { ListTable } from "./list-table.tsx";
import { RecordCharts } from "./record-charts.tsx";
import { Value } from "./value.tsx";

function has(record: Content, { name }: Pick<PlainField, "name">): boolean {
  return record[name] !== undefined && record[name] !== null && record[name] !== "";
}

/** A record in full: what is asked most stands large, then the facts, then shapes, then rows. */
export function RecordContent({ kind, record }: { kind: RecordKind; record: Content }) {
  const [masked, setMasked] = useState(true);
  const plain = kind.fields.filter((field): field is PlainField => !isList(field) && has(record, field));
  const headline = plain.find(({ name }) => name === kind.headline);
  const facts = plain.filter((field) => field !== headline);
  const hides = kind.fields.some((field) => (isList(field) ? field.fields.some(({ mask }) => mask) && rowsOf(record, field).length > 0 : field.mask && has(record, field)));
  const schedule = hasSchedule(kind, record);
  const lists = kind.fields.filter(isList).filter(({ name }) => record[name] !== undefined && !(schedule && SAID_BY_SCHEDULE.has(name)) && !isDrawnWhole(kind, record, name));
  return (
    <>
      {plain.length > 0 ? (
        <Card as="section" padded className="record-summary" aria-label={say(kind.names)}>
          {headline ? (
            <p className="record-headline">
              <span className="record-headline-name">{say(headline.names)}</span>
              <span className="record-headline-value">
                <Value field={headline} value={record[headline.name]} masked={masked} />
              </span>
            </p>
          ) : null}
          {facts.length > 0 ? (
            <dl className="record-facts">
              {facts.map((field) => (
                <div key={field.name}>
                  <dt>{say(field.names)}</dt>
                  <dd>
                    <Value field={field} value={record[field.name]} masked={masked} />
                  </dd>
                </div>
              ))}
            </dl>
          ) : null}
          {hides ? <MaskToggle masked={masked} onToggle={() => setMasked(!masked)} /> : null}
        </Card>
      ) : null}
      {plain.length === 0 && hides ? <MaskToggle masked={masked} onToggle={() => setMasked(!masked)} /> : null}
      <RecordCharts kind={kind} record={record} />
      {schedule ? <ImmunisationSchedule kind={kind} record={record} /> : null}
      {lists.map((list) => (
        <Section key={list.name} id={`list-${list.name}`} title={say(list.names)}>
          <Card className="record-list-card">
            <ListTable label={say(list.names)} columns={list.fields} rows={rowsOf(record, list)} masked={masked} />
          </Card>
        </Section>
      ))}
    </>
  );
}

/** A chart has all of its figures as a table: the same list again would only be long. */
function isDrawnWhole(kind: RecordKind, record: Content, name: string): boolean {
  const list = kind.fields.filter(isList).find((field) => field.name === name);
  const chart = kind.charts.find((each) => each.list === name);
  return list !== undefined && chart !== undefined && rowsOf(record, list).length > 1 && list.fields.every((field) => field.name === chart.x || chart.y.includes(field.name));
}

function MaskToggle({ masked, onToggle }: { masked: boolean; onToggle(): void }) {
  const Icon = masked ? Eye : EyeOff;
  return (
    <Button variant="quiet" className="record-mask-toggle" aria-pressed={!masked} onClick={onToggle}>
      <Icon size={18} aria-hidden="true" />
      {masked ? m.record_show_whole() : m.record_hide_again()}
    </Button>
  );
}
