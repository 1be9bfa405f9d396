-- More ways to sign in: an authenticator app, passkeys, a code scanned with a telephone that is signed in already.

create table identity.totp (
  person uuid primary key references identity.person,
  secret bytea,
  last_step bigint,
  active_since timestamptz,
  pending bytea,
  pending_until timestamptz
);
comment on table identity.totp is 'Authenticator apps (RFC 6238). A new secret takes the place of the old one when one of its codes was typed';
comment on column identity.totp.person is 'Person id; not sensitive';
comment on column identity.totp.secret is 'Secret in use, sealed; sensitive';
comment on column identity.totp.last_step is 'Time step of the last code used: it and earlier ones are not taken again; not sensitive';
comment on column identity.totp.active_since is 'When the secret came into use; not sensitive';
comment on column identity.totp.pending is 'Secret shown but not yet proven, sealed; sensitive';
comment on column identity.totp.pending_until is 'Until when it may be proven; not sensitive';

create table identity.passkey (
  id uuid primary key,
  person uuid not null references identity.person,
  credential_id bytea not null unique,
  user_handle bytea not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  synced boolean not null,
  name bytea not null,
  created_at timestamptz not null,
  last_used_at timestamptz
);
comment on table identity.passkey is 'Passkeys (W3C WebAuthn): the public halves of keys that stay on people''s devices';
comment on column identity.passkey.id is 'Passkey id, by which its owner names or removes it; not sensitive';
comment on column identity.passkey.person is 'Person id; not sensitive';
comment on column identity.passkey.credential_id is 'The name the device has for it; sensitive';
comment on column identity.passkey.user_handle is 'Random name that the device has for the person; says nothing about them; sensitive';
comment on column identity.passkey.public_key is 'Public key, COSE; not sensitive';
comment on column identity.passkey.counter is 'How often the device says it was used, 0 when it does not count; a step back is a copy; not sensitive';
comment on column identity.passkey.transports is 'How browsers reach it: internal, hybrid, usb; not sensitive';
comment on column identity.passkey.synced is 'Whether the owner''s devices share it; not sensitive';
comment on column identity.passkey.name is 'What its owner calls it, sealed; sensitive';
comment on column identity.passkey.created_at is 'When it was added; not sensitive';
comment on column identity.passkey.last_used_at is 'When it was last used; sensitive';
create index passkey_person on identity.passkey (person);

create table identity.passkey_challenge (
  id uuid primary key,
  purpose text not null check (purpose in ('sign-in', 'registration', 'confirmation', 'recovery')),
  challenge bytea not null,
  bound_to uuid,
  user_handle bytea,
  expires_at timestamptz not null
);
comment on table identity.passkey_challenge is 'Random values that a passkey has to sign; each is deleted by whoever uses it';
comment on column identity.passkey_challenge.id is 'Challenge id; not sensitive';
comment on column identity.passkey_challenge.purpose is 'What the signature serves for; not sensitive';
comment on column identity.passkey_challenge.challenge is 'The value to sign; sensitive';
comment on column identity.passkey_challenge.bound_to is 'The session or recovery it was made for, null at sign-in; not sensitive';
comment on column identity.passkey_challenge.user_handle is 'At registration the random name the device gets for the person; sensitive';
comment on column identity.passkey_challenge.expires_at is 'End; not sensitive';
create index passkey_challenge_expires_at on identity.passkey_challenge (expires_at);

create table identity.scan (
  id uuid primary key,
  code_digest bytea not null unique,
  secret_digest bytea not null,
  state text not null default 'waiting' check (state in ('waiting', 'seen', 'approved', 'refused', 'redeemed')),
  kind text not null check (kind in ('personal', 'shared')),
  device text not null,
  address text not null,
  person uuid references identity.person,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
comment on table identity.scan is 'Codes shown on a kiosk or desktop, to be scanned with a telephone that is signed in';
comment on column identity.scan.id is 'Scan id; not sensitive';
comment on column identity.scan.code_digest is 'SHA-256 of what the shown code holds; sensitive';
comment on column identity.scan.secret_digest is 'SHA-256 of what the device that shows it keeps to itself, and redeems with; sensitive';
comment on column identity.scan.state is 'waiting, seen, approved, refused or redeemed; not sensitive';
comment on column identity.scan.kind is 'personal, or shared when the device is a kiosk or a library''s; not sensitive';
comment on column identity.scan.device is 'Browser and system that show it, in words; sensitive';
comment on column identity.scan.address is 'Their network address without its last part; sensitive';
comment on column identity.scan.person is 'Who scanned it first: nobody else may answer; not sensitive';
comment on column identity.scan.created_at is 'When it was shown; not sensitive';
comment on column identity.scan.expires_at is 'End; not sensitive';
create index scan_expires_at on identity.scan (expires_at);
create index scan_person on identity.scan (person) where person is not null;

create table identity.notice (
  id uuid primary key,
  person uuid not null references identity.person,
  kind text not null,
  phone bytea not null,
  recovery uuid,
  created_at timestamptz not null
);
comment on table identity.notice is 'Messages that tell somebody of a change to their account; the text is made when they are sent';
comment on column identity.notice.id is 'Notice id; not sensitive';
comment on column identity.notice.person is 'Person id; not sensitive';
comment on column identity.notice.kind is 'What changed; sensitive';
comment on column identity.notice.phone is 'The number told, which may no longer be the account''s, sealed; sensitive';
comment on column identity.notice.recovery is 'The recovery it tells of; not sensitive';
comment on column identity.notice.created_at is 'When it happened; not sensitive';
create index notice_created_at on identity.notice (created_at);

grant select, insert, update, delete on identity.totp, identity.passkey, identity.scan to citizen_app;
grant select, insert, delete on identity.passkey_challenge, identity.notice to citizen_app;
