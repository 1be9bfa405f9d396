import { CalendarCheck, CircleAlert, CircleCheck, CircleDashed, Syringe } from "lucide-react";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { Tile, type Tone } from "@citizen-cloud/ui/components/tone.tsx";
import { m } from "../paraglide/messages.js";
import { type Content, isList, type ListField, type RecordKind, rowsOf, textOf } from "./kinds.ts";
import { recordDateText, valueText } from "./values.ts";

const SCHEDULE = "schedule";

const STATES = [
  { state: "overdue", icon: CircleAlert, tone: "cinnabar", title: m.record_doses_overdue },
  { state: "due", icon: Syringe, tone: "gold", title: m.record_doses_due },
  { state: "upcoming", icon: CalendarCheck, tone: "sky", title: m.record_doses_upcoming },
  { state: "given", icon: CircleCheck, tone: "jade", title: m.record_doses_given },
  { state: "missed-age", icon: CircleDashed, tone: "ink", title: m.record_doses_past },
] as const satisfies readonly { state: string; icon: unknown; tone: Tone; title(): string }[];

function listOf(kind: RecordKind, name: string): ListField | undefined {
  return kind.fields.filter(isList).find((field) => field.name === name);
}

/** Dose by dose in the order in which a parent asks: what is late, what can be given now, what comes when, what was given. */
export function ImmunisationSchedule({ kind, record }: { kind: RecordKind; record: Content }) {
  const schedule = listOf(kind, SCHEDULE);
  if (!schedule) return null;
  const vaccine = schedule.fields.find(({ name }) => name === "vaccine");
  const doses = listOf(kind, "doses");
  const given = doses ? rowsOf(record, doses) : [];
  const rows = rowsOf(record, schedule);
  const nameOf = (row: Content) => (vaccine ? (valueText(vaccine, row.vaccine) ?? "") : textOf(row.vaccine));
  return (
    <>
      {STATES.map(({ state, icon: Icon, tone, title }) => {
        const group = rows.filter((row) => row.state === state);
        if (group.length === 0) return null;
        return (
          <Section key={state} id={`doses-${state}`} title={m.record_doses_count({ title: title(), count: group.length })}>
            <Card as="ul" className="dose-list">
              {group.map((row) => {
                const dose = given.find((each) => each.vaccine === row.vaccine && each.number === row.number);
                return (
                  <li key={`${textOf(row.vaccine)} ${textOf(row.number)}`} className="dose">
                    <Tile tone={tone} small>
                      <Icon size={20} />
                    </Tile>
                    <span className="dose-text">
                      <strong>
                        {nameOf(row)} <span className="dose-number">{m.record_dose_number({ number: textOf(row.number) })}</span>
                      </strong>
                      <span className="dose-when">{whenText(state, row, dose)}</span>
                    </span>
                  </li>
                );
              })}
            </Card>
          </Section>
        );
      })}
    </>
  );
}

function whenText(state: string, row: Content, dose: Content | undefined): string {
  const date = (value: unknown) => recordDateText(textOf(value));
  if (state === "given") return dose ? [date(dose.givenOn), dose.place].filter(Boolean).join(" · ") : "";
  if (state === "missed-age") return m.record_dose_past();
  const by = row.dueBy === undefined ? undefined : m.record_dose_by({ date: date(row.dueBy) });
  const from = m.record_dose_from({ date: date(row.dueFrom) });
  return state === "upcoming" ? [from, by].filter(Boolean).join(" · ") : (by ?? from);
}

/** The names of lists that the schedule already says. */
export const SAID_BY_SCHEDULE = new Set([SCHEDULE, "doses"]);

export function hasSchedule(kind: RecordKind, record: Content): boolean {
  return kind.derivation === "immunisation-schedule" && Array.isArray(record[SCHEDULE]);
}

