import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { DoorClosed, MonitorPlay, QrCode } from "lucide-react";
import { useState } from "react";
import { closeCounter } from "../../api/queue-commands.ts";
import { counterOfficesQuery, staffQueueQuery } from "../../api/queue-queries.ts";
import type { CounterOffice } from "../../api/types.ts";
import { ProblemNote } from "../../components/problem-note.tsx";
import { EmptyNote, Room, RoomSkeleton, TableSkeleton } from "../../components/room.tsx";
import { notifyProblem } from "../../components/toasts.tsx";
import { say } from "../../i18n/locale.ts";
import { m } from "../../i18n/m.ts";
import { w } from "../../i18n/room-words.ts";
import { useCity } from "../../staff/staff-context.tsx";
import { CurrentVisit } from "./current-visit.tsx";
import { Desk } from "./desk.tsx";
import { DisplaysDialog } from "./displays-dialog.tsx";
import { OpenCounterForm } from "./open-counter-form.tsx";
import { PlaceCodesDialog } from "./place-codes-dialog.tsx";
import { QueueGlance } from "./queue-glance.tsx";
import { useStaffQueue } from "./use-staff-queue.ts";
import { storedWorkPlace } from "./work-place.ts";
import "../people/people.css";
import "./queue-room.css";

/** The queue at an office: whom to call, who stands here, and who comes in at the door. */
export function QueueRoom() {
  const offices = useQuery(counterOfficesQuery(useCity()));
  const [chosen, setChosen] = useState(() => storedWorkPlace().office ?? "");
  if (offices.isPending) return <RoomSkeleton />;
  const items = offices.data?.items ?? [];
  const office = items.find(({ id }) => id === chosen);
  if (!office) {
    return (
      <Room title={m.room_queue()} lead={w.queue_lead()}>
        {offices.error ? <ProblemNote error={offices.error} retry={() => void offices.refetch()} /> : null}
        {offices.data?.total === 0 ? <EmptyNote title={w.queue_no_office()} /> : <OpenCounterForm offices={items} onOffice={setChosen} />}
      </Room>
    );
  }
  return <OfficeQueue key={office.id} office={office} offices={items} onOffice={setChosen} />;
}

type Dialog = "codes" | "displays";

function OfficeQueue({ office, offices, onOffice }: { office: CounterOffice; offices: CounterOffice[]; onOffice(id: string): void }) {
  const city = useCity();
  const queries = useQueryClient();
  const queue = useStaffQueue({ city, office: office.id });
  const [dialog, setDialog] = useState<Dialog>();
  const mine = queue.data?.counters.find((counter) => counter.mine);
  const close = useMutation({
    mutationFn: () => closeCounter({ city, office: office.id }, mine?.number ?? 0),
    onError: notifyProblem,
    onSettled: () => queries.invalidateQueries({ queryKey: staffQueueQuery(city, office.id).queryKey }),
  });
  return (
    <Room
      title={m.room_queue()}
      beside={
        <span className="meta">
          {say(office.names)}
          {mine ? ` · ${w.queue_counter_number({ number: mine.number })}` : ""}
        </span>
      }
      actions={
        <>
          <Button variant="secondary" onClick={() => setDialog("codes")}>
            <QrCode size={16} aria-hidden="true" />
            {w.queue_codes()}
          </Button>
          <Button variant="secondary" onClick={() => setDialog("displays")}>
            <MonitorPlay size={16} aria-hidden="true" />
            {w.queue_displays()}
          </Button>
          {mine ? (
            <Button variant="secondary" disabled={close.isPending} onClick={() => close.mutate()}>
              <DoorClosed size={16} aria-hidden="true" />
              {w.queue_close()}
            </Button>
          ) : null}
        </>
      }
    >
      {queue.isPending ? <TableSkeleton rows={6} /> : null}
      {queue.error && !queue.data ? <ProblemNote error={queue.error} retry={() => void queue.refetch()} /> : null}
      {queue.data ? (
        <div className="queue-columns">
          <div className="stack">
            {mine ? <CurrentVisit place={{ city, office: office.id }} queue={queue.data} counter={mine} /> : <OpenCounterForm offices={offices} office={office} onOffice={onOffice} />}
            <Desk place={{ city, office: office.id }} queue={queue.data} />
          </div>
          <QueueGlance place={{ city, office: office.id }} queue={queue.data} counter={mine?.number} />
        </div>
      ) : null}
      {dialog === "codes" ? <PlaceCodesDialog place={{ city, office: office.id }} name={say(office.names)} onClose={() => setDialog(undefined)} /> : null}
      {dialog === "displays" ? <DisplaysDialog place={{ city, office: office.id }} onClose={() => setDialog(undefined)} /> : null}
    </Room>
  );
}
