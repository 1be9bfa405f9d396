-- Staff with accounts of their own: where they work, how they sign in, who gave them which rights, and rights taken in an emergency.

alter table identity.staff
  add column division text,
  add column state text not null default 'active' check (state in ('invited', 'active', 'left')),
  add column phone bytea,
  add column joined_at timestamptz not null default now(),
  add column left_at timestamptz,
  add column hand_over_to text references identity.staff,
  add check ((state = 'left') = (left_at is not null)),
  add check (state <> 'left' or cardinality(roles) = 0);
comment on column identity.staff.roles is 'Roles in force, each for the city, department and division of this row; not sensitive';
comment on column identity.staff.division is 'Division code, null for every division; not sensitive';
comment on column identity.staff.state is 'invited until the first sign-in, active, or left; an id is never used again; not sensitive';
comment on column identity.staff.phone is 'Work number that alarms go to, sealed with the service key; sensitive';
comment on column identity.staff.joined_at is 'When the account was made; not sensitive';
comment on column identity.staff.left_at is 'When they left; not sensitive';
comment on column identity.staff.hand_over_to is 'Staff id of who takes over the work of somebody who left; not sensitive';
create index staff_city on identity.staff (city);

create table identity.staff_credential (
  staff text primary key references identity.staff,
  password_hash text,
  totp_secret bytea,
  totp_last_step bigint,
  pending_secret bytea,
  activation_digest bytea,
  activation_expires_at timestamptz,
  check ((activation_digest is null) = (activation_expires_at is null))
);
comment on table identity.staff_credential is 'How staff sign in: a password and an authenticator app, both set up with a one-time activation code';
comment on column identity.staff_credential.staff is 'Staff id; not sensitive';
comment on column identity.staff_credential.password_hash is 'Argon2id with its parameters and salt; sensitive';
comment on column identity.staff_credential.totp_secret is 'Secret of the authenticator app, sealed with the service key; sensitive';
comment on column identity.staff_credential.totp_last_step is 'Time step of the last code used: it and earlier ones are not taken again; not sensitive';
comment on column identity.staff_credential.pending_secret is 'Secret shown at the activation but not yet proven, sealed with the service key; sensitive';
comment on column identity.staff_credential.activation_digest is 'SHA-256 of the activation code; sensitive';
comment on column identity.staff_credential.activation_expires_at is 'Until when the activation code is good; not sensitive';

alter table identity.staff_session
  add column id uuid,
  add column last_seen_at timestamptz not null default now(),
  add column means text[] not null default '{}';
comment on column identity.staff_session.id is 'Session id, for the record; not sensitive';
comment on column identity.staff_session.last_seen_at is 'Last request, to a minute: idle sessions end; sensitive';
comment on column identity.staff_session.means is 'What they proved with; not sensitive';
create index staff_session_staff on identity.staff_session (staff);

create table identity.staff_proposal (
  id uuid primary key,
  staff text not null references identity.staff,
  kind text not null check (kind in ('roles', 'activation')),
  roles text[],
  reason text not null,
  proposed_by text not null,
  proposed_at timestamptz not null,
  decision text check (decision in ('approved', 'refused', 'lapsed')),
  decided_by text,
  decided_at timestamptz,
  check ((kind = 'roles') = (roles is not null)),
  check ((decision is null) = (decided_at is null)),
  -- Four eyes, and nobody about herself, whatever a program forgets.
  check (proposed_by <> staff),
  check (decided_by is null or decision = 'lapsed' or decided_by <> staff),
  check (decision is distinct from 'approved' or decided_by <> proposed_by)
);
comment on table identity.staff_proposal is 'What one personnel officer proposes and another approves: roles, or a new way in for who lost theirs';
comment on column identity.staff_proposal.id is 'Proposal id; not sensitive';
comment on column identity.staff_proposal.staff is 'Staff id of whom it is about; not sensitive';
comment on column identity.staff_proposal.kind is 'roles or activation; not sensitive';
comment on column identity.staff_proposal.roles is 'The roles they would have instead of today''s; not sensitive';
comment on column identity.staff_proposal.reason is 'Why, in the proposer''s words; not sensitive';
comment on column identity.staff_proposal.proposed_by is 'Staff id; not sensitive';
comment on column identity.staff_proposal.proposed_at is 'When; not sensitive';
comment on column identity.staff_proposal.decision is 'approved, refused, or lapsed when a move or leave overtook it; not sensitive';
comment on column identity.staff_proposal.decided_by is 'Staff id; not sensitive';
comment on column identity.staff_proposal.decided_at is 'When; not sensitive';
create unique index staff_proposal_open on identity.staff_proposal (staff, kind) where decision is null;

