import { Calculator, Circle, CircleCheck, CircleX, Download, SearchCheck } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { TextField } from "@citizen-cloud/ui/components/field.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import type { Found, Step, StepName, Verification } from "@citizen-cloud/draw-verifier";
import { type Fact, FactList } from "../../account/fact-list.tsx";
import { useMe } from "../../account/me.ts";
import { cityQuery } from "../../api/queries.ts";
import { type Campaign, campaignQuery, drawQuery, ownPartQuery, type Publication } from "../../campaigns/campaigns.ts";
import { reasonText } from "../../campaigns/reason-words.ts";
import { drawAddress, useVerification, type VerificationView } from "../../campaigns/use-verification.ts";
import { countText, exactText, groupedCode, whenText } from "../../campaigns/words.ts";
import { Loaded } from "../../components/loaded.tsx";
import { Part } from "../../components/part.tsx";
import { ScreenHead } from "../../components/screen-head.tsx";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { useNow } from "../../routing/clock.tsx";
import { useHead } from "../../routing/head.tsx";
import { Link } from "../../routing/link.tsx";
import { useAsker, useParam } from "../../routing/place.tsx";
import type { ScreenModule } from "../../routing/routes.ts";
import "../../account/account.css";
import "../../campaigns/campaigns.css";
import "./draw-screen.css";

export const prepare: ScreenModule["prepare"] = (ask, asker, { params }) =>
  Promise.all([
    ask(cityQuery(asker)),
    ask(campaignQuery(asker, params.slug ?? "")),
    // A campaign without a draw has its page all the same, which says so.
    ask(drawQuery(asker, params.slug ?? "")).catch(() => undefined),
  ]);

export function Screen() {
  const slug = useParam("slug");
  const question = useQuery(campaignQuery(useAsker(), slug));
  return <Loaded question={question}>{(campaign) => <Draw campaign={campaign} />}</Loaded>;
}

function Draw({ campaign }: { campaign: Campaign }) {
  const { id, names, draw } = campaign;
  const title = m.campaign_draw_title();
  useHead({ title: `${title} · ${say(names)}`, description: m.campaign_draw_intro() });
  return (
    <div className="screen">
      <ScreenHead
        title={title}
        intro={
          <>
            <Link to={`/campaigns/${id}`}>{say(names)}</Link>
            <br />
            {m.campaign_draw_intro()}
          </>
        }
      />
      {draw ? <Published campaign={campaign} /> : <Notice>{m.campaign_no_draw()}</Notice>}
    </div>
  );
}

function Published({ campaign }: { campaign: Campaign }) {
  const question = useQuery(drawQuery(useAsker(), campaign.id));
  return (
    <div className="campaign-columns">
      <div className="campaign-column">
        <Part>
          <How campaign={campaign} />
        </Part>
        <Loaded question={question}>{(publication) => <Check campaign={campaign} publication={publication} />}</Loaded>
      </div>
      <div className="campaign-column">
        <Loaded question={question}>{(publication) => <WhatIsPublished campaign={campaign} publication={publication} />}</Loaded>
      </div>
    </div>
  );
}

/** In the order in which it happens; what has happened is ticked. */
function How({ campaign }: { campaign: Campaign }) {
  const now = useNow().getTime();
  const state = campaign.draw?.state;
  const committed = campaign.draw?.randomness === "committed";
  const steps = [
    { done: true, text: committed ? m.campaign_how_commit() : m.campaign_how_round() },
    { done: state === "frozen" || state === "drawn", text: m.campaign_how_freeze({ when: whenText(campaign.closesAt, now) }) },
    { done: state === "drawn", text: m.campaign_how_value({ when: whenText(campaign.draw?.at ?? campaign.closesAt, now), source: committed ? m.campaign_value_committed() : m.campaign_value_drand() }) },
    { done: state === "drawn", text: m.campaign_how_draw() },
    { done: state === "drawn", text: m.campaign_how_check() },
  ];
  return (
    <Section id="how" title={m.campaign_how()}>
      <Card as="ol" padded className="draw-steps">
        {steps.map(({ done, text }) => (
          <li key={text} className={done ? "draw-step draw-step-done" : "draw-step"}>
            {done ? <CircleCheck size={22} aria-hidden="true" /> : <Circle size={22} aria-hidden="true" />}
            <span>
              <span className="visually-hidden">{done ? m.campaign_step_done() : m.campaign_step_coming()} </span>
              {text}
            </span>
          </li>
        ))}
      </Card>
    </Section>
  );
}

