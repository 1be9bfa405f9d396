import { useQuery } from "@tanstack/react-query";
import { Link, useLocation } from "wouter";
import { emergenciesQuery } from "../api/people-queries.ts";
import { citiesQuery, draftsQuery, nearDuplicatesQuery, searchMissesQuery } from "../api/queries.ts";
import { manualQuestionsQuery, sourceAlarmsQuery } from "../api/source-queries.ts";
import { say } from "../i18n/locale.ts";
import { m } from "../i18n/m.ts";
import { hasAnyRole } from "../staff/permissions.ts";
import { useCity, useStaff } from "../staff/staff-context.tsx";
import { type Count, roomGroupsFor } from "./rooms.ts";
import "./side-nav.css";

export function SideNav({ onGo }: { onGo?: () => void }) {
  const [location] = useLocation();
  const counts = useCounts();
  const { roles } = useStaff();
  return (
    <nav aria-label={m.nav_label()}>
      <Brand />
      <div className="side-nav-groups">
        {roomGroupsFor(roles).map((group) => (
          <div key={group.label()} className="side-nav-group">
            <h2 className="side-nav-heading">{group.label()}</h2>
            <ul>
              {group.rooms.map(({ path, label, icon: Icon, count }) => {
                const waiting = count === undefined ? 0 : counts[count];
                return (
                  <li key={path}>
                    <Link href={path} className="side-nav-link" aria-current={isIn(location, path) ? "page" : undefined} onClick={onGo}>
                      <Icon size={18} aria-hidden="true" />
                      <span>{label()}</span>
                      {waiting > 0 ? (
                        <span className="side-nav-count">
                          {waiting}
                          <span className="visually-hidden">{m.waiting()}</span>
                        </span>
                      ) : null}
                    </Link>
                  </li>
                );
              })}
            </ul>
          </div>
        ))}
      </div>
    </nav>
  );
}

function Brand() {
  const city = useCity();
  const { data } = useQuery(citiesQuery);
  const found = data?.items.find((each) => each.id === city);
  return (
    <Link href="/catalogue" className="side-nav-brand">
      <span className="side-nav-seal" aria-hidden="true">
        {found?.seal ?? ""}
      </span>
      <span>
        {found ? say(found.appNames) : m.console_name()}
        <small>{m.console_short()}</small>
      </span>
    </Link>
  );
}

function useCounts(): Record<Count, number> {
  const city = useCity();
  const staff = useStaff();
  const watches = hasAnyRole(staff, ["security-officer", "auditor"]);
  const emergencies = useQuery({ ...emergenciesQuery(city), enabled: watches });
  const alarms = useQuery({ ...sourceAlarmsQuery(city), enabled: hasAnyRole(staff, ["operator", "department-head", "auditor", "leader"]) });
  const questions = useQuery({ ...manualQuestionsQuery(city), enabled: hasAnyRole(staff, ["clerk", "department-head"]) });
  const drafts = useQuery(draftsQuery(city));
  const pairs = useQuery(nearDuplicatesQuery(city));
  const misses = useQuery(searchMissesQuery(city));
  return {
    review: drafts.data?.items.filter((each) => each.state === "submitted").length ?? 0,
    "near-duplicates": pairs.data?.items.filter((each) => each.decision === undefined).length ?? 0,
    "search-misses": misses.data?.total ?? 0,
    "source-alarms": alarms.data?.items.filter((each) => each.endedAt === undefined && each.seenBy === undefined).length ?? 0,
    "manual-questions": questions.data?.total ?? 0,
    security: emergencies.data?.items.filter((each) => each.review === undefined).length ?? 0,
  };
}

/** An item's own pages belong to the catalogue's room. */
function isIn(location: string, path: string): boolean {
  if (path === "/catalogue" && location.startsWith("/documents/service")) return true;
  return location === path || location.startsWith(`${path}/`);
}
