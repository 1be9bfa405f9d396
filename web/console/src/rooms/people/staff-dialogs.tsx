import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { addStaff, moveStaff, proposeReset, proposeRoles, removeStaff } from "../../api/people-commands.ts";
import { peopleQuery } from "../../api/people-queries.ts";
import type { Role, StaffRecord } from "../../api/types.ts";
import { Modal } from "../../components/modal.tsx";
import { NoteField } from "../../components/note-field.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { CheckFields, ChoiceField, TextField } from "../../components/text-field.tsx";
import { notify } from "../../components/toasts.tsx";
import { useNames } from "../../documents/names.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../i18n/m.ts";
import { w } from "../../i18n/room-words.ts";
import { roleName, useCity } from "../../staff/staff-context.tsx";

const ROLES: readonly Role[] = ["clerk", "reviewer", "department-head", "editor", "operator", "auditor", "security-officer", "leader", "personnel-officer"];
const LONGEST_REASON = 150;

interface FormDialogProps {
  title: string;
  submit: string;
  error: unknown;
  busy: boolean;
  danger?: boolean;
  onSubmit(): void;
  onClose(): void;
  children: ReactNode;
}

/** A question with fields: Enter answers it. */
export function FormDialog({ title, submit, error, busy, danger = false, onSubmit, onClose, children }: FormDialogProps) {
  const send = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <Modal open title={title} onOpenChange={(open) => (open ? undefined : onClose())}>
      <form className="stack" onSubmit={send}>
        {error ? <ProblemNote error={error} /> : null}
        {children}
        <div className="modal-actions">
          <Button variant="secondary" onClick={onClose}>
            {w.cancel()}
          </Button>
          <Button type="submit" variant={danger ? "danger" : "primary"} disabled={busy}>
            {submit}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function useChange<Change>(work: (change: Change) => Promise<unknown>, done: string, onClose: () => void) {
  const city = useCity();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: work,
    onSuccess: async () => {
      notify(done);
      onClose();
      await queries.invalidateQueries({ queryKey: [city, "people"] });
    },
  });
}

function PlaceFields({ department, division, onDepartment, onDivision }: { department: string; division: string; onDepartment(id: string): void; onDivision(code: string): void }) {
  const names = useNames();
  const choices = (kind: "department" | "division") => names.list(kind).map((each) => ({ value: each.id, label: say(each.names) }));
  return (
    <>
      <ChoiceField label={w.column_department()} value={department} empty={m.all_departments()} options={choices("department")} onChoose={onDepartment} />
      <ChoiceField label={m.kinds_division()} value={division} empty={w.all_divisions()} options={choices("division")} onChoose={onDivision} />
    </>
  );
}

const optional = (name: string, value: string) => (value === "" ? {} : { [name]: value });
const roleOptions = () => ROLES.map((value) => ({ value, label: roleName(value) }));

export function JoinDialog({ onClose, onJoined }: { onClose(): void; onJoined(activationCode: string): void }) {
  const [id, setId] = useState("");
  const [name, setName] = useState("");
  const [phone, setPhone] = useState("");
  const [department, setDepartment] = useState("");
  const [division, setDivision] = useState("");
  const [roles, setRoles] = useState<Role[]>([]);
  const [reason, setReason] = useState("");
  const join = useChange(
    async () => {
      const { activationCode } = await addStaff({ id: id.trim(), name: name.trim(), roles, reason: reason.trim(), ...optional("department", department), ...optional("division", division), ...optional("phone", phone.trim()) });
      if (activationCode !== undefined) onJoined(activationCode);
    },
    w.people_joined(),
    onClose,
  );
  return (
    <FormDialog title={w.people_join()} submit={w.people_join()} error={join.error} busy={join.isPending} onSubmit={() => join.mutate(undefined)} onClose={onClose}>
      <TextField label={w.staff_id()} hint={w.staff_id_hint()} value={id} onChange={setId} pattern="[a-z][a-z0-9\-]{2,59}" autoCapitalize="none" spellCheck={false} required />
      <TextField label={w.column_name()} value={name} onChange={setName} maxLength={60} required />
      <TextField label={w.work_phone()} value={phone} onChange={setPhone} inputMode="tel" maxLength={30} />
      <PlaceFields department={department} division={division} onDepartment={setDepartment} onDivision={setDivision} />
      <CheckFields legend={w.roles_to_propose()} options={roleOptions()} chosen={roles} onChange={setRoles} />
      <NoteField label={w.reason()} value={reason} maxLength={LONGEST_REASON} onChange={setReason} />
    </FormDialog>
  );
}

