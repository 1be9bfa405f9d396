/** What an office wants to know of a visit: who comes, where to, what to make ready, its own questions. */
import { useQuery } from "@tanstack/react-query";
import { Tick } from "@citizen-cloud/ui/components/choice.tsx";
import { Disclosure } from "@citizen-cloud/ui/components/disclosure.tsx";
import { TextField } from "@citizen-cloud/ui/components/field.tsx";
import type { Body } from "../account/api.ts";
import { idNumberFault } from "../account/id-number.ts";
import type { Me } from "../account/me.ts";
import { SelectField } from "../account/select-field.tsx";
import { useForm } from "../account/use-form.ts";
import type { Acting } from "../device/acting.ts";
import { say } from "../i18n/locale.ts";
import { m } from "../paraglide/messages.js";
import { type FamilyMember, familyQuery } from "../screens/family/family.tsx";
import { bookingProblemText } from "./booking-problem.ts";
import { needText } from "./need-text.ts";
import type { Calendar, Need } from "./queries.ts";
import "./details-form.css";

type Values = Record<string, string>;
type Sent = Pick<Extract<Body<"post", "/api/v1/me/appointments">, { hold: string }>, "members" | "answers" | "needs" | "address">;

const SELF = "self";
const OTHER = "other";
const LONGEST_NAME = 60;
const LONGEST_ADDRESS = 200;

interface DetailsWanted {
  calendar: Calendar;
  party: number;
  me: Me;
  whose: Acting | undefined;
  /** Under which what was typed is kept in this tab; never names and numbers of others. */
  draft: string;
  /** Fields that the form has besides. */
  more?: Values;
}

export type Details = ReturnType<typeof useDetails>;

export function useDetails({ calendar, party, me, whose, draft, more = {} }: DetailsWanted) {
  const named = calendar.party.named ? Array.from({ length: party }, (_each, index) => index) : [];
  const home = calendar.where === "home";
  const family = useQuery({ ...familyQuery, enabled: named.length > 0 && whose === undefined && me.level > 1 });
  const children = (family.data?.items ?? []).filter(({ role }) => role === "child");
  const kept = [...(home ? ["address"] : []), ...calendar.questions.map(({ id }) => `answer-${id}`), ...calendar.needs.map((need) => `need-${need}`)];
  const initial: Values = Object.fromEntries([...Object.entries(more), ...kept.map((name) => [name, ""]), ...named.flatMap((index) => [[`who-${index}`, index === 0 ? SELF : OTHER], [`name-${index}`, ""], [`id-${index}`, ""]])]);
  const pointers = Object.fromEntries([...calendar.questions.map(({ id }) => [`answer-${id}`, `/answers/${id}`]), ...named.flatMap((index) => [[`who-${index}`, `/members/${index}/person`], [`name-${index}`, `/members/${index}/name`], [`id-${index}`, `/members/${index}/idNumber`]])]);

  const check = (values: Values): Record<string, string | undefined> => ({
    ...(home ? { address: values.address?.trim() === "" ? m.book_address_missing() : undefined } : {}),
    ...Object.fromEntries(calendar.questions.map(({ id, required, pattern }) => [`answer-${id}`, answerFault(values[`answer-${id}`]?.trim() ?? "", required, pattern)])),
    ...Object.fromEntries(
      named.flatMap((index) => {
        const who = values[`who-${index}`];
        if (who !== OTHER) return [[`who-${index}`, named.some((other) => other < index && values[`who-${other}`] === who) ? m.book_member_twice() : undefined]];
        return [
          [`name-${index}`, values[`name-${index}`]?.trim() === "" ? m.book_member_name_missing() : undefined],
          [`id-${index}`, idNumberFault(values[`id-${index}`] ?? "")],
        ];
      }),
    ),
  });

  const form = useForm<Values>({ id: "book", initial, draft: { key: draft, fields: [...Object.keys(more), ...kept] }, pointers, words: bookingProblemText, check });

  /** What is sent; what does not apply is left out. */
  const read = (values: Values): Sent => {
    const answers = Object.fromEntries(calendar.questions.flatMap(({ id }) => (values[`answer-${id}`]?.trim() ? [[id, values[`answer-${id}`]?.trim() ?? ""]] : [])));
    const needs = calendar.needs.filter((need) => values[`need-${need}`] === "1");
    const members = named.map((index) => {
      const who = values[`who-${index}`] ?? OTHER;
      if (who === SELF) return { person: me.person };
      if (who !== OTHER) return { person: who };
      return { name: values[`name-${index}`]?.trim() ?? "", idNumber: values[`id-${index}`]?.trim().toUpperCase() ?? "" };
    });
    return {
      ...(members.length > 0 ? { members } : {}),
      ...(Object.keys(answers).length > 0 ? { answers } : {}),
      ...(needs.length > 0 ? { needs } : {}),
      ...(home ? { address: values.address?.trim() ?? "" } : {}),
    };
  };
  return { form, read, named, children, home, whose };
}

