import { type Staff, notAllowed } from "../../identity/index.ts";
import { personUnknown } from "../errors.ts";
import type { SourcesParts } from "../parts.ts";

export interface DepartmentQuestion {
  city: string;
  staff: Staff;
  agreement: string;
  kind: string;
  fields: string[];
  /** The item that needs it. */
  service: string;
  /** Number of the case that needs it. */
  reference: string;
  name: string;
  idNumber: string;
  purpose: string;
}

/**
 * One department asks another for a person's record, by an agreement between them. The person reads who asked, for which
 * item and what for.
 * @throws not-allowed, person-unknown, and as the door's
 */
export async function askDepartment({ door, identity, people }: Pick<SourcesParts, "door" | "identity" | "people">, { city, staff, agreement, kind, fields, service, reference, name, idNumber, purpose }: DepartmentQuestion) {
  const { department } = staff;
  // Whoever works for the whole city works for no department that an agreement could name.
  if (department === undefined) throw notAllowed("Only a department's own staff ask in its name.");
  const subject = await identity.people.findByIdNumber(idNumber.toUpperCase());
  const person = subject === undefined ? undefined : await people.find(subject);
  // The number alone must not open anything: it stands on many papers.
  if (subject === undefined || person?.name !== name.trim()) throw personUnknown("Nobody of this name and number has proven who they are here: ask the other department directly.");
  const answer = await door.read({
    city, kind, subject, fields, purpose,
    actor: { kind: "staff", id: staff.id, city: staff.city, department },
    ground: { kind: "agreement", id: agreement, department, service, reference },
  });
  const { state, department: provider, record, obtainedAt, asOf, reason } = answer;
  return {
    state, department: provider,
    ...(record ? { record } : {}),
    ...(obtainedAt ? { obtainedAt: obtainedAt.toISOString() } : {}),
    ...(asOf === undefined ? {} : { asOf }),
    ...(reason === undefined ? {} : { reason }),
  };
}
