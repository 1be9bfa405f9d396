-- What people say about accesses to their data, and what they are answered.

create table identity.dispute (
  id uuid primary key,
  person uuid not null references identity.person,
  entry text not null,
  words bytea,
  state text not null default 'open' check (state in ('open', 'answered')),
  created_at timestamptz not null,
  answer_by timestamptz not null,
  answer bytea,
  answered_by text,
  answered_at timestamptz,
  unique (person, entry)
);
comment on table identity.dispute is 'An access that the person it concerned does not understand or accept';
comment on column identity.dispute.id is 'Dispute id; not sensitive';
comment on column identity.dispute.person is 'Person id; not sensitive';
comment on column identity.dispute.entry is 'Id of the audit entry; not sensitive';
comment on column identity.dispute.words is 'What the person wrote, sealed; sensitive';
comment on column identity.dispute.state is 'open or answered; not sensitive';
comment on column identity.dispute.created_at is 'When; not sensitive';
comment on column identity.dispute.answer_by is 'The answer is due (GB/T 35273, 8.7: thirty days); not sensitive';
comment on column identity.dispute.answer is 'What the security officer answered, sealed; sensitive';
comment on column identity.dispute.answered_by is 'Staff id; not sensitive';
comment on column identity.dispute.answered_at is 'When; not sensitive';
create index dispute_open on identity.dispute (answer_by) where state = 'open';

create index account_closing on identity.account (closes_at) where state = 'closing';
-- Rotations look for what older keys hold.
create index person_key_master_version on identity.person_key (master_version);

grant select, insert, update on identity.dispute to citizen_app;
