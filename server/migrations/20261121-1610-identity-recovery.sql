-- Getting back into an account without its telephone: two proofs, a wait, and word to the owner.

create table identity.recovery (
  id uuid primary key,
  secret_digest bytea not null,
  state text not null default 'open' check (state in ('open', 'waiting', 'done', 'stopped', 'ended')),
  new_phone bytea not null,
  number_proven boolean not null default false,
  person uuid references identity.person,
  proofs text[] not null default '{}',
  tries smallint not null default 0,
  stop_code bytea,
  stop_digest bytea unique,
  city text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  waits_until timestamptz,
  reminded_at timestamptz,
  ended_at timestamptz
);
comment on table identity.recovery is 'Attempts to get back into an account with a new number';
comment on column identity.recovery.id is 'Recovery id; not sensitive';
comment on column identity.recovery.secret_digest is 'SHA-256 of what whoever began it keeps, to go on with; sensitive';
comment on column identity.recovery.state is 'open while proofs are given, waiting while the owner can stop it, done, stopped by the owner, ended for another reason; not sensitive';
comment on column identity.recovery.new_phone is 'Number the account is to have, sealed with the service key; sensitive';
comment on column identity.recovery.number_proven is 'Whether the code sent to it was typed; not sensitive';
comment on column identity.recovery.person is 'Whose account, from the first proof on; not sensitive';
comment on column identity.recovery.proofs is 'Which proofs were given; not sensitive';
comment on column identity.recovery.tries is 'Proofs tried, right or wrong; not sensitive';
comment on column identity.recovery.stop_code is 'What the owner stops it with, sealed with the service key; sensitive';
comment on column identity.recovery.stop_digest is 'SHA-256 of it, to find the recovery; sensitive';
comment on column identity.recovery.city is 'City it was begun in; not sensitive';
comment on column identity.recovery.created_at is 'Begin; not sensitive';
comment on column identity.recovery.expires_at is 'Until when proofs are taken; not sensitive';
comment on column identity.recovery.waits_until is 'End of the wait; not sensitive';
comment on column identity.recovery.reminded_at is 'When the owner was told again; not sensitive';
comment on column identity.recovery.ended_at is 'When it was done, stopped or ended; not sensitive';
-- Of several waiting at once the owner could overlook one.
create unique index recovery_waiting on identity.recovery (person) where state = 'waiting';
create index recovery_waits_until on identity.recovery (waits_until) where state = 'waiting';
create index recovery_expires_at on identity.recovery (expires_at);

create table identity.recovery_voucher (
  id uuid primary key,
  person uuid not null references identity.person,
  code_digest bytea not null unique,
  staff text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  consumed_at timestamptz
);
comment on table identity.recovery_voucher is 'A clerk''s word that a person stood before them, as a code the person types in their recovery';
comment on column identity.recovery_voucher.id is 'Voucher id; not sensitive';
comment on column identity.recovery_voucher.person is 'Person id; not sensitive';
comment on column identity.recovery_voucher.code_digest is 'SHA-256 of the code; sensitive';
comment on column identity.recovery_voucher.staff is 'Staff id of the clerk; not sensitive';
comment on column identity.recovery_voucher.created_at is 'When it was given; not sensitive';
comment on column identity.recovery_voucher.expires_at is 'End; not sensitive';
comment on column identity.recovery_voucher.consumed_at is 'When it was used; not sensitive';

grant select, insert, update, delete on identity.recovery, identity.recovery_voucher to citizen_app;