function answerFault(answer: string, required: boolean, pattern: string | undefined): string | undefined {
  if (answer === "") return required ? m.book_answer_missing() : undefined;
  return pattern === undefined || new RegExp(`^(?:${pattern})$`, "u").test(answer) ? undefined : m.book_answer_form();
}

export function DetailFields({ details, calendar }: { details: Details; calendar: Calendar }) {
  const { form, home, named } = details;
  return (
    <>
      {home ? <TextField {...form.bind("address")} label={m.book_address()} hint={m.book_address_hint()} maxLength={LONGEST_ADDRESS} autoComplete="street-address" /> : null}
      {named.map((index) => (
        <MemberFields key={index} index={index} details={details} />
      ))}
      {calendar.questions.map(({ id, names, required, longest }) => (
        <TextField key={id} {...form.bind(`answer-${id}`)} label={say(names)} optional={required ? undefined : m.book_optional()} maxLength={longest} autoComplete="off" />
      ))}
      {calendar.needs.length > 0 ? (
        <Disclosure summary={needsSummary(calendar.needs.filter((need) => form.values[`need-${need}`] === "1"))}>
          <div className="choices" role="group" aria-label={m.book_needs()}>
            {calendar.needs.map((need) => (
              <Tick key={need} checked={form.values[`need-${need}`] === "1"} onChange={(on) => form.set(`need-${need}`, on ? "1" : "")}>
                {needText(need)}
              </Tick>
            ))}
          </div>
        </Disclosure>
      ) : null}
    </>
  );
}

/** Few need it, so it is folded; what was ticked is seen all the same. */
function needsSummary(chosen: readonly Need[]): string {
  return chosen.length === 0 ? `${m.book_needs()}${m.book_optional()}` : m.book_needs_chosen({ needs: chosen.map(needText).join(m.list_separator()) });
}

function MemberFields({ index, details: { form, named, children, whose } }: { index: number; details: Details }) {
  const who = form.values[`who-${index}`] ?? OTHER;
  const options = [{ value: SELF, label: whose ? whose.name : m.book_member_self() }, ...children.map((child) => ({ value: child.person, label: childText(child) })), { value: OTHER, label: m.book_member_other() }];
  return (
    <div className="booking-member">
      <SelectField {...form.bind(`who-${index}`)} label={named.length > 1 ? m.book_member({ n: index + 1 }) : m.book_member_one()} options={options} />
      {who === OTHER ? (
        <>
          <TextField {...form.bind(`name-${index}`)} label={m.book_member_name()} maxLength={LONGEST_NAME} autoComplete="off" />
          <TextField {...form.bind(`id-${index}`)} label={m.book_member_id()} hint={m.book_member_id_hint()} maxLength={18} autoComplete="off" autoCapitalize="characters" spellCheck={false} />
        </>
      ) : null}
    </div>
  );
}

function childText({ name, birthDate }: FamilyMember): string {
  return m.book_member_child({ name: name ?? birthDate ?? "" });
}
