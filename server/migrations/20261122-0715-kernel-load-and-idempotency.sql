-- What a request sent again is answered with, and when the server rests what can wait.

create table kernel.idempotent_reply (
  key bytea primary key,
  request bytea not null,
  attempt uuid not null,
  state text not null check (state in ('in-flight', 'done')),
  status smallint,
  type text,
  body bytea,
  started_at timestamptz not null,
  expires_at timestamptz not null
);
comment on table kernel.idempotent_reply is 'The first answer to a request that carried an Idempotency-Key, for whoever sends it again';
comment on column kernel.idempotent_reply.key is 'SHA-256 of sign-in, method, address and key; not sensitive';
comment on column kernel.idempotent_reply.request is 'SHA-256 of what was sent, so that the same key with something else is refused; not sensitive';
comment on column kernel.idempotent_reply.attempt is 'Who of those that sent it carries it out: only that one may write the answer; not sensitive';
comment on column kernel.idempotent_reply.state is 'in-flight: the first is still being carried out; not sensitive';
comment on column kernel.idempotent_reply.status is 'Status of the answer; not sensitive';
comment on column kernel.idempotent_reply.type is 'Media type of the answer; not sensitive';
comment on column kernel.idempotent_reply.body is 'The answer, sealed with the service''s key; sensitive';
comment on column kernel.idempotent_reply.started_at is 'When the first was sent; not sensitive';
comment on column kernel.idempotent_reply.expires_at is 'After this the key is free again: a day after the answer, or a minute after a start that no answer followed; not sensitive';
create index idempotent_reply_expires on kernel.idempotent_reply (expires_at);

create table kernel.brown_out (
  id uuid primary key,
  level smallint not null check (level between 0 and 3),
  by text not null check (by in ('load', 'operator')),
  process uuid,
  staff text,
  city text,
  reason_zh text,
  reason_en text,
  began_at timestamptz not null,
  until timestamptz,
  seen_at timestamptz not null,
  ended_at timestamptz
);
comment on table kernel.brown_out is 'When the server rested what can wait: by load, a row for each level a process rose to; by hand, a row for each turn of the switch';
comment on column kernel.brown_out.id is 'Id; not sensitive';
comment on column kernel.brown_out.level is '0 normal, 1 busy, 2 strained, 3 essential alone; by hand, 0 forces normal; not sensitive';
comment on column kernel.brown_out.by is 'load or operator; not sensitive';
comment on column kernel.brown_out.process is 'Which process rose, by load; not sensitive';
comment on column kernel.brown_out.staff is 'Staff id of who turned the switch; not sensitive';
comment on column kernel.brown_out.city is 'City of who turned the switch; not sensitive';
comment on column kernel.brown_out.reason_zh is 'What people are told, in Chinese; not sensitive';
comment on column kernel.brown_out.reason_en is 'What people are told, in English; not sensitive';
comment on column kernel.brown_out.began_at is 'Since when; not sensitive';
comment on column kernel.brown_out.until is 'When a switch by hand ends by itself; not sensitive';
comment on column kernel.brown_out.seen_at is 'When the process was last known to be at this level: one that died does not rest for ever; not sensitive';
comment on column kernel.brown_out.ended_at is 'When it ended; not sensitive';
create index brown_out_began on kernel.brown_out (began_at);
create index brown_out_open on kernel.brown_out (by) where ended_at is null;

grant select, insert, update, delete on kernel.idempotent_reply, kernel.brown_out to citizen_app;
