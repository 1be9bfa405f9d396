import { useMutation } from "@tanstack/react-query";
import { Send, Trash2, Undo2 } from "lucide-react";
import { useState } from "react";
import { useLocation } from "wouter";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { discardDraft, sendBackDraft, submitDraft } from "../../api/commands.ts";
import { Problem } from "../../api/problem.ts";
import type { DocumentDetail } from "../../api/types.ts";
import { GatedButton } from "../../components/gated-button.tsx";
import { Modal } from "../../components/modal.tsx";
import { NoteField } from "../../components/note-field.tsx";
import { notify, notifyProblem } from "../../components/toasts.tsx";
import type { DraftSession, DraftState } from "../../editor/draft-session.ts";
import { w } from "../../i18n/room-words.ts";
import { useCity } from "../../staff/staff-context.tsx";
import { listPath } from "./document-room.tsx";

interface DraftActionsProps {
  detail: DocumentDetail;
  session: DraftSession;
  state: DraftState;
  hindrance: string | undefined;
  showFaults(): void;
  reload(): Promise<void>;
}

/** What an editor does with a draft: hand it in, take it back, throw it away. */
export function DraftActions({ detail, session, state, hindrance, showFaults, reload }: DraftActionsProps) {
  const city = useCity();
  const [, navigate] = useLocation();
  const [asking, setAsking] = useState<"submit" | "discard">();
  const { kind, id, draft, retirement } = detail;
  const key = { kind, id };

  const submit = useMutation({
    mutationFn: async () => {
      if (!(await session.flush())) throw session.read().failure;
      await submitDraft(city, key);
    },
    onSuccess: async () => {
      setAsking(undefined);
      notify(w.submitted_done());
      await reload();
    },
    onError: (error) => {
      setAsking(undefined);
      notifyProblem(error);
      if (error instanceof Problem && error.code === "broken-document") setTimeout(showFaults);
    },
  });
  const withdraw = useMutation({
    mutationFn: () => sendBackDraft(city, key),
    onSuccess: async () => {
      notify(w.withdrawn_done());
      await reload();
    },
    onError: notifyProblem,
  });
  const discard = useMutation({
    mutationFn: async () => {
      // A save still under way would make the draft again after it was thrown away.
      await session.flush();
      session.stop();
      await discardDraft(city, key);
    },
    onSuccess: async () => {
      setAsking(undefined);
      notify(w.discarded_done());
      await reload();
      if (detail.version === undefined) navigate(listPath(kind), { replace: true });
    },
    onError: notifyProblem,
  });

  if (retirement) return null;
  if (draft?.state === "submitted") {
    return (
      <GatedButton variant="secondary" hindrance={hindrance} busy={withdraw.isPending} onClick={() => withdraw.mutate()}>
        <Undo2 size={16} aria-hidden="true" />
        {w.withdraw()}
      </GatedButton>
    );
  }
  const nothingYet = state.revision === undefined && state.phase === "clean";
  const askToSubmit = async () => {
    await session.flush();
    if (session.read().findings.length > 0) showFaults();
    else setAsking("submit");
  };
  return (
    <>
      {nothingYet ? null : (
        <GatedButton variant="quiet" hindrance={hindrance} onClick={() => setAsking("discard")}>
          <Trash2 size={16} aria-hidden="true" />
          {w.discard()}
        </GatedButton>
      )}
      <GatedButton hindrance={hindrance ?? (nothingYet ? w.nothing_to_submit() : undefined)} onClick={() => void askToSubmit()}>
        <Send size={16} aria-hidden="true" />
        {w.submit_for_review()}
      </GatedButton>
      <Modal open={asking === "submit"} onOpenChange={(open) => setAsking(open ? "submit" : undefined)} title={w.submit_title()}>
        <p>{w.submit_text()}</p>
        <NoteField label={w.note_why()} value={state.note} onChange={session.changeNote} maxLength={500} />
        <div className="modal-actions">
          <Button variant="secondary" onClick={() => setAsking(undefined)}>
            {w.cancel()}
          </Button>
          <Button disabled={state.note.trim() === "" || submit.isPending} onClick={() => submit.mutate()}>
            {w.submit_for_review()}
          </Button>
        </div>
      </Modal>
      <Modal open={asking === "discard"} onOpenChange={(open) => setAsking(open ? "discard" : undefined)} title={w.discard_title()}>
        <p>{detail.version === undefined ? w.discard_text_new() : w.discard_text()}</p>
        <div className="modal-actions">
          <Button variant="secondary" onClick={() => setAsking(undefined)}>
            {w.cancel()}
          </Button>
          <Button variant="danger" disabled={discard.isPending} onClick={() => discard.mutate()}>
            {w.discard()}
          </Button>
        </div>
      </Modal>
    </>
  );
}
