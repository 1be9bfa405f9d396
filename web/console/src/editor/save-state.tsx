import { CloudAlert, CloudCheck, CloudUpload } from "lucide-react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { showTime } from "../i18n/dates.ts";
import { m } from "../i18n/m.ts";
import { w } from "../i18n/room-words.ts";
import type { DraftState } from "./draft-session.ts";
import "./save-state.css";

/** Whether what stands on the screen is safe. */
export function SaveState({ state, onRetry }: { state: DraftState; onRetry(): void }) {
  return (
    <span className="save-state" role="status">
      {state.phase === "failed" ? (
        <>
          <CloudAlert size={16} aria-hidden="true" className="save-state-failed" />
          <strong className="save-state-failed">{w.save_failed()}</strong>
          <Button variant="quiet" onClick={onRetry}>
            {m.try_again()}
          </Button>
        </>
      ) : null}
      {state.phase === "dirty" || state.phase === "saving" ? (
        <>
          <CloudUpload size={16} aria-hidden="true" />
          {w.saving()}
        </>
      ) : null}
      {state.phase === "clean" && state.savedAt ? (
        <>
          <CloudCheck size={16} aria-hidden="true" />
          {w.saved_at({ time: showTime(state.savedAt) })}
        </>
      ) : null}
    </span>
  );
}
