import { createPortal } from "react-dom";
import type { QueueTicket, StaffQueue } from "../../api/types.ts";
import { showMoment } from "../../i18n/dates.ts";
import "./ticket-slip.css";

/** The paper slip, in both languages: whoever gets one may read only one of them. Only the printer sees it. */
export function TicketSlip({ ticket, queue }: { ticket: QueueTicket; queue: StaffQueue }) {
  const line = queue.lines.find(({ id }) => id === ticket.line);
  return createPortal(
    <div className="ticket-slip" aria-hidden="true">
      <p>{queue.office.names.zh}</p>
      <p lang="en">{queue.office.names.en}</p>
      <p className="ticket-slip-number">{ticket.number}</p>
      {line ? (
        <>
          <p>{line.names.zh}</p>
          <p lang="en">{line.names.en}</p>
        </>
      ) : null}
      <p>
        前面 {ticket.ahead ?? 0} 人，约 {ticket.estimateMinutes ?? 0} 分钟
      </p>
      <p lang="en">
        {ticket.ahead ?? 0} ahead, about {ticket.estimateMinutes ?? 0} min
      </p>
      <p>{showMoment(ticket.takenAt)}</p>
    </div>,
    document.body,
  );
}
