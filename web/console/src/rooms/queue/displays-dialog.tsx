import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { addDisplay, type OfficeKey, removeDisplay } from "../../api/queue-commands.ts";
import { displaysQuery } from "../../api/queue-queries.ts";
import { Modal } from "../../components/modal.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { TextField } from "../../components/text-field.tsx";
import { notifyProblem } from "../../components/toasts.tsx";
import { showMoment } from "../../i18n/dates.ts";
import { w } from "../../i18n/room-words.ts";

/** Screens in the hall. Each has a key of its own, so that one that was taken away can be shut out. */
export function DisplaysDialog({ place, onClose }: { place: OfficeKey; onClose(): void }) {
  const queries = useQueryClient();
  const displays = useQuery(displaysQuery(place.city, place.office));
  const [label, setLabel] = useState("");
  const settle = () => queries.invalidateQueries({ queryKey: displaysQuery(place.city, place.office).queryKey });
  const add = useMutation({ mutationFn: () => addDisplay(place, label.trim()), onSuccess: () => setLabel(""), onSettled: settle });
  const remove = useMutation({ mutationFn: (id: string) => removeDisplay(place, id), onError: notifyProblem, onSettled: settle });
  const send = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <Modal open onOpenChange={(open) => (open ? undefined : onClose())} title={w.queue_displays()}>
      <p>{w.queue_displays_text()}</p>
      {displays.error ? <ProblemNote error={displays.error} retry={() => void displays.refetch()} /> : null}
      <ul className="queue-list">
        {(displays.data?.items ?? []).map(({ id, label: name, seenAt, addedAt }) => (
          <li key={id}>
            <span>
              {name} <span className="meta">{seenAt ? w.queue_display_seen({ time: showMoment(seenAt) }) : w.queue_display_added({ time: showMoment(addedAt) })}</span>
            </span>
            <Button variant="secondary" disabled={remove.isPending} aria-label={`${w.queue_display_remove()} ${name}`} onClick={() => remove.mutate(id)}>
              <Trash2 size={16} aria-hidden="true" />
              {w.queue_display_remove()}
            </Button>
          </li>
        ))}
      </ul>
      {add.data ? (
        <Notice kind="calm" live>
          <p>{w.queue_display_address({ label: add.data.label })}</p>
          <p className="queue-address">
            <code>{add.data.address}</code>
          </p>
          <a href={add.data.address} target="_blank" rel="noreferrer">
            {w.queue_display_open()}
          </a>
        </Notice>
      ) : null}
      <form className="stack" onSubmit={send}>
        {add.error ? <ProblemNote error={add.error} /> : null}
        <TextField label={w.queue_display_label()} value={label} onChange={setLabel} maxLength={60} autoComplete="off" required />
        <span className="row">
          <Button type="submit" disabled={add.isPending}>
            {w.queue_display_add()}
          </Button>
        </span>
      </form>
    </Modal>
  );
}
