import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { useQuery } from "@tanstack/react-query";
import { Printer } from "lucide-react";
import { useEffect } from "react";
import { createPortal } from "react-dom";
import type { OfficeKey } from "../../api/queue-commands.ts";
import { placeCodesQuery } from "../../api/queue-queries.ts";
import { Modal } from "../../components/modal.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { w } from "../../i18n/room-words.ts";
import { QrPicture } from "../sign-in/qr-picture.tsx";
import "./ticket-slip.css";

/** What people check in with: the code of this minute, to be shown, and the one of today, to be printed. */
export function PlaceCodesDialog({ place, name, onClose }: { place: OfficeKey; name: string; onClose(): void }) {
  const codes = useQuery(placeCodesQuery(place.city, place.office));
  const { data, refetch } = codes;
  useEffect(() => {
    if (!data) return undefined;
    const timer = setTimeout(() => void refetch(), Math.max(1_000, Date.parse(data.screen.until) - Date.now() + 500));
    return () => clearTimeout(timer);
  }, [data, refetch]);
  return (
    <Modal open onOpenChange={(open) => (open ? undefined : onClose())} title={w.queue_codes()} wide>
      {codes.error ? <ProblemNote error={codes.error} retry={() => void refetch()} /> : null}
      {data ? (
        <div className="panel-columns queue-codes">
          <section className="stack" aria-labelledby="code-screen">
            <h3 id="code-screen">{w.queue_code_screen()}</h3>
            <QrPicture text={data.screen.address} label={w.queue_code_screen()} />
            <p className="queue-code">{data.screen.code}</p>
            <p className="meta">{w.queue_code_screen_text()}</p>
          </section>
          <section className="stack" aria-labelledby="code-day">
            <h3 id="code-day">{w.queue_code_day({ date: data.day.date })}</h3>
            <QrPicture text={data.day.address} label={w.queue_code_day({ date: data.day.date })} />
            <p className="queue-code">{data.day.code}</p>
            <p className="meta">{w.queue_code_day_text()}</p>
            <span className="row">
              <Button variant="secondary" onClick={() => window.print()}>
                <Printer size={16} aria-hidden="true" />
                {w.queue_print_sheet()}
              </Button>
            </span>
          </section>
        </div>
      ) : null}
      {data
        ? createPortal(
            <div className="ticket-slip queue-sheet" aria-hidden="true">
              <p className="queue-sheet-name">{name}</p>
              <p className="queue-sheet-title">到场签到 Check in</p>
              <QrPicture text={data.day.address} label="" />
              <p className="ticket-slip-number">{data.day.code}</p>
              <p>{data.day.date}</p>
            </div>,
            document.body,
          )
        : null}
    </Modal>
  );
}
