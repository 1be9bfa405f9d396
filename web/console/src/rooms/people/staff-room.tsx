import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useParams } from "wouter";
import { staffMemberQuery } from "../../api/people-queries.ts";
import type { Role } from "../../api/types.ts";
import { GatedButton } from "../../components/gated-button.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { Room, RoomSkeleton } from "../../components/room.tsx";
import { WayBack } from "../../components/way-back.tsx";
import { useNames } from "../../documents/names.ts";
import { showMoment } from "../../i18n/dates.ts";
import { m } from "../../i18n/m.ts";
import { findRoomWord, w } from "../../i18n/room-words.ts";
import { roleName, useCity, useHindrance, useStaff, useStaffNames } from "../../staff/staff-context.tsx";
import { RoleChips, StaffState } from "./people-room.tsx";
import { LeaveDialog, MoveDialog, ResetDialog, RolesDialog } from "./staff-dialogs.tsx";
import "./people.css";

type Asking = "roles" | "move" | "leave" | "reset";

/** One member of staff: place, roles, history, and what a personnel officer may do. */
export function StaffRoom() {
  const { id } = useParams<{ id: string }>();
  const me = useStaff();
  const names = useNames();
  const nameOf = useStaffNames();
  const hindrance = useHindrance();
  const member = useQuery(staffMemberQuery(useCity(), id));
  const [asking, setAsking] = useState<Asking>();
  if (member.isPending) return <RoomSkeleton />;
  const back = <WayBack to="/people">{m.room_people()}</WayBack>;
  if (!member.data) {
    return (
      <Room title={id} above={back}>
        <ProblemNote error={member.error} retry={() => void member.refetch()} />
      </Room>
    );
  }
  const person = member.data;
  const mayNot = hindrance("personnel-officer", person.department) ?? (person.id === me.id ? w.own_rights() : undefined);
  const close = () => setAsking(undefined);
  return (
    <Room
      title={person.name}
      above={back}
      beside={<StaffState record={person} />}
      actions={
        person.state === "left" ? undefined : (
          <>
            <GatedButton hindrance={mayNot} onClick={() => setAsking("roles")}>
              {w.propose_roles()}
            </GatedButton>
            <GatedButton variant="secondary" hindrance={mayNot} onClick={() => setAsking("move")}>
              {w.people_move()}
            </GatedButton>
            <GatedButton variant="secondary" hindrance={mayNot} onClick={() => setAsking("reset")}>
              {w.propose_reset()}
            </GatedButton>
            <GatedButton variant="secondary" hindrance={mayNot} onClick={() => setAsking("leave")}>
              {w.people_leave()}
            </GatedButton>
          </>
        )
      }
    >
      <div className="panel-columns">
        <section className="panel">
          <dl className="facts">
            <dt>{w.staff_id()}</dt>
            <dd>
              <code>{person.id}</code>
            </dd>
            <dt>{w.column_department()}</dt>
            <dd>{person.department ? names.of("department", person.department) : m.all_departments()}</dd>
            <dt>{m.kinds_division()}</dt>
            <dd>{person.division ? names.of("division", person.division) : w.all_divisions()}</dd>
            <dt>{w.column_roles()}</dt>
            <dd>
              <RoleChips roles={person.roles} />
            </dd>
            {person.handOverTo === undefined ? null : (
              <>
                <dt>{w.hand_over_to()}</dt>
                <dd>{nameOf(person.handOverTo)}</dd>
              </>
            )}
          </dl>
        </section>
        <section className="panel" aria-labelledby="staff-history">
          <h2 id="staff-history">{w.staff_history()}</h2>
          <ul className="staff-history">
            {person.history.map((change) => (
              <li key={`${change.at} ${change.kind}`}>
                <span>
                  <strong>{findRoomWord(`staff_change_${change.kind.replaceAll("-", "_")}`) ?? change.kind}</strong>
                  {change.roles && change.roles.length > 0 ? `：${change.roles.map((role) => roleName(role as Role)).join(m.list_separator())}` : ""}
                </span>
                <span className="meta">
                  {showMoment(change.at)} · {change.by === "command" ? w.by_command() : nameOf(change.by)}
                  {change.note ? ` · ${change.note}` : ""}
                </span>
              </li>
            ))}
          </ul>
        </section>
      </div>
      {asking === "roles" ? <RolesDialog person={person} onClose={close} /> : null}
      {asking === "move" ? <MoveDialog person={person} onClose={close} /> : null}
      {asking === "leave" ? <LeaveDialog person={person} onClose={close} /> : null}
      {asking === "reset" ? <ResetDialog person={person} onClose={close} /> : null}
    </Room>
  );
}
