import { useQuery } from "@tanstack/react-query";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { documentQuery } from "../api/queries.ts";
import type { DocumentKey } from "../api/types.ts";
import { Modal } from "../components/modal.tsx";
import { ProblemNote } from "../components/problem-note.tsx";
import { TableSkeleton } from "../components/room.tsx";
import type { JsonObject } from "../documents/json.ts";
import { w } from "../i18n/room-words.ts";
import { DifferenceView } from "../review/difference-view.tsx";
import { useCity } from "../staff/staff-context.tsx";

interface ConflictDialogProps {
  document: DocumentKey;
  mine: JsonObject;
  onKeepMine(theirRevision: number): void;
  onTakeTheirs(): void;
}

/** Two people wrote at once: both texts are shown before one of them is given up. */
export function ConflictDialog({ document, mine, onKeepMine, onTakeTheirs }: ConflictDialogProps) {
  const theirs = useQuery({ ...documentQuery(useCity(), document), staleTime: 0, gcTime: 0, refetchOnMount: "always" });
  const draft = theirs.isFetchedAfterMount ? theirs.data?.draft : undefined;
  return (
    <Modal open wide dismissible={false} title={w.conflict_title()} onOpenChange={() => {}}>
      <p>{w.conflict_text()}</p>
      {theirs.error ? <ProblemNote error={theirs.error} retry={() => void theirs.refetch()} /> : null}
      {theirs.isFetching ? <TableSkeleton rows={4} /> : null}
      {draft ? <DifferenceView kind={document.kind} before={draft.body as JsonObject} after={mine} /> : null}
      <div className="modal-actions">
        <Button variant="secondary" onClick={onTakeTheirs}>
          {w.conflict_take_theirs()}
        </Button>
        <Button disabled={!draft} onClick={() => (draft ? onKeepMine(draft.revision) : undefined)}>
          {w.conflict_keep_mine()}
        </Button>
      </div>
    </Modal>
  );
}
