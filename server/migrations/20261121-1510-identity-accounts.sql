-- Persons, the accounts they sign in with, and their sign-ins. A person is who somebody is: one for each ID number, with
-- or without an account (a child has none). An account is how somebody signs in: one for each mobile number.

create table identity.person (
  id uuid primary key,
  name bytea,
  id_number bytea,
  id_number_hash bytea unique,
  level smallint not null default 1 check (level between 1 and 3),
  level_ground text,
  verified_at timestamptz,
  created_at timestamptz not null default now(),
  closed_at timestamptz
);
comment on table identity.person is 'Somebody the city knows: one row for each ID number, or for each number whose owner has not proven who they are';
comment on column identity.person.id is 'Person id; not sensitive';
comment on column identity.person.name is 'Name as in the register, sealed; sensitive';
comment on column identity.person.id_number is 'GB 11643 number, sealed; sensitive';
comment on column identity.person.id_number_hash is 'Keyed hash of the number, to find its owner; sensitive';
comment on column identity.person.level is 'Assurance: 1 a mobile number, 2 real name, 3 in person or by certificate; not sensitive';
comment on column identity.person.level_ground is 'How the level was reached; not sensitive';
comment on column identity.person.verified_at is 'When the register last confirmed name and number; not sensitive';
comment on column identity.person.created_at is 'First seen; not sensitive';
comment on column identity.person.closed_at is 'When the person left and the keys were destroyed; not sensitive';

create table identity.person_key (
  person uuid not null references identity.person,
  version smallint not null check (version > 0),
  cipher text not null,
  wrapped bytea not null,
  master_version smallint not null,
  created_at timestamptz not null default now(),
  primary key (person, version)
);
comment on table identity.person_key is 'The keys a person''s fields are sealed with, themselves sealed by the master key; deleting them makes every sealed field unreadable for ever';
comment on column identity.person_key.person is 'Person id; not sensitive';
comment on column identity.person_key.version is 'Counts from 1; the highest seals; not sensitive';
comment on column identity.person_key.cipher is 'Algorithm the key is for; not sensitive';
comment on column identity.person_key.wrapped is 'The key, sealed by the master key; sensitive';
comment on column identity.person_key.master_version is 'Which master key; not sensitive';
comment on column identity.person_key.created_at is 'When it was made; not sensitive';

create table identity.account (
  person uuid primary key references identity.person,
  city text not null,
  phone bytea,
  phone_hash bytea unique,
  password_hash text,
  state text not null default 'active' check (state in ('active', 'locked', 'closing', 'closed')),
  home_area text,
  arrival text check (arrival in ('newcomer', 'student')),
  created_at timestamptz not null default now(),
  closes_at timestamptz
);
comment on table identity.account is 'How a person signs in';
comment on column identity.account.person is 'Person id; not sensitive';
comment on column identity.account.city is 'The city it was opened in; not sensitive';
comment on column identity.account.phone is 'Mobile number, sealed; sensitive';
comment on column identity.account.phone_hash is 'Keyed hash of the number, to find its account; sensitive';
comment on column identity.account.password_hash is 'Argon2id with its parameters and salt; sensitive';
comment on column identity.account.state is 'active, locked by its owner, closing during the cooling-off, or closed; not sensitive';
comment on column identity.account.home_area is 'Division code of the home area; sensitive';
comment on column identity.account.arrival is 'Newcomer or student, for the first week''s path; sensitive';
comment on column identity.account.created_at is 'When it was opened; not sensitive';
comment on column identity.account.closes_at is 'End of the cooling-off; not sensitive';

create table identity.sign_in_code (
  id uuid primary key,
  phone_hash bytea not null,
  phone bytea not null,
  purpose text not null,
  city text not null,
  locale text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  tries smallint not null default 0,
  consumed_at timestamptz
);
comment on table identity.sign_in_code is 'Codes sent by SMS. The six digits are derived from the id and a key, and stored nowhere';
comment on column identity.sign_in_code.id is 'Code id; sensitive';
comment on column identity.sign_in_code.phone_hash is 'Keyed hash of the number it goes to; sensitive';
comment on column identity.sign_in_code.phone is 'The number, sealed with the service key; sensitive';
comment on column identity.sign_in_code.purpose is 'What it opens; not sensitive';
comment on column identity.sign_in_code.city is 'The city that sends it; not sensitive';
comment on column identity.sign_in_code.locale is 'Language of the message; not sensitive';
comment on column identity.sign_in_code.created_at is 'When it was asked for; not sensitive';
comment on column identity.sign_in_code.expires_at is 'End; not sensitive';
comment on column identity.sign_in_code.tries is 'How often digits were compared with it; not sensitive';
comment on column identity.sign_in_code.consumed_at is 'When it was used; not sensitive';
create index sign_in_code_phone on identity.sign_in_code (phone_hash, created_at desc);
create index sign_in_code_expires_at on identity.sign_in_code (expires_at);

create table identity.session (
  id uuid not null unique,
  token_digest bytea primary key,
  person uuid not null references identity.person,
  kind text not null check (kind in ('personal', 'shared')),
  means text[] not null,
  device text not null,
  address text not null,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  confirmed_at timestamptz not null default now()
);
comment on table identity.session is 'Sign-ins that have not ended';
comment on column identity.session.id is 'Session id, by which its owner ends it; not sensitive';
comment on column identity.session.token_digest is 'SHA-256 of the cookie''s token: a reader of this table cannot sign in; sensitive';
comment on column identity.session.person is 'Person id; not sensitive';
comment on column identity.session.kind is 'personal, or shared when the device is a kiosk or a library''s; not sensitive';
comment on column identity.session.means is 'What the person proved with; not sensitive';
comment on column identity.session.device is 'Browser and system in words; sensitive';
comment on column identity.session.address is 'Network address without its last part; sensitive';
comment on column identity.session.created_at is 'Sign-in; not sensitive';
comment on column identity.session.last_seen_at is 'Last request, to a minute; sensitive';
comment on column identity.session.expires_at is 'End at the latest; not sensitive';
comment on column identity.session.confirmed_at is 'When the person last proved to be there, for acts that ask for it; not sensitive';
create index session_person on identity.session (person);
create index session_expires_at on identity.session (expires_at);

create table identity.consent (
  person uuid not null references identity.person,
  purpose text not null,
  version smallint not null,
  given_at timestamptz not null,
  withdrawn_at timestamptz,
  primary key (person, purpose, given_at)
);
comment on table identity.consent is 'What a person agreed to, each purpose by itself (PIPL articles 14, 15 and 29), and when they took it back';
comment on column identity.consent.person is 'Person id; not sensitive';
comment on column identity.consent.purpose is 'What for; sensitive';
comment on column identity.consent.version is 'Which wording they saw; not sensitive';
comment on column identity.consent.given_at is 'When; not sensitive';
comment on column identity.consent.withdrawn_at is 'When it was taken back; not sensitive';

grant select, insert, update on identity.person, identity.account, identity.consent to citizen_app;
grant select, insert, update, delete on identity.person_key, identity.sign_in_code, identity.session to citizen_app;
