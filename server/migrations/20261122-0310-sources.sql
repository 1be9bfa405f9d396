-- Departments' systems: what they last answered, what they dropped as files, what a clerk has to answer, and how they fare.

create schema sources;
comment on schema sources is 'Departments'' systems and the one door to their records';
grant usage on schema sources to citizen_app;

create table sources.answer (
  subject text not null,
  city text not null,
  source text not null,
  operation text not null,
  parameters text not null,
  content bytea not null,
  obtained_at timestamptz not null,
  keep_until timestamptz not null,
  primary key (subject, city, source, operation, parameters)
);
comment on table sources.answer is 'The last answer of each question, shown marked when the department does not answer';
comment on column sources.answer.subject is 'Person id, or "public"; not sensitive';
comment on column sources.answer.city is 'City id; not sensitive';
comment on column sources.answer.source is 'Source id; not sensitive';
comment on column sources.answer.operation is 'Operation id; not sensitive';
comment on column sources.answer.parameters is 'Digest of the question''s parameters, empty without; not sensitive';
comment on column sources.answer.content is 'The record, sealed with the person''s key; sensitive';
comment on column sources.answer.obtained_at is 'When the department gave it; not sensitive';
comment on column sources.answer.keep_until is 'After this it is shown no more; not sensitive';
create index answer_keep_until on sources.answer (keep_until);

create table sources.dropped_file (
  id uuid primary key,
  city text not null,
  source text not null,
  digest text not null,
  name text not null,
  state text not null check (state in ('taken', 'rejected')),
  row_count integer not null,
  reason text,
  at timestamptz not null
);
comment on table sources.dropped_file is 'Every file a department dropped, taken or rejected';
comment on column sources.dropped_file.id is 'File id; not sensitive';
comment on column sources.dropped_file.city is 'City id; not sensitive';
comment on column sources.dropped_file.source is 'Source id; not sensitive';
comment on column sources.dropped_file.digest is 'SHA-256 of its bytes: the same file twice is taken once; not sensitive';
comment on column sources.dropped_file.name is 'Its name; not sensitive';
comment on column sources.dropped_file.state is 'taken or rejected; not sensitive';
comment on column sources.dropped_file.row_count is 'Rows stored; not sensitive';
comment on column sources.dropped_file.reason is 'Why it was rejected, with the line; not sensitive';
comment on column sources.dropped_file.at is 'When; not sensitive';
create unique index dropped_file_taken on sources.dropped_file (city, source, digest) where state = 'taken';
create index dropped_file_latest on sources.dropped_file (city, source, at);

create table sources.dropped_row (
  city text not null,
  source text not null,
  key_hash bytea not null,
  number integer not null,
  file uuid not null references sources.dropped_file,
  content bytea not null,
  primary key (city, source, key_hash, file, number)
);
comment on table sources.dropped_row is 'The rows of taken files';
comment on column sources.dropped_row.city is 'City id; not sensitive';
comment on column sources.dropped_row.source is 'Source id; not sensitive';
comment on column sources.dropped_row.key_hash is 'Keyed hash of the ID number the row belongs to; sensitive';
comment on column sources.dropped_row.number is 'Line of the file; not sensitive';
comment on column sources.dropped_row.file is 'File id; not sensitive';
comment on column sources.dropped_row.content is 'The row, sealed; sensitive';
create index dropped_row_file on sources.dropped_row (file);

create table sources.manual_question (
  id uuid primary key,
  city text not null,
  source text not null,
  operation text not null,
  kind text not null,
  department text not null,
  person uuid not null,
  parameters bytea,
  state text not null check (state in ('open', 'answered', 'no-record')),
  asked_at timestamptz not null,
  due_at timestamptz not null,
  answered_by text,
  answered_at timestamptz
);
comment on table sources.manual_question is 'What a clerk looks up by hand, because the department has no system to ask';
comment on column sources.manual_question.id is 'Question id; not sensitive';
comment on column sources.manual_question.city is 'City id; not sensitive';
comment on column sources.manual_question.source is 'Source id; not sensitive';
comment on column sources.manual_question.operation is 'Operation id; not sensitive';
comment on column sources.manual_question.kind is 'Kind of record; not sensitive';
comment on column sources.manual_question.department is 'Whose clerks answer; not sensitive';
comment on column sources.manual_question.person is 'Whom it is about; not sensitive';
comment on column sources.manual_question.parameters is 'What was given with it, sealed; sensitive';
comment on column sources.manual_question.state is 'open, answered or no-record; not sensitive';
comment on column sources.manual_question.asked_at is 'When; not sensitive';
comment on column sources.manual_question.due_at is 'When the answer is promised; not sensitive';
comment on column sources.manual_question.answered_by is 'Staff id; not sensitive';
comment on column sources.manual_question.answered_at is 'When; not sensitive';
create unique index manual_question_open on sources.manual_question (person, city, source, operation, kind) where state = 'open';
create index manual_question_due on sources.manual_question (city, due_at) where state = 'open';

create table sources.health (
  city text not null,
  source text not null,
  minute timestamptz not null,
  answered integer not null default 0,
  failed integer not null default 0,
  faults jsonb not null default '{}',
  latencies integer[] not null,
  primary key (city, source, minute)
);
comment on table sources.health is 'How each source fared, by the minute';
comment on column sources.health.city is 'City id; not sensitive';
comment on column sources.health.source is 'Source id; not sensitive';
comment on column sources.health.minute is 'Its beginning; not sensitive';
comment on column sources.health.answered is 'Questions answered, also with "no record"; not sensitive';
comment on column sources.health.failed is 'Questions that failed; not sensitive';
comment on column sources.health.faults is 'How many of which fault; not sensitive';
comment on column sources.health.latencies is 'Answers by the class of their time, see health/latency.ts; not sensitive';
create index health_minute on sources.health (minute);

create table sources.alarm (
  id uuid primary key,
  city text not null,
  source text not null,
  fault text not null,
  began_at timestamptz not null,
  ended_at timestamptz,
  seen_by text,
  seen_at timestamptz
);
comment on table sources.alarm is 'A source that was left alone after failing too often';
comment on column sources.alarm.id is 'Alarm id; not sensitive';
comment on column sources.alarm.city is 'City id; not sensitive';
comment on column sources.alarm.source is 'Source id; not sensitive';
comment on column sources.alarm.fault is 'The last fault; not sensitive';
comment on column sources.alarm.began_at is 'When; not sensitive';
comment on column sources.alarm.ended_at is 'When it answered again; not sensitive';
comment on column sources.alarm.seen_by is 'Staff id of who takes care of it; not sensitive';
comment on column sources.alarm.seen_at is 'When; not sensitive';
create unique index alarm_open on sources.alarm (city, source) where ended_at is null;
create index alarm_latest on sources.alarm (city, began_at);

grant select, insert, update, delete on sources.answer, sources.dropped_row, sources.health to citizen_app;
grant select, insert, update on sources.dropped_file, sources.manual_question, sources.alarm to citizen_app;
