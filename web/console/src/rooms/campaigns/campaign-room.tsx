import { useQuery, useQueryClient } from "@tanstack/react-query";
import { CirclePause, CirclePlay, DoorOpen, Gauge, OctagonX, ShieldAlert, ShieldOff, UserRoundX } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Link, useParams } from "wouter";
import { Button, buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { Chip } from "@citizen-cloud/ui/components/tone.tsx";
import { anomaliesQuery, campaignRulesQuery } from "../../api/campaign-queries.ts";
import { isProblem } from "../../api/problem.ts";
import type { CampaignRules, Wall } from "../../api/types.ts";
import { GatedButton } from "../../components/gated-button.tsx";
import { Figures } from "../../components/figures.tsx";
import { PlainTable } from "../../components/plain-table.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { EmptyNote, Room, RoomSkeleton } from "../../components/room.tsx";
import { WayBack } from "../../components/way-back.tsx";
import { showMoment, showNumber, showSecond } from "../../i18n/dates.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../i18n/m.ts";
import { w } from "../../i18n/room-words.ts";
import { useCity, useHindrance, useStaff } from "../../staff/staff-context.tsx";
import { CampaignStateChip, refusalName, stateOf } from "./campaign-words.tsx";
import { DrawPanel } from "./draw-panel.tsx";
import { paceOf } from "./seconds.ts";
import { EndDialog, ExcludeDialog, GuardDialog, PauseDialog, RateDialog } from "./switch-dialogs.tsx";
import { useWall } from "./use-wall.ts";
import { WallChart } from "./wall-chart.tsx";
import "../people/people.css";
import "./campaigns.css";

const PACE_SECONDS = 5;

/** A campaign as it goes, and the switches for when it does not. */
export function CampaignRoom() {
  const { id: slug } = useParams<{ id: string }>();
  const city = useCity();
  const wall = useWall(slug);
  const rules = useQuery(campaignRulesQuery(city, slug));
  const back = <WayBack to="/campaigns">{m.room_campaigns()}</WayBack>;
  if (wall.isPending || rules.isPending) return <RoomSkeleton />;
  if (!wall.data || !rules.data) {
    const error = wall.error ?? rules.error;
    return (
      <Room title={slug} above={back}>
        {isProblem(error, "no-such-campaign") ? (
          <EmptyNote title={m.problem_no_such_campaign()} />
        ) : (
          <ProblemNote
            error={error}
            retry={() => {
              void wall.refetch();
              void rules.refetch();
            }}
          />
        )}
      </Room>
    );
  }
  return <OneCampaign key={slug} rules={rules.data} wall={wall.data} silent={wall.silent} above={back} />;
}

type Switch = "pause" | "rate" | "guard" | "end" | "exclude";

function OneCampaign({ rules, wall, silent, above }: { rules: CampaignRules; wall: Wall; silent: boolean; above: ReactNode }) {
  const { id: slug, names, department, manner, opensAt, closesAt } = rules;
  const city = useCity();
  const queries = useQueryClient();
  const [open, setOpen] = useState<Switch>();
  const { roles } = useStaff();
  const hindranceTo = useHindrance();
  const hindrance = hindranceTo("operator", department.id);
  const keepsDoor = rules.checkedAtDoor && roles.some((role) => (role === "clerk" || role === "operator") && hindranceTo(role, department.id) === undefined);
  const over = wall.ended || (wall.phase !== "announced" && wall.phase !== "open");
  const close = () => {
    setOpen(undefined);
    void queries.invalidateQueries({ queryKey: [city, "campaigns"] });
  };
  return (
    <Room
      title={say(names)}
      above={above}
      lead={`${say(department.names)} · ${manner === "draw" ? w.campaign_by_draw() : w.campaign_by_turn()} · ${w.from_to({ from: showMoment(opensAt), to: showMoment(closesAt) })}`}
      beside={
        <span className="row">
          <code className="meta">{slug}</code>
          <CampaignStateChip state={stateOf(wall)} />
          {wall.guarded && !over ? (
            <Chip tone="sky">
              <ShieldAlert size={12} aria-hidden="true" />
              {w.campaign_guarded()}
            </Chip>
          ) : null}
          {keepsDoor ? (
            <Link href={`/doors/${slug}`} className={buttonClass({ variant: "quiet" })}>
              <DoorOpen size={16} aria-hidden="true" />
              {m.room_doors()}
            </Link>
          ) : null}
        </span>
      }
      actions={
        over ? undefined : (
          <>
            <GatedButton variant="secondary" hindrance={hindrance} onClick={() => setOpen("pause")}>
              {wall.paused ? <CirclePlay size={16} aria-hidden="true" /> : <CirclePause size={16} aria-hidden="true" />}
              {wall.paused ? w.campaign_resume() : w.campaign_pause()}
            </GatedButton>
            <GatedButton variant="secondary" hindrance={hindrance} onClick={() => setOpen("rate")}>
              <Gauge size={16} aria-hidden="true" />
              {w.campaign_rate()}
            </GatedButton>
            <GatedButton variant="secondary" hindrance={hindrance} onClick={() => setOpen("guard")}>
              {wall.guarded ? <ShieldOff size={16} aria-hidden="true" /> : <ShieldAlert size={16} aria-hidden="true" />}
              {wall.guarded ? w.campaign_unguard() : w.campaign_guard()}
            </GatedButton>
            <GatedButton variant="danger" hindrance={hindrance} onClick={() => setOpen("end")}>
              <OctagonX size={16} aria-hidden="true" />
              {w.campaign_end()}
            </GatedButton>
          </>
        )
      }
    >
      {silent ? (
        <Notice kind="warning" live>
          {w.wall_silent({ time: showSecond(new Date(wall.now)) })}
        </Notice>
      ) : null}
      {wall.reason && (wall.paused || wall.ended) ? (
        <Notice kind={wall.ended ? "danger" : "warning"}>
          <strong>{wall.ended ? w.campaign_ended() : w.campaign_paused()}</strong> {say(wall.reason)}
        </Notice>
      ) : null}
      <WallFigures wall={wall} />
      <section className="panel" aria-labelledby="wall-rate">
        <h2 id="wall-rate">{w.wall_two_minutes()}</h2>
        <WallChart wall={wall} />
      </section>
      <div className="panel-columns">
        <Stock rules={rules} wall={wall} />
        <section className="panel" aria-labelledby="wall-refusals">
          <h2 id="wall-refusals">{w.wall_refusals()}</h2>
          {wall.errors.length === 0 ? <p className="meta">{w.wall_refusals_none()}</p> : <PlainTable label={w.wall_refusals()} columns={[w.wall_reason(), w.column_times()]} rows={wall.errors.map(({ code, count }) => [refusalName(code), showNumber(count)])} numbersFrom={1} />}
          <h2>{w.wall_processes()}</h2>
          {wall.processes.length === 0 ? <p className="meta">{w.wall_processes_none()}</p> : <PlainTable label={w.wall_processes()} columns={[w.wall_process(), w.wall_accepted(), w.wall_in_hand(), w.wall_seen()]} rows={wall.processes.map(({ id, accepted, queue, seenAt }) => [<code key={id}>{id}</code>, showNumber(accepted), showNumber(queue), showSecond(new Date(seenAt))])} numbersFrom={1} />}
        </section>
      </div>
      {wall.draw ? (
        <DrawPanel
          rules={rules}
          draw={wall.draw}
          closed={over}
          hindrance={hindrance}
          exclude={
            wall.draw.state === "announced" ? (
              <GatedButton variant="secondary" hindrance={hindrance} onClick={() => setOpen("exclude")}>
                <UserRoundX size={16} aria-hidden="true" />
                {w.campaign_exclude()}
              </GatedButton>
            ) : null
          }
        />
      ) : null}
      <OddFigures slug={slug} />
      {open === "pause" ? <PauseDialog slug={slug} paused={wall.paused} onClose={close} /> : null}
      {open === "rate" ? <RateDialog slug={slug} perSecond={wall.perSecond} onClose={close} /> : null}
      {open === "guard" ? <GuardDialog slug={slug} guarded={wall.guarded} onClose={close} /> : null}
      {open === "end" ? <EndDialog slug={slug} name={say(names)} entries={wall.entries} onClose={close} /> : null}
      {open === "exclude" ? <ExcludeDialog slug={slug} onClose={close} /> : null}
    </Room>
  );
}

/** What one looks at first. Of the pace the last full seconds, so that nothing flickers. */
function WallFigures({ wall }: { wall: Wall }) {
  const pace = paceOf(wall.rates, Date.parse(wall.now), PACE_SECONDS);
  return (
    <Figures
      figures={[
        { name: w.campaign_entries(), value: showNumber(wall.entries), note: wall.withdrawn > 0 ? w.wall_withdrawn({ count: showNumber(wall.withdrawn) }) : undefined },
        { name: w.wall_accepted_rate(), value: w.per_second({ count: showNumber(pace.accepted) }), note: w.wall_let_in({ count: showNumber(wall.perSecond) }) },
        { name: w.wall_queue(), value: showNumber(wall.queue), note: w.wall_joined({ count: showNumber(wall.joined) }) },
        { name: w.wall_p99(), value: pace.p99Ms === undefined ? "—" : w.milliseconds({ count: showNumber(pace.p99Ms) }) },
        { name: w.wall_refused(), value: w.per_second({ count: showNumber(pace.refused) }), note: pace.repeated > 0 ? w.wall_repeated_rate({ count: showNumber(pace.repeated) }) : undefined },
      ]}
    />
  );
}

function Stock({ rules, wall }: { rules: CampaignRules; wall: Wall }) {
  const groupName = (id: string) => {
    const found = rules.groups.find((each) => each.id === id);
    return found ? say(found.names) : w.wall_all_groups();
  };
  const channelName = (id: string) => {
    const found = rules.channels.find((each) => each.id === id);
    return found ? say(found.names) : w.wall_app();
  };
  return (
    <section className="panel" aria-labelledby="wall-stock">
      <h2 id="wall-stock">{w.wall_stock()}</h2>
      <ul className="stock">
        {wall.stock.map(({ group, channel, capacity, taken }) => (
          <li key={`${group} ${channel}`}>
            <span className="stock-name">
              {groupName(group)} · {channelName(channel)}
            </span>
            <span className="stock-figure">{capacity === undefined ? showNumber(taken) : w.wall_of({ taken: showNumber(taken), capacity: showNumber(capacity) })}</span>
            {capacity === undefined ? (
              <span className="meta">{w.wall_no_limit()}</span>
            ) : (
              <svg className="stock-bar" width="100%" height="8" aria-hidden="true">
                <rect className="stock-ground" width="100%" height="8" rx="4" />
                {taken > 0 ? <rect className={taken >= capacity ? "stock-full" : "stock-taken"} width={`${Math.max(1, Math.min(100, (taken / Math.max(1, capacity)) * 100)).toFixed(1)}%`} height="8" rx="4" /> : null}
              </svg>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What looks like touts and scripts: figures only. */
function OddFigures({ slug }: { slug: string }) {
  const anomalies = useQuery(anomaliesQuery(useCity(), slug));
  return (
    <section className="panel" aria-labelledby="wall-odd">
      <h2 id="wall-odd">{w.wall_odd()}</h2>
      <p className="meta">{w.wall_odd_lead()}</p>
      {anomalies.error ? <ProblemNote error={anomalies.error} retry={() => void anomalies.refetch()} /> : null}
      {anomalies.data?.items.length === 0 ? <p>{w.wall_odd_none()}</p> : null}
      {anomalies.data && anomalies.data.items.length > 0 ? (
        <PlainTable
          label={w.wall_odd()}
          columns={[w.wall_what(), w.wall_when(), w.column_times(), w.wall_usual()]}
          rows={anomalies.data.items.map(({ note, at, count, usual }) => [say(note), at ? showMoment(at) : "—", showNumber(count), showNumber(Math.round(usual))])}
          numbersFrom={2}
        />
      ) : null}
      <span className="row">
        <Button variant="secondary" disabled={anomalies.isFetching} onClick={() => void anomalies.refetch()}>
          {w.wall_look_again()}
        </Button>
      </span>
    </section>
  );
}
