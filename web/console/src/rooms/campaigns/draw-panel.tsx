import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleCheck, CircleDashed, Dices, LoaderCircle, Megaphone, Snowflake } from "lucide-react";
import { type ReactNode, useState } from "react";
import { drawLots, freezeList, type Lots, publishDraw } from "../../api/campaign-commands.ts";
import type { CampaignRules, Wall } from "../../api/types.ts";
import { GatedButton } from "../../components/gated-button.tsx";
import { Modal } from "../../components/modal.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { TextField } from "../../components/text-field.tsx";
import { notify } from "../../components/toasts.tsx";
import { showMoment, showNumber } from "../../i18n/dates.ts";
import { say } from "../../i18n/locale.ts";
import { w } from "../../i18n/room-words.ts";
import { useCity } from "../../staff/staff-context.tsx";
import { FormDialog } from "../people/staff-dialogs.tsx";
import { drawStepName } from "./campaign-words.tsx";

type Draw = NonNullable<Wall["draw"]>;

interface DrawPanelProps {
  rules: CampaignRules;
  draw: Draw;
  /** Nobody registers any more. */
  closed: boolean;
  hindrance: string | undefined;
  exclude: ReactNode;
}

const ORDER: readonly Draw["state"][] = ["announced", "freezing", "frozen", "drawing", "drawn"];

/** Freeze, draw, publish: each does itself at its time, or by hand where witnesses are present. */
export function DrawPanel({ rules, draw, closed, hindrance, exclude }: DrawPanelProps) {
  const city = useCity();
  const queries = useQueryClient();
  const [open, setOpen] = useState<"freeze" | "draw" | "publish">();
  const reached = ORDER.indexOf(draw.state);
  const close = () => {
    setOpen(undefined);
    void queries.invalidateQueries({ queryKey: [city, "campaigns"] });
  };
  const steps = [
    { id: "freeze", done: reached >= 2, busy: draw.state === "freezing", text: w.draw_step_freeze(), detail: draw.participants === undefined ? w.draw_freeze_when() : w.draw_frozen_detail({ count: showNumber(draw.participants) }) },
    { id: "draw", done: reached >= 4, busy: draw.state === "drawing", text: w.draw_step_draw(), detail: draw.winners === undefined ? w.draw_when({ when: showMoment(draw.at) }) : w.draw_drawn_detail({ count: showNumber(draw.winners) }) },
    { id: "publish", done: draw.publishedAt !== undefined, busy: false, text: w.draw_step_publish(), detail: draw.publishedAt ? showMoment(draw.publishedAt) : w.draw_publish_note() },
  ] as const;
  return (
    <section className="panel" aria-labelledby="draw">
      <h2 id="draw">{w.draw_title()}</h2>
      <p className="meta">
        {drawStepName(draw.state)} · {rules.draw?.randomness === "drand" ? w.draw_by_drand() : w.draw_by_seed()}
      </p>
      <ol className="draw-steps">
        {steps.map(({ id, done, busy, text, detail }) => (
          <li key={id} className={done ? "draw-done" : undefined}>
            {done ? <CircleCheck size={18} aria-hidden="true" /> : busy ? <LoaderCircle size={18} aria-hidden="true" /> : <CircleDashed size={18} aria-hidden="true" />}
            <span>
              <strong>{text}</strong>
              <span className="visually-hidden">{done ? w.draw_is_done() : busy ? w.draw_is_running() : w.draw_is_open()}</span>
              <span className="row-sub">{detail}</span>
            </span>
          </li>
        ))}
      </ol>
      {draw.root ? (
        <dl className="facts">
          <dt>{w.draw_root()}</dt>
          <dd>
            <code>{draw.root}</code>
          </dd>
        </dl>
      ) : null}
      {draw.publishedAt ? (
        <dl className="facts">
          <dt>{w.draw_confirmed()}</dt>
          <dd>{showNumber(draw.confirmed)}</dd>
          <dt>{w.draw_returned()}</dt>
          <dd>{showNumber(draw.returned)}</dd>
        </dl>
      ) : null}
      <span className="row">
        {exclude}
        {draw.state === "announced" && closed ? (
          <GatedButton hindrance={hindrance} onClick={() => setOpen("freeze")}>
            <Snowflake size={16} aria-hidden="true" />
            {w.draw_freeze()}
          </GatedButton>
        ) : null}
        {draw.state === "frozen" ? (
          <GatedButton hindrance={hindrance} onClick={() => setOpen("draw")}>
            <Dices size={16} aria-hidden="true" />
            {w.draw_draw()}
          </GatedButton>
        ) : null}
        {draw.state === "drawn" && !draw.publishedAt ? (
          <GatedButton hindrance={hindrance} onClick={() => setOpen("publish")}>
            <Megaphone size={16} aria-hidden="true" />
            {w.draw_publish()}
          </GatedButton>
        ) : null}
      </span>
      {open === "freeze" ? <Sure title={w.draw_freeze()} text={w.draw_freeze_sure()} done={w.draw_freezing_now()} work={() => freezeList(city, rules.id)} onClose={close} /> : null}
      {open === "publish" ? <Sure title={w.draw_publish()} text={w.draw_publish_sure()} done={w.draw_published_now()} work={() => publishDraw(city, rules.id)} onClose={close} /> : null}
      {open === "draw" ? <DrawDialog rules={rules} onClose={close} /> : null}
    </section>
  );
}

