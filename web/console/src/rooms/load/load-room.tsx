import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { Chip } from "@citizen-cloud/ui/components/tone.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Gauge } from "lucide-react";
import { type FormEvent, useState } from "react";
import { type LoadSwitch, turnSwitch } from "../../api/load-commands.ts";
import { loadQuery } from "../../api/load-queries.ts";
import type { LoadView } from "../../api/types.ts";
import { Figures } from "../../components/figures.tsx";
import { NoteField } from "../../components/note-field.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { EmptyNote, Room, TableSkeleton } from "../../components/room.tsx";
import { ChoiceField } from "../../components/text-field.tsx";
import { notify } from "../../components/toasts.tsx";
import { showMoment, showNumber } from "../../i18n/dates.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../i18n/m.ts";
import { w } from "../../i18n/room-words.ts";
import { hindranceTo } from "../../staff/permissions.ts";
import { useCity, useStaff } from "../../staff/staff-context.tsx";
import "../people/people.css";
import "../security/security-room.css";

const LEVELS = ["0", "1", "2", "3"] as const;
type LevelText = (typeof LEVELS)[number];
const MINUTES = ["15", "30", "60", "120", "240", "720"] as const;
const NAMES: Record<LevelText, () => string> = { "0": () => w.load_level_0(), "1": () => w.load_level_1(), "2": () => w.load_level_2(), "3": () => w.load_level_3() };
const TONES = ["jade", "gold", "gold", "cinnabar"] as const;
const nameOf = (level: number) => NAMES[LEVELS[level] ?? "0"]();

/** How busy the service is, and the switch by which operators let things rest. */
export function LoadRoom() {
  const city = useCity();
  const staff = useStaff();
  const load = useQuery(loadQuery(city));
  const mayTurn = hindranceTo(staff, "operator") === undefined;
  return (
    <Room title={m.room_load()} lead={w.load_lead()} beside={load.data ? <Chip tone={TONES[load.data.level]}>{nameOf(load.data.level)}</Chip> : undefined}>
      {load.isPending ? <TableSkeleton rows={4} /> : null}
      {load.error ? <ProblemNote error={load.error} retry={() => void load.refetch()} /> : null}
      {load.data ? (
        <>
          <LoadFigures view={load.data} />
          {load.data.hand ? <Hand hand={load.data.hand} mayTurn={mayTurn} /> : null}
          {mayTurn ? <SwitchForm /> : <Notice kind="info">{w.load_operators_only()}</Notice>}
          <History items={load.data.history} />
        </>
      ) : null}
    </Room>
  );
}

function LoadFigures({ view: { load } }: { view: LoadView }) {
  return (
    <Figures
      figures={[
        { name: w.load_by_load(), value: load.automatic ? nameOf(load.level) : w.load_not_automatic() },
        { name: w.load_delay(), value: w.load_milliseconds({ count: showNumber(load.loopDelayMs) }) },
        { name: w.load_wait(), value: w.load_milliseconds({ count: showNumber(load.databaseWaitMs) }) },
      ]}
    />
  );
}

/** Turns the switch, and shows what came of it at once. */
function useSwitch(done: string) {
  const city = useCity();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (said: LoadSwitch) => turnSwitch(said),
    onSuccess: (view) => {
      notify(done);
      queries.setQueryData(loadQuery(city).queryKey, view);
    },
  });
}

function Hand({ hand, mayTurn }: { hand: NonNullable<LoadView["hand"]>; mayTurn: boolean }) {
  const giveBack = useSwitch(w.load_given_back());
  return (
    <Notice kind="warning">
      <p>
        <strong>{w.load_by_hand({ level: nameOf(hand.level) })}</strong> {say(hand.reason)}
      </p>
      <p className="meta">
        {w.from_to({ from: showMoment(hand.since), to: showMoment(hand.until) })}
        {hand.staff ? ` · ${hand.staff}` : ""}
      </p>
      {giveBack.error ? <ProblemNote error={giveBack.error} /> : null}
      {mayTurn ? (
        <Button variant="secondary" disabled={giveBack.isPending} onClick={() => giveBack.mutate({ level: null })}>
          {w.load_give_back()}
        </Button>
      ) : null}
    </Notice>
  );
}

function SwitchForm() {
  const [level, setLevel] = useState<LevelText | "">("");
  const [minutes, setMinutes] = useState<(typeof MINUTES)[number]>("60");
  const [zh, setZh] = useState("");
  const [en, setEn] = useState("");
  const turn = useSwitch(w.load_turned());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (level === "") return;
    turn.mutate({ level: Number(level) as 0 | 1 | 2 | 3, minutes: Number(minutes), reason: { zh: zh.trim(), en: en.trim() } }, { onSuccess: () => setLevel("") });
  };
  return (
    <form className="panel task-form" onSubmit={submit}>
      <h2>{w.load_turn()}</h2>
      <p className="meta">{w.load_turn_hint()}</p>
      {turn.error ? <ProblemNote error={turn.error} /> : null}
      <ChoiceField label={w.load_level()} value={level} empty={w.choose()} required options={LEVELS.map((value) => ({ value, label: NAMES[value]() }))} onChoose={setLevel} />
      <ChoiceField label={w.load_minutes()} value={minutes} options={MINUTES.map((value) => ({ value, label: w.minutes({ count: value }) }))} onChoose={setMinutes} />
      <NoteField label={w.load_reason_zh()} value={zh} maxLength={200} lang="zh-Hans" onChange={setZh} />
      <NoteField label={w.load_reason_en()} value={en} maxLength={400} lang="en" onChange={setEn} />
      <span className="row">
        <Button type="submit" variant="danger" disabled={turn.isPending || level === "" || zh.trim() === "" || en.trim() === ""}>
          <Gauge size={16} aria-hidden="true" />
          {w.load_turn()}
        </Button>
      </span>
    </form>
  );
}

function History({ items }: { items: LoadView["history"] }) {
  return (
    <section className="stack" aria-labelledby="load-history">
      <h2 id="load-history">{w.load_history()}</h2>
      {items.length === 0 ? <EmptyNote title={w.load_history_none()} /> : null}
      <ul className="alarms">
        {items.map(({ began, ended, level, by, reason }) => (
          <li key={`${began} ${by}`} className="alarm">
            <div className="alarm-text">
              <p>
                <strong>{nameOf(level)}</strong> · {by === "load" ? w.load_came_by_load() : w.load_came_by_hand()}
                {reason ? ` · ${say(reason)}` : ""}
              </p>
              <p className="meta">{w.from_to({ from: showMoment(began), to: ended ? showMoment(ended) : w.load_now() })}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
