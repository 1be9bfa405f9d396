import { CalendarClock } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import type { City, ServiceGuide } from "../../api/catalogue.ts";
import { calendarQuery } from "../../api/queries.ts";
import { dateText, durationText, promisedText, visitsText } from "../../i18n/service-words.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { useNow } from "../../routing/clock.tsx";
import { useAsker } from "../../routing/place.tsx";
import { cityTime } from "../offices/opening.ts";
import { promisedBy, roughWorkingDays } from "./working-days.ts";

/** What one wants to know first, at a glance. */
export function Facts({ city, guide }: { city: City; guide: ServiceGuide }) {
  const { fee, visits, onlineDepth, result } = guide;
  return (
    <Card>
      <dl className="facts">
        <TimeLimit city={city} limits={guide.limits} />
        <Fact name={m.fact_visits()} note={visits.reason ? say(visits.reason) : undefined}>
          {visitsText(visits.count)}
        </Fact>
        <Fact name={m.fact_fee()} note={fee.charged && fee.onlinePayment ? m.fee_online() : undefined}>
          {fee.charged ? (fee.lines?.[0] ? say(fee.lines[0].standard) : m.fee_charged()) : m.fee_none()}
        </Fact>
        <Fact name={m.fact_online()}>
          <DepthMeter depth={onlineDepth} />
          {depthName(onlineDepth)}
        </Fact>
        <Fact name={m.fact_result()} note={result.delivery.map(deliveryName).join(m.list_separator())}>
          {say(result.name)}
        </Fact>
      </dl>
    </Card>
  );
}

function Fact({ name, note, children }: { name: string; note?: string; children: ReactNode }) {
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd>
        {children}
        {note ? <span className="fact-note">{note}</span> : null}
      </dd>
    </div>
  );
}

function TimeLimit({ city, limits }: { city: City; limits: ServiceGuide["limits"] }) {
  const { promised, statutory, note } = limits;
  return (
    <div className="fact fact-wide">
      <dt>{m.fact_time()}</dt>
      <dd>
        <span className="limit-value">{promisedText(promised)}</span>
        {statutory ? (
          <>
            <LimitBars promised={promised === "immediate" ? 0 : roughWorkingDays(promised)} statutory={roughWorkingDays(statutory)} />
            <span className="fact-note">{m.limit_statutory({ duration: durationText(statutory) })}</span>
          </>
        ) : null}
        {note ? <span className="fact-note">{say(note)}</span> : null}
        <PromisedDay city={city} limits={limits} />
      </dd>
    </div>
  );
}

const BAR = { width: 300, height: 10 };
const SHORTEST_BAR = 6;

/** The promise beside what the law would allow; the figures stand in words above and below. */
function LimitBars({ promised, statutory }: { promised: number; statutory: number }) {
  const width = Math.max(SHORTEST_BAR, Math.min(1, promised / statutory) * BAR.width);
  return (
    <svg className="limit-bars" viewBox={`0 0 ${BAR.width} ${BAR.height}`} preserveAspectRatio="none" aria-hidden="true">
      <rect className="limit-bar-statutory" width={BAR.width} height={BAR.height} rx={BAR.height / 2} />
      <rect className="limit-bar-promised" width={width} height={BAR.height} rx={BAR.height / 2} />
    </svg>
  );
}

/** "If you apply today": counted in the city's working days, and only when the city's calendar is known. */
function PromisedDay({ city, limits: { promised } }: { city: City; limits: ServiceGuide["limits"] }) {
  const { data: calendar } = useQuery(calendarQuery(useAsker()));
  const today = cityTime(useNow(), city.timeZone).date;
  if (promised === "immediate" || !calendar) return null;
  const day = promisedBy(today, promised, calendar);
  if (!day) return null;
  const provisional = calendar.provisionalFrom !== undefined && day >= calendar.provisionalFrom;
  const text = dateText(new Date(`${day}T12:00:00Z`), "UTC", { weekday: "short" });
  return (
    <span className="limit-by">
      <CalendarClock size={20} aria-hidden="true" />
      <span>
        {m.limit_if_today({ date: text })}
        {provisional ? <span className="fact-note">{m.limit_provisional()}</span> : null}
      </span>
    </span>
  );
}

const DEPTHS = [1, 2, 3, 4];

function DepthMeter({ depth }: { depth: number }) {
  return (
    <svg className="depth-meter" viewBox="0 0 104 8" aria-hidden="true">
      {DEPTHS.map((step) => (
        <rect key={step} className={step <= depth ? "depth-on" : "depth-off"} x={(step - 1) * 27} width="23" height="8" rx="4" />
      ))}
    </svg>
  );
}

function depthName(depth: number): string {
  return ({ 1: m.depth_information, 2: m.depth_forms, 3: m.depth_apply, 4: m.depth_whole }[depth] ?? m.depth_information)();
}

function deliveryName(way: ServiceGuide["result"]["delivery"][number]): string {
  return { online: m.delivery_online, window: m.delivery_window, courier: m.delivery_courier }[way]();
}