export function RolesDialog({ person, onClose }: { person: StaffRecord; onClose(): void }) {
  const [roles, setRoles] = useState<Role[]>(person.roles);
  const [reason, setReason] = useState("");
  const propose = useChange(() => proposeRoles(person.id, { roles, reason: reason.trim() }), w.proposal_sent(), onClose);
  return (
    <FormDialog title={w.propose_roles()} submit={w.propose()} error={propose.error} busy={propose.isPending} onSubmit={() => propose.mutate(undefined)} onClose={onClose}>
      <CheckFields legend={w.roles_to_propose()} options={roleOptions()} chosen={roles} onChange={setRoles} />
      <NoteField label={w.reason()} value={reason} maxLength={LONGEST_REASON} onChange={setReason} />
    </FormDialog>
  );
}

export function MoveDialog({ person, onClose }: { person: StaffRecord; onClose(): void }) {
  const [department, setDepartment] = useState(person.department ?? "");
  const [division, setDivision] = useState(person.division ?? "");
  const [roles, setRoles] = useState<Role[]>([]);
  const [reason, setReason] = useState("");
  const move = useChange(() => moveStaff(person.id, { roles, reason: reason.trim(), ...optional("department", department), ...optional("division", division) }), w.people_moved(), onClose);
  return (
    <FormDialog title={w.people_move()} submit={w.people_move()} error={move.error} busy={move.isPending} onSubmit={() => move.mutate(undefined)} onClose={onClose}>
      <p>{w.people_move_text()}</p>
      <PlaceFields department={department} division={division} onDepartment={setDepartment} onDivision={setDivision} />
      <CheckFields legend={w.roles_to_propose()} options={roleOptions()} chosen={roles} onChange={setRoles} />
      <NoteField label={w.reason()} value={reason} maxLength={LONGEST_REASON} onChange={setReason} />
    </FormDialog>
  );
}

export function LeaveDialog({ person, onClose }: { person: StaffRecord; onClose(): void }) {
  const { data } = useQuery(peopleQuery(useCity()));
  const [handOverTo, setHandOverTo] = useState("");
  const [reason, setReason] = useState("");
  const leave = useChange(() => removeStaff(person.id, { reason: reason.trim(), ...optional("handOverTo", handOverTo) }), w.people_gone(), onClose);
  const others = data?.items.filter((each) => each.id !== person.id && each.state === "active") ?? [];
  return (
    <FormDialog title={w.people_leave()} submit={w.people_leave()} danger error={leave.error} busy={leave.isPending} onSubmit={() => leave.mutate(undefined)} onClose={onClose}>
      <p>{w.people_leave_text()}</p>
      <ChoiceField label={w.hand_over_to()} value={handOverTo} empty={w.hand_over_later()} options={others.map((each) => ({ value: each.id, label: each.name }))} onChoose={setHandOverTo} />
      <NoteField label={w.reason()} value={reason} maxLength={LONGEST_REASON} onChange={setReason} />
    </FormDialog>
  );
}

export function ResetDialog({ person, onClose }: { person: StaffRecord; onClose(): void }) {
  const [reason, setReason] = useState("");
  const reset = useChange(() => proposeReset(person.id, { reason: reason.trim() }), w.proposal_sent(), onClose);
  return (
    <FormDialog title={w.propose_reset()} submit={w.propose()} error={reset.error} busy={reset.isPending} onSubmit={() => reset.mutate(undefined)} onClose={onClose}>
      <p>{w.propose_reset_text()}</p>
      <NoteField label={w.reason()} value={reason} maxLength={LONGEST_REASON} onChange={setReason} />
    </FormDialog>
  );
}
