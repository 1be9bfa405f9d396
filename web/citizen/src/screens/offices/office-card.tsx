import { Clock, MapPin, Navigation, Phone, TrainFront } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { classNames } from "@citizen-cloud/ui/components/class-names.ts";
import { Chip } from "@citizen-cloud/ui/components/tone.tsx";
import type { City, Office, OfficeAccess, Weekday } from "../../api/catalogue.ts";
import { calendarQuery } from "../../api/queries.ts";
import { distanceText, mapAddress } from "../../components/place-words.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { useNow } from "../../routing/clock.tsx";
import { useAsker } from "../../routing/place.tsx";
import { cityTime, hoursRows, openState } from "./opening.ts";
import "./offices.css";

interface OfficeCardProps {
  office: Office;
  city: City;
  /** Its number on the plan. */
  number?: number;
  lit?: boolean;
  /** The level that follows the heading above the list. */
  heading?: "h2" | "h3";
}

export function OfficeCard({ office, city, number, lit = false, heading: Heading = "h3" }: OfficeCardProps) {
  return (
    <div id={`office-${office.id}`} className={classNames("office-card", lit && "office-card-lit")}>
      <Heading className="office-name">
        {number === undefined ? null : <span className="office-number">{number}</span>}
        {say(office.names)}
      </Heading>
      <p className="office-line screen-only">
        <Clock size={18} aria-hidden="true" />
        <OpenNow office={office} city={city} />
      </p>
      <p className="office-line">
        <MapPin size={18} aria-hidden="true" />
        <span>
          {say(office.address)}
          {office.distanceMetres === undefined ? "" : ` · ${distanceText(office.distanceMetres)}`}
        </span>
      </p>
      {office.transit ? (
        <p className="office-line">
          <TrainFront size={18} aria-hidden="true" />
          {say(office.transit)}
        </p>
      ) : null}
      <Hours office={office} />
      {office.access.length > 0 ? (
        <p className="office-access">
          {office.access.map((access) => (
            <Chip key={access}>{accessName(access)}</Chip>
          ))}
        </p>
      ) : null}
      <div className="office-actions screen-only">
        <a href={`tel:${office.phone}`} className={buttonClass({ variant: "secondary" })}>
          <Phone size={18} aria-hidden="true" />
          {office.phone}
        </a>
        <a href={mapAddress(office)} className={buttonClass({ variant: "secondary" })} rel="noreferrer">
          <Navigation size={18} aria-hidden="true" />
          {m.office_route()}
        </a>
      </div>
    </div>
  );
}

function OpenNow({ office, city }: { office: Office; city: City }) {
  const { data: calendar } = useQuery(calendarQuery(useAsker()));
  const open = openState(office.hours, cityTime(useNow(), city.timeZone), calendar);
  if (open.state === "open") return <span className="office-state-open">{m.office_open({ until: open.until })}</span>;
  if (open.state === "opens") return <span className="office-state-later">{m.office_opens({ at: open.at })}</span>;
  if (open.state === "holiday") return <span className="office-state-later">{m.office_holiday({ name: say(open.name) })}</span>;
  return <span className="office-state-closed">{open.state === "day-off" ? m.office_closed_today() : m.office_closed()}</span>;
}

function Hours({ office: { hours } }: { office: Office }) {
  return (
    <details className="office-hours">
      <summary>{m.office_hours()}</summary>
      <dl>
        {hoursRows(hours).map(({ first, last, spans }) => (
          <div key={first} className="office-line">
            <dt>{first === last ? say(WEEKDAY_NAMES[first]) : m.weekday_range({ first: say(WEEKDAY_NAMES[first]), last: say(WEEKDAY_NAMES[last]) })}</dt>
            <dd>{spans.length > 0 ? spans.join(", ") : m.office_day_off()}</dd>
          </div>
        ))}
      </dl>
      {hours.note ? <p className="office-line">{say(hours.note)}</p> : null}
    </details>
  );
}

/** Written out: asking `Intl` for these few words holds a weak phone for a fifth of a second. */
const WEEKDAY_NAMES: Record<Weekday, { zh: string; en: string }> = {
  monday: { zh: "周一", en: "Mon" },
  tuesday: { zh: "周二", en: "Tue" },
  wednesday: { zh: "周三", en: "Wed" },
  thursday: { zh: "周四", en: "Thu" },
  friday: { zh: "周五", en: "Fri" },
  saturday: { zh: "周六", en: "Sat" },
  sunday: { zh: "周日", en: "Sun" },
};

function accessName(access: OfficeAccess): string {
  return {
    "step-free": m.access_step_free, lift: m.access_lift, "accessible-toilet": m.access_toilet, "sign-language": m.access_sign_language,
    "elder-lane": m.access_elder_lane, "nursing-room": m.access_nursing_room, "self-service": m.access_self_service, parking: m.access_parking,
  }[access]();
}
