/** Who may act, for what, up to how much and until when: the same questions for a mandate and for a company's agent. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Choices, Tick } from "@citizen-cloud/ui/components/choice.tsx";
import { DateFields, FieldError, TextField } from "@citizen-cloud/ui/components/field.tsx";
import { Steps } from "@citizen-cloud/ui/components/steps.tsx";
import { topicsQuery } from "../api/queries.ts";
import { say } from "../i18n/locale.ts";
import { m } from "../paraglide/messages.js";
import { useNow } from "../routing/clock.tsx";
import { useNavigator } from "../routing/navigator.tsx";
import { useAsker, useHref, usePlace } from "../routing/place.tsx";
import type { Body } from "./api.ts";
import { FactList } from "./fact-list.tsx";
import { AccountForm } from "./account-form.tsx";
import { daysUntil } from "./terms.ts";
import { StepTitle } from "./step-title.tsx";
import { useForm } from "./use-form.ts";
import { ceilingText, useScopeText } from "./words.ts";

export type Terms = Omit<Body<"post", "/api/v1/me/mandates">, "purpose"> & { purpose: string };

const STEPS = ["who", "what", "until", "check"] as const;
const CEILINGS = ["0", "50000", "500000", "other"] as const;
const LENGTHS = ["30", "180", "365", "date"] as const;

interface TermsFormProps {
  /** Key of the draft. */
  id: string;
  withPurpose: boolean;
  mostDays: number;
  /** The path inside the city that this form stands at. */
  path: string;
  sendLabel: string;
  onSend(terms: Terms): Promise<void>;
}

