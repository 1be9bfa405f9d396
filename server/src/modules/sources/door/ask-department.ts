import { type Staff, notAllowed } from "../../identity/index.ts";
import { countAttempt } from "../../../kernel/rate-limit.ts";
import { agreementNeeded, personUnknown } from "../errors.ts";
import type { SourcesParts } from "../parts.ts";
import { findLacking } from "./grounds.ts";
import { requirePurpose } from "./purpose.ts";

/** Whoever has a case knows whose it is; whoever tries names does not. */
const UNKNOWN_BY_HOUR = 30;

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
 * @throws not-allowed, purpose-needed, person-unknown, too-many-requests, and as the door's
 */
export async function askDepartment({ database, directory, door, identity, people, today }: Pick<SourcesParts, "database" | "directory" | "door" | "identity" | "people" | "today">, { city, staff, agreement, kind, fields, service, reference, name, idNumber, purpose }: DepartmentQuestion) {
  const { department } = staff;
  // Whoever works for the whole city works for no department that an agreement could name.
  if (department === undefined) throw notAllowed("Only a department's own staff ask in its name.");
  requirePurpose(purpose, "Say what the record is needed for.");
  requirePurpose(reference, "Give the number of the case.");
  const subject = await identity.people.findByIdNumber(idNumber.toUpperCase());
  const person = subject === undefined ? undefined : await people.find(subject);
  // The number alone must not open anything: it stands on many papers.
  if (subject === undefined || person?.name !== name.trim()) {
    // Without an agreement nobody learns who is known here.
    const lacking = findLacking(directory.findAgreement(city, agreement), { department, service, kind, fields }, today());
    if (lacking) throw agreementNeeded("No agreement between the departments covers this question.", { extensions: { lacking } });
    await countAttempt(database, [{ bucket: `person-unknown:${staff.id}`, limit: UNKNOWN_BY_HOUR, windowSeconds: 3_600 }]);
    throw personUnknown("Nobody of this name and number has proven who they are here: ask the other department directly.");
  }
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
