import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { type OfficeKey, transfer, type Transfer } from "../../api/queue-commands.ts";
import type { QueueTicket, StaffQueue } from "../../api/types.ts";
import { Modal } from "../../components/modal.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { ChoiceField } from "../../components/text-field.tsx";
import { notify } from "../../components/toasts.tsx";
import { say } from "../../i18n/locale.ts";
import { w } from "../../i18n/room-words.ts";

/** Somebody belongs to another line, or to a colleague: they keep their number and the time they have waited. */
export function TransferDialog({ place, queue, ticket, onClose, onSent }: { place: OfficeKey; queue: StaffQueue; ticket: QueueTicket; onClose(): void; onSent(): void }) {
  const [line, setLine] = useState(ticket.line);
  const [counter, setCounter] = useState("");
  const send = useMutation({
    mutationFn: (to: Transfer) => transfer(place, ticket.id, to),
    onSuccess: () => {
      notify(w.queue_transferred({ number: ticket.number }));
      onSent();
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate({ line, ...(counter === "" ? {} : { counter: Number(counter) }) });
  };
  const counters = queue.counters.filter(({ number, lines }) => lines.includes(line) && number !== ticket.counter);
  return (
    <Modal open onOpenChange={(open) => (open ? undefined : onClose())} title={w.queue_transfer_title({ number: ticket.number })}>
      <form className="stack" onSubmit={submit}>
        {send.error ? <ProblemNote error={send.error} /> : null}
        <ChoiceField
          label={w.queue_line()}
          value={line}
          options={queue.lines.map(({ id, prefix, names }) => ({ value: id, label: `${prefix} · ${say(names)}` }))}
          onChoose={(id) => {
            setLine(id);
            setCounter("");
          }}
        />
        <ChoiceField label={w.queue_to_counter()} value={counter} empty={w.queue_any_counter()} options={counters.map(({ number }) => ({ value: String(number), label: w.queue_counter_number({ number }) }))} onChoose={setCounter} />
        <span className="modal-actions">
          <Button variant="secondary" onClick={onClose}>
            {w.cancel()}
          </Button>
          <Button type="submit" disabled={send.isPending}>
            {w.queue_transfer()}
          </Button>
        </span>
      </form>
    </Modal>
  );
}