export function TermsForm({ id, withPurpose, mostDays, path, sendLabel, onSend }: TermsFormProps) {
  const { search } = usePlace();
  const href = useHref();
  const navigator = useNavigator();
  const { data: topics } = useQuery(topicsQuery(useAsker()));
  const scopeText = useScopeText();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const form = useForm({
    id,
    initial: { phone: "", name: "", scope: "topics", topics: "", ceiling: "0", yuan: "", length: "180", year: "", month: "", day: "", date: "", purpose: "" },
    draft: { key: id, fields: ["name", "scope", "ceiling", "yuan", "length", "purpose"] },
  });
  const { values } = form;
  const now = useNow();
  const asked = STEPS.find((each) => each === search.get("step")) ?? "who";
  const step = values.phone === "" ? "who" : asked;
  const go = (wanted: (typeof STEPS)[number]) => void navigator.visit(href(wanted === "who" ? path : `${path}?step=${wanted}`));

  const days = values.length === "date" ? daysUntil(values, now) : Number(values.length);
  const ceilingFen = values.ceiling === "other" ? Math.round(Number(values.yuan.normalize("NFKC")) * 100) : Number(values.ceiling);
  const scope: Terms["scope"] = values.scope === "everything" ? { kind: "everything" } : { kind: "topics", topics: [...chosen] };
  const faults = {
    who: {
      phone: values.phone.replace(/\D/g, "").length < 11 ? m.account_problem_phone() : undefined,
      name: values.name.trim() === "" ? m.account_terms_name_missing() : undefined,
    },
    what: {
      topics: values.scope === "topics" && chosen.length === 0 ? m.account_terms_topics_missing() : undefined,
      yuan: values.ceiling === "other" && !(ceilingFen > 0 && ceilingFen <= 100_000_000) ? m.account_terms_yuan_wrong() : undefined,
      purpose: withPurpose && values.purpose.trim() === "" ? m.account_terms_purpose_missing() : undefined,
    },
    until: { date: days === undefined || days < 1 || days > mostDays ? m.account_terms_date_wrong({ count: Math.floor(mostDays / 365) }) : undefined },
    check: {},
  } as const;
  const proceed = (next: (typeof STEPS)[number]) => {
    const found = Object.fromEntries(Object.entries(faults[step]).filter(([, message]) => message !== undefined));
    if (Object.keys(found).length > 0) form.refuse(found);
    else {
      form.refuse({});
      go(next);
    }
  };
  const send = () =>
    form.submit(async () => {
      await onSend({ phone: values.phone, name: values.name.trim(), scope, paymentCeilingFen: ceilingFen, validDays: days ?? 0, purpose: values.purpose.trim() });
      form.forgetDraft();
    });
  const number = STEPS.indexOf(step) + 1;
  const titles = { who: m.account_terms_who(), what: m.account_terms_what(), until: m.account_terms_until(), check: m.account_terms_check() };

  return (
    <AccountForm
      form={form}
      narrow
      above={
        <>
          <Steps step={number} of={STEPS.length} label={m.account_step_of({ step: number, of: STEPS.length })} />
          <StepTitle key={step}>{titles[step]}</StepTitle>
        </>
      }
      onSend={() => {
        if (step === "check") void send();
        else proceed(STEPS[number] ?? "check");
      }}
    >
      {step === "who" ? (
        <>
          <TextField {...form.bind("phone")} label={m.account_terms_phone()} hint={m.account_terms_phone_hint()} type="tel" inputMode="tel" autoComplete="off" className="text-input-long" maxLength={20} required />
          <TextField {...form.bind("name")} label={m.account_terms_name()} hint={m.account_terms_name_hint()} autoComplete="off" maxLength={100} required />
        </>
      ) : null}
      {step === "what" ? (
        <>
          <Choices
            legend={m.account_terms_scope()}
            name={`${id}-scope`}
            value={values.scope}
            options={[
              { value: "topics", label: m.account_scope_topics(), note: m.account_scope_topics_note() },
              { value: "everything", label: m.account_scope_everything(), note: m.account_scope_everything_note() },
            ]}
            onChoose={(value) => form.set("scope", value)}
          />
          {values.scope === "topics" ? (
            <fieldset className="choices topic-ticks" id={`${id}-topics`} tabIndex={-1}>
              <legend>{m.account_terms_topics()}</legend>
              <FieldError id={`${id}-topics`} error={form.bind("topics").error} />
              {topics?.items.map((topic) => (
                <Tick key={topic.id} checked={chosen.includes(topic.id)} onChange={(on) => {
                    setChosen(on ? [...chosen, topic.id] : chosen.filter((each) => each !== topic.id));
                    form.set("topics", "");
                  }}>
                  {say(topic.names)}
                </Tick>
              ))}
            </fieldset>
          ) : null}
          <Choices
            legend={m.account_terms_ceiling()}
            name={`${id}-ceiling`}
            value={values.ceiling}
            options={CEILINGS.map((value) => ({ value, label: value === "other" ? m.account_ceiling_other() : ceilingText(Number(value)) }))}
            onChoose={(value) => form.set("ceiling", value)}
          />
          {values.ceiling === "other" ? <TextField {...form.bind("yuan")} label={m.account_terms_yuan()} inputMode="decimal" autoComplete="off" maxLength={10} /> : null}
          {withPurpose ? <TextField {...form.bind("purpose")} label={m.account_terms_purpose()} hint={m.account_terms_purpose_hint()} autoComplete="off" maxLength={100} required /> : null}
        </>
      ) : null}
      {step === "until" ? (
        <>
          <Choices
            legend={m.account_terms_length()}
            name={`${id}-length`}
            value={values.length}
            options={LENGTHS.map((value) => ({ value, label: { "30": m.account_length_month(), "180": m.account_length_half(), "365": m.account_length_year(), date: m.account_length_date() }[value] }))}
            onChoose={(value) => form.set("length", value)}
          />
          {values.length === "date" ? (
            <DateFields
              id={`${id}-date`}
              legend={m.account_terms_last_day()}
              error={form.bind("date").error}
              labels={{ year: m.account_year(), month: m.account_month(), day: m.account_day() }}
              value={{ year: values.year, month: values.month, day: values.day }}
              onChange={({ year, month, day }) => {
                form.set("year", year);
                form.set("month", month);
                form.set("day", day);
                form.set("date", "");
              }}
            />
          ) : null}
        </>
      ) : null}
      {step === "check" ? (
        <>
          <Card padded>
            <FactList
              facts={[
                [m.account_terms_who(), `${values.name} · ${values.phone}`],
                [m.account_terms_scope(), scopeText(scope)],
                [m.account_terms_ceiling(), ceilingText(ceilingFen)],
                [m.account_terms_length(), m.account_days({ count: days ?? 0 })],
                [m.account_terms_purpose(), withPurpose ? values.purpose : undefined],
              ]}
            />
          </Card>
          <p className="account-small">{m.account_terms_promise()}</p>
        </>
      ) : null}
      <Button type="submit" large wide disabled={form.busy} aria-busy={form.busy}>
        {step === "check" ? sendLabel : m.account_next()}
      </Button>
    </AccountForm>
  );
}
