import { useMutation, useQuery } from "@tanstack/react-query";
import { RotateCcw } from "lucide-react";
import { useState } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { rollBack } from "../../api/commands.ts";
import { versionQuery } from "../../api/queries.ts";
import type { DocumentDetail, HistoryEntry } from "../../api/types.ts";
import { GatedButton } from "../../components/gated-button.tsx";
import { Modal } from "../../components/modal.tsx";
import { NoteField } from "../../components/note-field.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { EmptyNote, TableSkeleton } from "../../components/room.tsx";
import { notify, notifyProblem } from "../../components/toasts.tsx";
import type { JsonObject } from "../../documents/json.ts";
import { showMoment } from "../../i18n/dates.ts";
import { m } from "../../i18n/m.ts";
import { w } from "../../i18n/room-words.ts";
import { DifferenceView } from "../../review/difference-view.tsx";
import { departmentOf } from "../../staff/permissions.ts";
import { useCity, useHindrance, useStaffNames } from "../../staff/staff-context.tsx";
import "./history-view.css";

/** Who published what, when and why; any two versions side by side; back to an earlier one. */
export function HistoryView({ detail, reload }: { detail: DocumentDetail; reload(): Promise<void> }) {
  const { history, version: current, retirement } = detail;
  const hindrance = useHindrance();
  const nameOf = useStaffNames();
  const [older, setOlder] = useState(history[1]?.version ?? history[0]?.version ?? 1);
  const [newer, setNewer] = useState(history[0]?.version ?? 1);
  const [returningTo, setReturningTo] = useState<number>();
  if (history.length === 0) return <EmptyNote title={w.no_history()} />;
  const mayNot = hindrance("reviewer", departmentOf(detail.kind, detail.body));

  return (
    <div className="history">
      <ol className="history-list">
        {history.map((entry) => (
          <li key={entry.version} className="history-entry" data-current={entry.version === current ? "" : undefined}>
            <div className="history-head">
              <strong>v{entry.version}</strong>
              <span>{originName(entry)}</span>
              {entry.version === current && !retirement ? <span className="history-now">{w.version_now()}</span> : null}
            </div>
            <p className="meta">
              {showMoment(entry.publishedAt)}
              {entry.origin === "import" ? "" : ` · ${w.written_by({ name: nameOf(entry.author) })}`}
              {entry.reviewer ? ` · ${w.reviewed_by({ name: nameOf(entry.reviewer) })}` : ""}
            </p>
            {entry.note ? <p className="history-note">{entry.note}</p> : null}
            <div className="row">
              <label className="history-pick">
                <input type="radio" name="older" checked={older === entry.version} onChange={() => setOlder(entry.version)} />
                {w.compare_from()}
              </label>
              <label className="history-pick">
                <input type="radio" name="newer" checked={newer === entry.version} onChange={() => setNewer(entry.version)} />
                {w.compare_to()}
              </label>
              {entry.version === current ? null : (
                <GatedButton variant="quiet" hindrance={mayNot} onClick={() => setReturningTo(entry.version)}>
                  <RotateCcw size={14} aria-hidden="true" />
                  {w.roll_back()}
                </GatedButton>
              )}
            </div>
          </li>
        ))}
      </ol>
      <section className="history-compare" aria-labelledby="compare-title">
        <h2 id="compare-title">{w.compare_title({ older, newer })}</h2>
        <Comparison detail={detail} older={older} newer={newer} />
      </section>
      {returningTo === undefined ? null : <RollBackDialog detail={detail} version={returningTo} onClose={() => setReturningTo(undefined)} reload={reload} />}
    </div>
  );
}

function originName({ origin }: HistoryEntry): string {
  const names: Record<HistoryEntry["origin"], () => string> = { import: m.origin_import, review: w.origin_review, "roll-back": w.origin_roll_back };
  return names[origin]();
}

function Comparison({ detail, older, newer }: { detail: DocumentDetail; older: number; newer: number }) {
  const city = useCity();
  const before = useQuery(versionQuery(city, detail, older));
  const after = useQuery(versionQuery(city, detail, newer));
  const error = before.error ?? after.error;
  if (error) return <ProblemNote error={error} />;
  if (!before.data || !after.data) return <TableSkeleton rows={4} />;
  return <DifferenceView kind={detail.kind} before={before.data.body as JsonObject} after={after.data.body as JsonObject} />;
}

function RollBackDialog({ detail, version, onClose, reload }: { detail: DocumentDetail; version: number; onClose(): void; reload(): Promise<void> }) {
  const city = useCity();
  const [note, setNote] = useState("");
  const back = useMutation({
    mutationFn: () => rollBack(city, detail, { version, note: note.trim() }),
    onSuccess: async (published) => {
      onClose();
      notify(w.rolled_back_done({ from: version, version: published.version }));
      await reload();
    },
    onError: notifyProblem,
  });
  return (
    <Modal open onOpenChange={(open) => (open ? undefined : onClose())} title={w.roll_back_title({ version })}>
      <p>{w.roll_back_text()}</p>
      <NoteField label={w.reason()} value={note} maxLength={500} onChange={setNote} />
      <div className="modal-actions">
        <Button variant="secondary" onClick={onClose}>
          {w.cancel()}
        </Button>
        <Button disabled={note.trim() === "" || back.isPending} onClick={() => back.mutate()}>
          {w.roll_back()}
        </Button>
      </div>
    </Modal>
  );
}
