import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { type Exclusion, endCampaign, excludePerson, guardCampaign, paceCampaign, pauseCampaign } from "../../api/campaign-commands.ts";
import { Modal } from "../../components/modal.tsx";
import { NoteField } from "../../components/note-field.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { ChoiceField, TextField } from "../../components/text-field.tsx";
import { notify } from "../../components/toasts.tsx";
import { showNumber } from "../../i18n/dates.ts";
import { w } from "../../i18n/room-words.ts";
import { useCity } from "../../staff/staff-context.tsx";
import { FormDialog } from "../people/staff-dialogs.tsx";

const LONGEST = 200;
const LONGEST_ENGLISH = 400;

interface SwitchProps {
  slug: string;
  onClose(): void;
}

interface Reason {
  zh: string;
  en: string;
}

const isSaid = ({ zh, en }: Reason) => zh.trim().length >= 2 && en.trim().length >= 2;

/** What people are told, in both languages. */
function ReasonFields({ reason, onChange }: { reason: Reason; onChange(reason: Reason): void }) {
  return (
    <>
      <NoteField label={w.reason_zh()} value={reason.zh} maxLength={LONGEST} lang="zh" onChange={(zh) => onChange({ ...reason, zh })} />
      <NoteField label={w.reason_en()} value={reason.en} maxLength={LONGEST_ENGLISH} lang="en" onChange={(en) => onChange({ ...reason, en })} />
    </>
  );
}

function useSwitch<Change>(work: (change: Change) => Promise<unknown>, done: string, onClose: () => void) {
  return useMutation({
    mutationFn: work,
    onSuccess: () => {
      notify(done);
      onClose();
    },
  });
}

export function PauseDialog({ slug, paused, onClose }: SwitchProps & { paused: boolean }) {
  const city = useCity();
  const [reason, setReason] = useState<Reason>({ zh: "", en: "" });
  const turn = useSwitch((said: Reason) => pauseCampaign(city, slug, { paused: !paused, reason: said }), paused ? w.campaign_resumed() : w.campaign_paused_now(), onClose);
  return (
    <FormDialog title={paused ? w.campaign_resume() : w.campaign_pause()} submit={paused ? w.campaign_resume() : w.campaign_pause()} error={turn.error} busy={turn.isPending || !isSaid(reason)} onSubmit={() => turn.mutate({ zh: reason.zh.trim(), en: reason.en.trim() })} onClose={onClose}>
      <Notice kind="info">{paused ? w.campaign_resume_note() : w.campaign_pause_note()}</Notice>
      <ReasonFields reason={reason} onChange={setReason} />
    </FormDialog>
  );
}

export function RateDialog({ slug, perSecond, onClose }: SwitchProps & { perSecond: number }) {
  const city = useCity();
  const [rate, setRate] = useState(String(perSecond));
  const [note, setNote] = useState("");
  const turn = useSwitch((wanted: number) => paceCampaign(city, slug, { perSecond: wanted, note: note.trim() }), w.campaign_rate_changed(), onClose);
  return (
    <FormDialog title={w.campaign_rate()} submit={w.change()} error={turn.error} busy={turn.isPending || note.trim().length < 2} onSubmit={() => turn.mutate(Number(rate))} onClose={onClose}>
      <TextField label={w.campaign_rate_label()} hint={w.campaign_rate_hint()} value={rate} onChange={setRate} type="number" min={1} max={50_000} step={1} required />
      <NoteField label={w.reason()} value={note} maxLength={LONGEST} onChange={setNote} />
    </FormDialog>
  );
}

export function GuardDialog({ slug, guarded, onClose }: SwitchProps & { guarded: boolean }) {
  const city = useCity();
  const [note, setNote] = useState("");
  const turn = useSwitch((said: string) => guardCampaign(city, slug, { guarded: !guarded, note: said }), guarded ? w.campaign_unguarded_now() : w.campaign_guarded_now(), onClose);
  return (
    <FormDialog title={guarded ? w.campaign_unguard() : w.campaign_guard()} submit={guarded ? w.campaign_unguard() : w.campaign_guard()} error={turn.error} busy={turn.isPending || note.trim().length < 2} onSubmit={() => turn.mutate(note.trim())} onClose={onClose}>
      <Notice kind="info">{w.campaign_guard_note()}</Notice>
      <NoteField label={w.reason()} value={note} maxLength={LONGEST} onChange={setNote} />
    </FormDialog>
  );
}

