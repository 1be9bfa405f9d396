-- Staff and their sign-ins, first form: who works in the console and with which rights.

create schema identity;
comment on schema identity is 'Persons, accounts and staff';

create table identity.staff (
  id text primary key,
  city text not null,
  name text not null,
  department text,
  roles text[] not null,
  demonstration boolean not null default false
);
comment on table identity.staff is 'People who work in the console';
comment on column identity.staff.id is 'Staff id; not sensitive';
comment on column identity.staff.city is 'The city they work for; not sensitive';
comment on column identity.staff.name is 'Name shown to colleagues; not sensitive';
comment on column identity.staff.department is 'Department key, null for the whole city; not sensitive';
comment on column identity.staff.roles is 'editor, reviewer, operator; not sensitive';
comment on column identity.staff.demonstration is 'Made for the demonstration, never in production; not sensitive';

create table identity.staff_session (
  token_digest text primary key,
  staff text not null references identity.staff on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
comment on table identity.staff_session is 'Sign-ins of staff that have not ended';
comment on column identity.staff_session.token_digest is 'SHA-256 of the cookie''s token: a reader of this table cannot sign in; sensitive';
comment on column identity.staff_session.staff is 'Staff id; not sensitive';
comment on column identity.staff_session.created_at is 'Sign-in; not sensitive';
comment on column identity.staff_session.expires_at is 'End at the latest; not sensitive';

grant usage on schema identity to citizen_app;
grant select, insert, update on identity.staff to citizen_app;
grant select, insert, delete on identity.staff_session to citizen_app;