create table identity.staff_change (
  id uuid primary key,
  staff text not null references identity.staff,
  at timestamptz not null,
  kind text not null,
  by_staff text not null,
  city text not null,
  department text,
  division text,
  roles text[],
  note text
);
comment on table identity.staff_change is 'The history of each member of staff: joined, moved, roles, left';
comment on column identity.staff_change.id is 'Change id; not sensitive';
comment on column identity.staff_change.staff is 'Staff id; not sensitive';
comment on column identity.staff_change.at is 'When; not sensitive';
comment on column identity.staff_change.kind is 'joined, activated, moved, roles-proposed, roles-approved, roles-refused, reset-proposed, reset-approved, reset-refused or left; not sensitive';
comment on column identity.staff_change.by_staff is 'Staff id of who did it, or "command" for the operators'' command; not sensitive';
comment on column identity.staff_change.city is 'City after it; not sensitive';
comment on column identity.staff_change.department is 'Department after it; not sensitive';
comment on column identity.staff_change.division is 'Division after it; not sensitive';
comment on column identity.staff_change.roles is 'Roles it was about; not sensitive';
comment on column identity.staff_change.note is 'Why; not sensitive';
create index staff_change_staff on identity.staff_change (staff, at desc);

create table identity.staff_emergency (
  id uuid primary key,
  staff text not null references identity.staff,
  city text not null,
  extra_right text not null check (extra_right in ('whole-city', 'person-search', 'all-person-fields')),
  reason text not null,
  taken_at timestamptz not null,
  ends_at timestamptz not null,
  reviewed_by text,
  reviewed_at timestamptz,
  finding text check (finding in ('justified', 'not-justified')),
  review_words text,
  check (ends_at <= taken_at + interval '60 minutes'),
  check (reviewed_by is null or reviewed_by <> staff),
  check ((finding is null) = (reviewed_at is null))
);
comment on table identity.staff_emergency is 'Rights that somebody took in an emergency, which alarms at once and is reviewed afterwards';
comment on column identity.staff_emergency.id is 'Emergency id; not sensitive';
comment on column identity.staff_emergency.staff is 'Staff id of who took it; not sensitive';
comment on column identity.staff_emergency.city is 'Their city; not sensitive';
comment on column identity.staff_emergency.extra_right is 'Which right beyond their roles; not sensitive';
comment on column identity.staff_emergency.reason is 'Why, in their words; not sensitive';
comment on column identity.staff_emergency.taken_at is 'When; not sensitive';
comment on column identity.staff_emergency.ends_at is 'End, at most an hour later; not sensitive';
comment on column identity.staff_emergency.reviewed_by is 'Staff id of the security officer; not sensitive';
comment on column identity.staff_emergency.reviewed_at is 'When; not sensitive';
comment on column identity.staff_emergency.finding is 'justified or not-justified; not sensitive';
comment on column identity.staff_emergency.review_words is 'What the security officer found; not sensitive';
create index staff_emergency_staff on identity.staff_emergency (staff, ends_at);
create index staff_emergency_city on identity.staff_emergency (city, taken_at desc);

create table identity.in_person_code (
  id uuid primary key,
  person uuid not null unique references identity.person,
  code bytea not null,
  code_hash bytea not null unique,
  expires_at timestamptz not null,
  seen_by text
);
comment on table identity.in_person_code is 'Codes that people show at a counter to be verified in person: one each, good for ten minutes';
comment on column identity.in_person_code.id is 'The verification''s id; not sensitive';
comment on column identity.in_person_code.person is 'Person id; not sensitive';
comment on column identity.in_person_code.code is 'Eight digits, sealed with the service key; sensitive';
comment on column identity.in_person_code.code_hash is 'Keyed hash of the digits, to find it; sensitive';
comment on column identity.in_person_code.expires_at is 'End; not sensitive';
comment on column identity.in_person_code.seen_by is 'Staff id of the clerk who typed it: nobody else confirms it; not sensitive';

-- What auditors ask by: who acted, and when. Times rise as entries are added, so a small index of ranges serves.
create index entry_of_actor on audit.entry (actor, at);
create index entry_at on audit.entry using brin (at);

grant select, insert, update, delete on identity.staff_credential, identity.in_person_code to citizen_app;
grant update on identity.staff_session to citizen_app;
grant select, insert, update on identity.staff_proposal, identity.staff_emergency to citizen_app;
grant select, insert on identity.staff_change to citizen_app;
