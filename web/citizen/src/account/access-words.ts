/** The record's codes in people's words. What has no words yet is shown as it is: better odd than hidden. */
import { m } from "../paraglide/messages.js";

const ACTS: Record<string, () => string> = {
  "account.opened": m.account_act_opened,
  "account.closed": m.account_act_closed,
  "appointment.checked-in": m.account_act_queue_checked_in,
  "queue-ticket.taken": m.account_act_queue_taken,
  "queue-ticket.called": m.account_act_queue_called,
  "queue-ticket.recalled": m.account_act_queue_called,
  "queue-ticket.begun": m.account_act_queue_seen,
  "queue-ticket.seen": m.account_act_queue_seen,
  "queue-ticket.served": m.account_act_queue_ended,
  "queue-ticket.missed": m.account_act_queue_ended,
  "queue-ticket.left": m.account_act_queue_ended,
  "queue-ticket.transferred": m.account_act_queue_changed,
  "queue-ticket.changed": m.account_act_queue_changed,
  "account.locked": m.account_act_locked,
  "session.opened": m.account_act_session_opened,
  "session.ended": m.account_act_session_ended,
  "session.confirmed": m.account_act_confirmed,
  "person.verified": m.account_act_verified,
  "person.read": m.account_act_read,
  "person.exported": m.account_act_exported,
  "profile.changed": m.account_act_profile,
  "access.disputed": m.account_act_disputed,
  "consent.withdrawn": m.account_act_consent_withdrawn,
  "closing.asked": m.account_act_closing,
  "closing.withdrawn": m.account_act_closing_withdrawn,
  "children.listed": m.account_act_children_listed,
  "child.added": m.account_act_child_added,
  "kinship.ended": m.account_act_kinship_ended,
  "passkey.added": m.account_act_passkey_added,
  "passkey.renamed": m.account_act_passkey_renamed,
  "passkey.removed": m.account_act_passkey_removed,
  "password.set": m.account_act_password_set,
  "password.removed": m.account_act_password_removed,
  "totp.added": m.account_act_totp_added,
  "totp.removed": m.account_act_totp_removed,
  "phone.changed": m.account_act_phone_changed,
  "record.looked-up": m.record_act_looked_up,
  "move-request.made": m.record_act_move_made,
  "move-request.answered": m.record_act_move_answered,
  "move-request.cancelled": m.record_act_move_cancelled,
  "move-request.reported": m.record_act_move_reported,
  "proof.made": m.record_act_proof_made,
  "proof.revoked": m.record_act_proof_revoked,
  "proof.checked": m.record_act_proof_checked,
  "campaign-entry.made": m.account_act_campaign_made,
  "campaign-entry.withdrawn": m.account_act_campaign_withdrawn,
  "campaign-award.confirmed": m.account_act_campaign_confirmed,
  "campaign-award.given-back": m.account_act_campaign_given_back,
  "campaign-person.excluded": m.account_act_campaign_excluded,
  "campaign-person.checked": m.account_act_campaign_checked,
  "campaign-person.admitted": m.account_act_campaign_admitted,
};

const RECORD_ACTS: Record<string, (inputs: { name: string; act: string }) => string> = {
  "record.read": m.record_act_read,
  "record.asked": m.record_act_asked,
  "record.refused": m.record_act_refused,
};

/** An act upon a department's record, by the record's name. */
export function recordActText(act: string, name: string): string {
  return (RECORD_ACTS[act] ?? m.record_act_other)({ name, act });
}

export function actText(act: string): string {
  return ACTS[act]?.() ?? m.account_act_other({ act });
}

const FIELDS: Record<string, () => string> = {
  name: m.account_name,
  idNumber: m.account_id_number,
  phone: m.account_phone,
  homeArea: m.account_home_area,
  appointment: m.account_field_appointment,
  arrival: m.account_field_arrival,
  birthDate: m.account_field_birth_date,
  birthRecord: m.account_field_birth_record,
  password: m.account_field_password,
  ownerIdNumber: m.account_id_number,
  place: m.account_field_place,
};

/** Whether it is one of the account's own rather than of a department's record. */
export function isOwnField(field: string): boolean {
  return Object.prototype.hasOwnProperty.call(FIELDS, field);
}

export function fieldText(field: string): string {
  return FIELDS[field]?.() ?? field;
}

const PURPOSES: Record<string, () => string> = {
  "real-name-check": m.account_purpose_real_name,
  "compare-face": m.account_purpose_face,
  "keep-child-profile": m.account_purpose_child,
  "act-for-child": m.account_purpose_act_for_child,
  "copy-of-own-data": m.account_purpose_copy,
  "own-records": m.record_purpose_own,
  proof: m.record_purpose_proof,
  "check-proof": m.record_purpose_check,
  "move-car": m.record_purpose_move,
  "campaign-eligibility": m.account_purpose_campaign,
  "door-check": m.account_purpose_door,
  "sign-in": m.account_purpose_sign_in,
  registration: m.account_purpose_registration,
};

export function purposeText(purpose: string): string {
  return PURPOSES[purpose]?.() ?? purpose;
}

/** The record cites law in Latin letters. */
export function groundText(ground: string): string {
  // A proof or a mandate by its id: it says nothing to people.
  if (/^[0-9a-f]{8}-/.test(ground)) return "";
  const article = /^(PIPL|Civil Code) (\d+)/.exec(ground);
  if (article) return (article[1] === "PIPL" ? m.account_ground_pipl : m.account_ground_civil_code)({ article: article[2] ?? "" });
  return ground === "birth-record" ? m.account_field_birth_record() : ground;
}
