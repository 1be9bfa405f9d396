-- Records that people see and show: proofs with their checks, and requests to move a car. The records themselves stay with their departments.

create schema records;
comment on schema records is 'Proofs of records, and requests to move a car';
grant usage on schema records to citizen_app;

create table records.proof (
  id uuid primary key,
  person uuid not null,
  made_by uuid not null,
  city text not null,
  kind text not null,
  content bytea not null,
  digest bytea not null,
  code_hash bytea not null unique,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz
);
comment on table records.proof is 'A record as it was at a moment, to be shown to somebody else';
comment on column records.proof.id is 'Proof id; not sensitive';
comment on column records.proof.person is 'Whose record it is; not sensitive';
comment on column records.proof.made_by is 'Who asked for it: the person, a parent, or the holder of a mandate; not sensitive';
comment on column records.proof.city is 'City id; not sensitive';
comment on column records.proof.kind is 'Kind of record; not sensitive';
comment on column records.proof.content is 'Words, name, ID number, fields and code, sealed with the person''s key; sensitive';
comment on column records.proof.digest is 'SHA-256 of the content, as it stands on the sheet; not sensitive';
comment on column records.proof.code_hash is 'SHA-256 of the 100 random bits of the code: whoever reads this table can check nothing; not sensitive';
comment on column records.proof.issued_at is 'When; not sensitive';
comment on column records.proof.expires_at is 'Valid until; not sensitive';
comment on column records.proof.revoked_at is 'When the holder took it back; not sensitive';
create index proof_person on records.proof (person, issued_at);
create index proof_expires on records.proof (expires_at);

create table records.proof_check (
  id uuid primary key,
  proof uuid not null references records.proof on delete cascade,
  at timestamptz not null,
  state text not null check (state in ('valid', 'expired', 'revoked')),
  checker bytea
);
comment on table records.proof_check is 'Every time somebody checked a proof';
comment on column records.proof_check.id is 'Check id; not sensitive';
comment on column records.proof_check.proof is 'Proof id; not sensitive';
comment on column records.proof_check.at is 'When; not sensitive';
comment on column records.proof_check.state is 'What they were told; not sensitive';
comment on column records.proof_check.checker is 'Who they said they are, sealed with the key of the proof''s person; sensitive';
create index proof_check_proof on records.proof_check (proof, at);

create table records.move_request (
  id uuid primary key,
  asker uuid not null,
  city text not null,
  plate_hash bytea not null,
  plate bytea not null,
  place bytea not null,
  reason text not null check (reason in ('blocks-exit', 'blocks-garage', 'emergency-lane', 'double-parked', 'other')),
  state text not null check (state in ('sending', 'sent', 'failed', 'answered', 'cancelled')),
  token_hash bytea not null unique,
  token bytea,
  phone bytea,
  asked_at timestamptz not null,
  ends_at timestamptz not null,
  answer text check (answer in ('coming-5', 'coming-15', 'not-possible', 'not-my-car')),
  answered_at timestamptz,
  misuse_reported_at timestamptz
);
comment on table records.move_request is 'Somebody asks the owner of a car to move it; neither learns who the other is';
comment on column records.move_request.id is 'Request id; not sensitive';
comment on column records.move_request.asker is 'Person id of who asks; not sensitive';
comment on column records.move_request.city is 'City id; not sensitive';
comment on column records.move_request.plate_hash is 'Keyed hash of the number plate; sensitive';
comment on column records.move_request.plate is 'Number plate, sealed; sensitive';
comment on column records.move_request.place is 'Where the car stands, in the asker''s words, sealed; sensitive';
comment on column records.move_request.reason is 'Reason from the list; not sensitive';
comment on column records.move_request.state is 'sent also when there is no such car; not sensitive';
comment on column records.move_request.token_hash is 'SHA-256 of the random token in the owner''s message; not sensitive';
comment on column records.move_request.token is 'The token, sealed, until the message is sent; sensitive';
comment on column records.move_request.phone is 'The owner''s number, sealed, until the message is sent and a day at most; sensitive';
comment on column records.move_request.asked_at is 'When; not sensitive';
comment on column records.move_request.ends_at is 'After this nothing is answered; not sensitive';
comment on column records.move_request.answer is 'The owner''s answer from the list; not sensitive';
comment on column records.move_request.answered_at is 'When; not sensitive';
comment on column records.move_request.misuse_reported_at is 'When the owner said that it was no honest request; not sensitive';
create index move_request_asker on records.move_request (asker, asked_at);
create index move_request_ends on records.move_request (ends_at);

create table records.move_misuse (
  id uuid primary key,
  request uuid not null unique,
  asker uuid not null,
  plate_hash bytea not null,
  reported_at timestamptz not null
);
comment on table records.move_misuse is 'Reports of owners that somebody asked without need; two of different cars stop an asker for a time';
comment on column records.move_misuse.id is 'Report id; not sensitive';
comment on column records.move_misuse.request is 'Request id; not sensitive';
comment on column records.move_misuse.asker is 'Person id of who asked; not sensitive';
comment on column records.move_misuse.plate_hash is 'Keyed hash of the number plate; sensitive';
comment on column records.move_misuse.reported_at is 'When; not sensitive';
create index move_misuse_asker on records.move_misuse (asker, reported_at);

grant select, insert, update, delete on records.proof, records.move_request to citizen_app;
grant select, insert, delete on records.proof_check, records.move_misuse to citizen_app;