const NAMES: Record<StepName, () => string> = {
  form: m.campaign_step_form,
  promise: m.campaign_step_promise,
  times: m.campaign_step_times,
  list: m.campaign_step_list,
  count: m.campaign_step_count,
  digest: m.campaign_step_digest,
  root: m.campaign_step_root,
  "random-value": m.campaign_step_value,
  winners: m.campaign_step_winners,
  successors: m.campaign_step_successors,
};

const COMMITMENT = /^[0-9a-f]{64}$/;

function Check({ campaign, publication }: { campaign: Campaign; publication: Publication }) {
  const asker = useAsker();
  const { me } = useMe();
  const own = useQuery({ ...ownPartQuery(asker, campaign.id), enabled: me !== undefined }).data?.entry?.commitment;
  const [given, setGiven] = useState("");
  const [fault, setFault] = useState<string>();
  const { view, verify } = useVerification(asker.city, campaign.id);
  const typed = given.replace(/\s/g, "").toLowerCase();
  const check = () => {
    if (typed !== "" && !COMMITMENT.test(typed)) return setFault(m.campaign_find_fault());
    setFault(undefined);
    verify(publication, [typed || own].filter((each): each is string => each !== undefined));
  };
  return (
    <Section id="check" title={m.campaign_check_draw()} note={m.campaign_check_draw_note()}>
      <Card padded className="draw-check">
        {own && typed === "" ? (
          <p className="campaign-eligible tone-jade">
            <SearchCheck size={22} aria-hidden="true" />
            <span>{m.campaign_find_own()}</span>
          </p>
        ) : null}
        <form
          className="account-form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            check();
          }}
        >
          <TextField id="find" label={m.campaign_find()} optional={m.campaign_optional()} hint={own ? m.campaign_find_other_hint() : m.campaign_find_hint()} error={fault} value={given} onChange={setGiven} autoComplete="off" autoCapitalize="none" spellCheck={false} maxLength={100} />
          <Button type="submit" large disabled={view.at === "running"} aria-busy={view.at === "running"}>
            <Calculator size={20} aria-hidden="true" />
            {view.at === "running" ? m.campaign_calculating() : m.campaign_calculate()}
          </Button>
        </form>
        <noscript>
          <p>{m.campaign_needs_script()}</p>
        </noscript>
        <Outcome view={view} campaign={campaign} looked={typed !== "" || own !== undefined} />
      </Card>
    </Section>
  );
}

function Outcome({ view, campaign, looked }: { view: VerificationView; campaign: Campaign; looked: boolean }) {
  const result = useRef<HTMLDivElement>(null);
  const done = view.at === "done";
  useEffect(() => {
    if (done) result.current?.focus({ preventScroll: true });
  }, [done]);
  switch (view.at) {
    case "idle":
      return null;
    case "running":
      return (
        <div className="draw-running">
          <p role="status">{m.campaign_calculating_text()}</p>
          <svg className="waiting-bar" width="100%" height="10" role="img" aria-label={m.campaign_share({ percent: Math.round(view.share * 100) })}>
            <rect className="waiting-bar-ground" width="100%" height="10" rx="5" />
            <rect className="waiting-bar-done" width={`${Math.max(2, view.share * 100).toFixed(0)}%`} height="10" rx="5" />
          </svg>
        </div>
      );
    case "failed":
      return (
        <Notice kind="warning" live>
          {m.campaign_calculate_failed()}
        </Notice>
      );
    default:
      return (
        <div ref={result} tabIndex={-1} className="draw-result" role="group" aria-label={m.campaign_result_of_check()}>
          <Verdict verification={view.verification} />
          {looked ? <Yourself found={view.verification.found[0]} campaign={campaign} /> : null}
          <ol className="draw-checks">
            {view.verification.steps.map((step) => (
              <CheckedStep key={step.name} step={step} />
            ))}
          </ol>
        </div>
      );
  }
}

function Verdict({ verification: { holds, state } }: { verification: Verification }) {
  if (!holds) return <Notice kind="danger">{m.campaign_holds_not()}</Notice>;
  return <Notice kind="calm">{state === "drawn" ? m.campaign_holds() : state === "frozen" ? m.campaign_holds_frozen() : m.campaign_holds_announced()}</Notice>;
}