/** The kill switch: first why, as people will read it; then the campaign's id, typed. Neither step does it alone. */
export function EndDialog({ slug, name, entries, onClose }: SwitchProps & { name: string; entries: number }) {
  const city = useCity();
  const [step, setStep] = useState<"why" | "sure">("why");
  const [reason, setReason] = useState<Reason>({ zh: "", en: "" });
  const [typed, setTyped] = useState("");
  const end = useSwitch((said: Reason) => endCampaign(city, slug, { reason: said, confirm: slug }), w.campaign_ended_now(), onClose);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (step === "why") setStep("sure");
    else if (typed.trim() === slug) end.mutate({ zh: reason.zh.trim(), en: reason.en.trim() });
  };
  return (
    <Modal open title={w.campaign_end()} onOpenChange={(open) => (open ? undefined : onClose())}>
      <form className="stack" onSubmit={send}>
        <p className="meta">{w.step_of({ step: step === "why" ? 1 : 2, of: 2 })}</p>
        {step === "why" ? (
          <>
            <Notice kind="warning">{w.campaign_end_why()}</Notice>
            <ReasonFields reason={reason} onChange={setReason} />
            <Buttons onCancel={onClose} cancel={w.cancel()}>
              <Button type="submit" disabled={!isSaid(reason)}>
                {w.next_step()}
              </Button>
            </Buttons>
          </>
        ) : (
          <SecondStep>
            {end.error ? <ProblemNote error={end.error} /> : null}
            <Notice kind="danger">{w.campaign_end_sure({ name, count: showNumber(entries) })}</Notice>
            <blockquote className="end-reason">
              <p lang="zh">{reason.zh.trim()}</p>
              <p lang="en">{reason.en.trim()}</p>
            </blockquote>
            <TextField label={w.campaign_end_type({ id: slug })} value={typed} onChange={setTyped} autoComplete="off" autoCapitalize="none" spellCheck={false} maxLength={64} />
            <Buttons onCancel={() => setStep("why")} cancel={w.step_back()}>
              <Button type="submit" variant="danger" disabled={typed.trim() !== slug || end.isPending}>
                {w.campaign_end_do()}
              </Button>
            </Buttons>
          </SecondStep>
        )}
      </form>
    </Modal>
  );
}

/** Takes the focus when it comes, so that it is read from its beginning. */
function SecondStep({ children }: { children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), []);
  return (
    <div ref={box} tabIndex={-1} className="stack end-second">
      {children}
    </div>
  );
}

function Buttons({ cancel, onCancel, children }: { cancel: string; onCancel(): void; children: ReactNode }) {
  return (
    <div className="modal-actions">
      <Button variant="secondary" onClick={onCancel}>
        {cancel}
      </Button>
      {children}
    </div>
  );
}

const EXCLUSIONS: readonly Exclusion["reason"][] = ["not-eligible", "deceased", "false-identity", "organiser", "other-channel"];

/** Before the list is frozen somebody may be taken out of a draw; the published list shows why, and so does their own record. */
export function ExcludeDialog({ slug, onClose }: SwitchProps) {
  const city = useCity();
  const [idNumber, setIdNumber] = useState("");
  const [reason, setReason] = useState<Exclusion["reason"] | "">("");
  const [note, setNote] = useState("");
  const exclude = useSwitch((body: Exclusion) => excludePerson(city, slug, body), w.campaign_excluded_now(), onClose);
  const submit = () => {
    if (reason !== "") exclude.mutate({ idNumber: idNumber.trim(), reason, note: note.trim() });
  };
  return (
    <FormDialog title={w.campaign_exclude()} submit={w.campaign_exclude()} error={exclude.error} busy={exclude.isPending || note.trim().length < 4} danger onSubmit={submit} onClose={onClose}>
      <Notice kind="info">{w.campaign_exclude_note()}</Notice>
      <TextField label={w.field_idNumber()} value={idNumber} onChange={setIdNumber} pattern="[0-9]{17}[0-9Xx]" maxLength={18} autoComplete="off" spellCheck={false} required />
      <ChoiceField label={w.wall_reason()} value={reason} empty={w.choose()} required options={EXCLUSIONS.map((value) => ({ value, label: exclusionName(value) }))} onChoose={setReason} />
      <NoteField label={w.campaign_exclude_rests()} value={note} maxLength={LONGEST} onChange={setNote} />
    </FormDialog>
  );
}

function exclusionName(reason: Exclusion["reason"]): string {
  return { "not-eligible": w.excluded_not_eligible, deceased: w.excluded_deceased, "false-identity": w.excluded_false_identity, organiser: w.excluded_organiser, "other-channel": w.excluded_other_channel }[reason]();
}