/** A step that cannot be taken back, asked for once more. */
function Sure({ title, text, done, work, onClose }: { title: string; text: string; done: string; work(): Promise<unknown>; onClose(): void }) {
  const go = useMutation({
    mutationFn: work,
    onSuccess: () => {
      notify(done);
      onClose();
    },
  });
  return (
    <Modal open title={title} onOpenChange={(open) => (open ? undefined : onClose())}>
      <div className="stack">
        {go.error ? <ProblemNote error={go.error} /> : null}
        <p>{text}</p>
        <div className="modal-actions">
          <Button variant="secondary" onClick={onClose}>
            {w.cancel()}
          </Button>
          <Button disabled={go.isPending} onClick={() => go.mutate()}>
            {title}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

/** What the witnesses said, or drand's signature where this server cannot reach it. */
function DrawDialog({ rules, onClose }: { rules: CampaignRules; onClose(): void }) {
  const city = useCity();
  const byDrand = rules.draw?.randomness === "drand";
  const witnesses = rules.draw?.witnesses ?? [];
  const [words, setWords] = useState<string[]>(() => witnesses.map(() => ""));
  const [round, setRound] = useState(rules.draw?.round === undefined ? "" : String(rules.draw.round));
  const [signature, setSignature] = useState("");
  const go = useMutation({
    mutationFn: (body: Lots) => drawLots(city, rules.id, body),
    onSuccess: () => {
      notify(w.draw_drawing_now());
      onClose();
    },
  });
  const submit = () => {
    if (byDrand) return go.mutate(signature.trim() === "" ? {} : { round: { round: Number(round), signature: signature.trim().toLowerCase() } });
    go.mutate({ contributions: witnesses.map((witness, index) => ({ witness: witness.zh, words: words[index]?.trim() ?? "" })) });
  };
  const lacking = !byDrand && words.some((said) => said.trim() === "");
  return (
    <FormDialog title={w.draw_draw()} submit={w.draw_draw()} error={go.error} busy={go.isPending || lacking} onSubmit={submit} onClose={onClose}>
      <p>{byDrand ? w.draw_drand_note() : w.draw_seed_note()}</p>
      {byDrand ? (
        <>
          <TextField label={w.draw_round()} value={round} onChange={setRound} type="number" min={1} />
          <TextField label={w.optional_label({ label: w.draw_signature() })} hint={w.draw_signature_hint()} value={signature} onChange={setSignature} pattern="[0-9a-fA-F]{96}([0-9a-fA-F]{96})?" maxLength={192} autoComplete="off" spellCheck={false} />
        </>
      ) : (
        witnesses.map((witness, index) => (
          <TextField key={witness.zh} label={w.draw_words_of({ name: say(witness) })} value={words[index] ?? ""} onChange={(said) => setWords(words.map((each, at) => (at === index ? said : each)))} maxLength={200} autoComplete="off" required />
        ))
      )}
    </FormDialog>
  );
}