function CheckedStep({ step: { name, holds, detail } }: { step: Step }) {
  return (
    <li className={holds === false ? "draw-checked draw-checked-fails" : holds ? "draw-checked draw-checked-holds" : "draw-checked"}>
      {holds === undefined ? <Circle size={22} aria-hidden="true" /> : holds ? <CircleCheck size={22} aria-hidden="true" /> : <CircleX size={22} aria-hidden="true" />}
      <span>
        <strong>
          {NAMES[name]()}
          <span className="visually-hidden">{holds === undefined ? m.campaign_not_yet() : holds ? m.campaign_ok() : m.campaign_not_ok()}</span>
        </strong>
        <span className="draw-detail">{say(detail)}</span>
      </span>
    </li>
  );
}

function Yourself({ found, campaign }: { found: Found | undefined; campaign: Campaign }) {
  if (!found) return <Notice kind="warning">{campaign.draw?.state === "announced" ? m.campaign_found_later() : m.campaign_found_not()}</Notice>;
  const tier = campaign.tiers.find(({ id }) => id === found.tier);
  return (
    <div className="draw-found">
      <p>
        <strong>{m.campaign_found({ line: countText(found.position + 1) })}</strong>
      </p>
      <p>
        {found.reason ? m.campaign_excluded_text({ reason: reasonText(found.reason) }) : m.campaign_found_lots({ count: found.weight })}{" "}
        {found.rank === undefined ? (campaign.draw?.state === "drawn" && !found.reason ? m.campaign_found_not_won() : "") : m.campaign_found_won({ rank: countText(found.rank), tier: tier ? say(tier.names) : "" })}
      </p>
    </div>
  );
}

/** The numbers to compare, and the files to take home. */
function WhatIsPublished({ campaign, publication }: { campaign: Campaign; publication: Publication }) {
  const { city } = useAsker();
  const { randomness, frozen, drawn } = publication;
  const address = drawAddress(city, campaign.id);
  const [origin, setOrigin] = useState("");
  useEffect(() => setOrigin(location.origin), []);
  const facts: Fact[] = [
    [m.campaign_fact_commitment(), code(randomness.commitment)],
    [m.campaign_fact_round(), randomness.round?.toString()],
    [m.campaign_fact_announced(), exactText(randomness.announcedAt)],
    [m.campaign_fact_frozen(), frozen && exactText(frozen.at)],
    [m.campaign_fact_participants(), frozen && m.campaign_fact_participants_text({ people: countText(frozen.participants), lots: countText(frozen.lots) })],
    [m.campaign_fact_excluded(), frozen?.excluded.map(({ reason, count }) => `${reasonText(reason)} ${countText(count)}`).join(m.list_separator())],
    [m.campaign_fact_digest(), code(frozen?.digest)],
    [m.campaign_fact_root(), code(frozen?.root)],
    [m.campaign_fact_seed(), code(randomness.seed)],
    ...(randomness.contributions ?? []).map(({ witness, words }): Fact => [m.campaign_fact_witness({ name: witness }), words]),
    [m.campaign_fact_value(), code(randomness.value)],
    [m.campaign_fact_drawn(), drawn && exactText(drawn.at)],
    [m.campaign_fact_winners(), drawn && countText(drawn.winners)],
  ];
  return (
    <Section id="published" title={m.campaign_published()}>
      <Card padded className="draw-published">
        <FactList facts={facts} />
        <ul className="draw-files">
          <File href={address} name="draw.json" label={m.campaign_file_draw()} />
          {frozen ? <File href={`${address}/participants`} name="participants.txt" label={m.campaign_file_participants()} /> : null}
          {drawn ? <File href={`${address}/winners`} name="winners.txt" label={m.campaign_file_winners()} /> : null}
        </ul>
        <p className="account-small">{m.campaign_own_machine()}</p>
        <p className="draw-command">
          <code>
            citizen-cloud draw verify {origin}
            {address}
          </code>
        </p>
      </Card>
    </Section>
  );
}

/** Digits to compare with others, and to copy whole. */
function code(digits: string | undefined): ReactNode {
  return digits && <span className="commitment-code">{groupedCode(digits)}</span>;
}

function File({ href, name, label }: { href: string; name: string; label: string }) {
  return (
    <li>
      <a href={href} download={name} className="draw-file">
        <Download size={20} aria-hidden="true" />
        <span>{label}</span>
        <code>{name}</code>
      </a>
    </li>
  );
}
