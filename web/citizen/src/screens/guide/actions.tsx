import { CalendarCheck, MapPin, Phone, Search } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import type { Kind, ServiceGuide } from "../../api/catalogue.ts";
import { bookingOfServiceQuery, recordOfServiceQuery } from "../../api/queries.ts";
import { m } from "../../paraglide/messages.js";
import { Link } from "../../routing/link.tsx";
import { useAsker } from "../../routing/place.tsx";

/** Where the item is answered at once, when a department's records do that. */
function useRecordPath({ id }: ServiceGuide): string | undefined {
  const { data } = useQuery(recordOfServiceQuery(useAsker(), id));
  if (!data) return undefined;
  return data.subject === "public" ? `/data/${data.kind}` : `/me/data/${data.kind}`;
}

/** Where the item is booked, or registered for when a campaign hands it out. */
function useBookingPath({ id }: ServiceGuide): { to: string; name: string } | undefined {
  const { data } = useQuery(bookingOfServiceQuery(useAsker(), id));
  if (!data) return undefined;
  return data.campaign === undefined ? { to: `/book/${id}`, name: m.online_now_book() } : { to: `/campaigns/${data.campaign}`, name: m.online_now_campaign() };
}

/**
 * What one can do today. Other online handling is still to come, and this says so: a button that only looks as if it
 * worked would cost people a journey.
 */
export function ActionCard({ guide }: { guide: ServiceGuide }) {
  const record = useRecordPath(guide);
  const booking = useBookingPath(guide);
  return (
    <Card as="section" padded className="action-card" aria-labelledby="do-today">
      <h2 id="do-today">{m.do_today()}</h2>
      <MainAction guide={guide} />
      {booking !== undefined && record !== undefined && guide.kind !== "book" ? (
        <Link to={booking.to} className={buttonClass({ variant: "secondary", wide: true })}>
          <CalendarCheck size={18} aria-hidden="true" />
          {booking.name}
        </Link>
      ) : null}
      {(record !== undefined || booking !== undefined) && guide.officeCount > 0 ? (
        <Link to={`/offices?service=${guide.id}`} className={buttonClass({ variant: "secondary", wide: true })}>
          <MapPin size={18} aria-hidden="true" />
          {whereTo(guide.kind)}
        </Link>
      ) : null}
      <a href={`tel:${guide.phones.consult}`} className={buttonClass({ variant: "secondary", wide: true })}>
        <Phone size={18} aria-hidden="true" />
        {m.ask_department({ phone: guide.phones.consult })}
      </a>
      {goesOnline(guide) && !(record !== undefined && guide.kind === "query") && !(booking !== undefined && guide.kind === "book") ? <Notice kind="calm">{onlineLater(guide.kind)}</Notice> : null}
    </Card>
  );
}

/** The same main action within thumb's reach on a phone. */
export function ActionBar({ guide }: { guide: ServiceGuide }) {
  return (
    <div className="action-bar">
      <a href={`tel:${guide.phones.consult}`} className={buttonClass({ variant: "secondary", large: true })}>
        <Phone size={20} aria-hidden="true" />
        {m.call()}
      </a>
      <MainAction guide={guide} />
    </div>
  );
}

function MainAction({ guide }: { guide: ServiceGuide }) {
  const className = buttonClass({ large: true, wide: true });
  const record = useRecordPath(guide);
  const booking = useBookingPath(guide);
  if (booking !== undefined && (guide.kind === "book" || record === undefined)) {
    return (
      <Link to={booking.to} className={className}>
        <CalendarCheck size={20} aria-hidden="true" />
        {booking.name}
      </Link>
    );
  }
  if (record !== undefined) {
    return (
      <Link to={record} className={className}>
        <Search size={20} aria-hidden="true" />
        {m.online_now_query()}
      </Link>
    );
  }
  if (guide.officeCount > 0) {
    return (
      <Link to={`/offices?service=${guide.id}`} className={className}>
        <MapPin size={20} aria-hidden="true" />
        {whereTo(guide.kind)}
      </Link>
    );
  }
  return (
    <a href="tel:12345" className={className}>
      <Phone size={20} aria-hidden="true" />
      {m.call_hotline()}
    </a>
  );
}

function goesOnline({ channels, onlineDepth }: ServiceGuide): boolean {
  return onlineDepth > 1 && (channels.includes("mobile") || channels.includes("pc"));
}

function whereTo(kind: Kind): string {
  return { query: m.where_query, book: m.where_book, handle: m.where_handle, pay: m.where_pay }[kind]();
}

function onlineLater(kind: Kind): string {
  return { query: m.online_later_query, book: m.online_later_book, handle: m.online_later_handle, pay: m.online_later_pay }[kind]();
}
