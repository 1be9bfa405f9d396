-- The record of every access and act: entries chained by hash in lanes, which the application can add to and read, nothing else.

do $$
begin
  -- The hash covers the bytes of UTF-8, and lengths in bytes.
  if getdatabaseencoding() <> 'UTF8' then
    raise exception 'The database must be encoded in UTF8, not %', getdatabaseencoding();
  end if;
end
$$;

create schema audit;
comment on schema audit is 'The record of every access and act';

create table audit.entry (
  lane smallint not null check (lane between 0 and 31),
  number bigint not null check (number > 0),
  at timestamptz not null,
  actor_kind text not null,
  actor text not null,
  actor_city text,
  actor_department text,
  act text not null,
  subject text,
  acting_for text,
  purpose text,
  ground text,
  fields text[],
  about_kind text,
  about_id text,
  city text,
  detail jsonb check (jsonb_typeof(detail) = 'object'),
  previous_hash bytea not null,
  hash bytea not null,
  primary key (lane, number)
);
comment on table audit.entry is 'Who did what, when, to whose data and why; lane-number is the public id of an entry';
comment on column audit.entry.lane is 'Chain the entry belongs to: 32 of them, so that transactions need not wait for each other; not sensitive';
comment on column audit.entry.number is 'Place in the lane, from 1 without gaps; not sensitive';
comment on column audit.entry.at is 'When it happened; not sensitive';
comment on column audit.entry.actor_kind is 'person, staff, system, partner or city; not sensitive';
comment on column audit.entry.actor is 'Id of who acted; sensitive';
comment on column audit.entry.actor_city is 'City of the staff or partner who acted; not sensitive';
comment on column audit.entry.actor_department is 'Department of the staff who acted; not sensitive';
comment on column audit.entry.act is 'thing.past-verb, such as person.read; not sensitive';
comment on column audit.entry.subject is 'Id of the person whose data it was; sensitive';
comment on column audit.entry.acting_for is 'Id of the person or enterprise the actor stood in for; sensitive';
comment on column audit.entry.purpose is 'What for, in words; not sensitive';
comment on column audit.entry.ground is 'What allows it: law article, mandate id, consent id; not sensitive';
comment on column audit.entry.fields is 'Names of the fields read or changed, never their values; not sensitive';
comment on column audit.entry.about_kind is 'Kind of the thing it was about; not sensitive';
comment on column audit.entry.about_id is 'Id of the thing it was about; sensitive';
comment on column audit.entry.city is 'City in whose service it happened; not sensitive';
comment on column audit.entry.detail is 'Codes, counts and flags, never personal data; not sensitive';
comment on column audit.entry.previous_hash is 'Hash of the entry before in the lane, 32 zero bytes for the first; not sensitive';
comment on column audit.entry.hash is 'SHA-256 of previous_hash and audit.canonical_form; not sensitive';

-- A person's list, newest first, and its pages.
create index entry_of_subject on audit.entry (subject, at, lane, number) where subject is not null;

-- Room in the page, so that the update on every entry moves no index.
create table audit.head (
  lane smallint primary key check (lane between 0 and 31),
  number bigint not null,
  hash bytea not null
) with (fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
comment on table audit.head is 'The last entry of each lane; its lock puts the entries of a lane in order';
comment on column audit.head.lane is 'Lane; not sensitive';
comment on column audit.head.number is 'Number of the last entry, 0 before the first; not sensitive';
comment on column audit.head.hash is 'Hash of the last entry; not sensitive';

insert into audit.head select lane, 0, decode(repeat('00', 32), 'hex') from generate_series(0, 31) as lane;

-- The canonical form, read back by server/src/modules/audit/entry.ts and described in that module's README.
create function audit.part(value text) returns text
language sql immutable parallel safe
return coalesce(octet_length(value) || ':' || value, '-');
comment on function audit.part is 'A text as its length in bytes, a colon and itself; null as a dash';

create function audit.list_form(list text[]) returns text
language sql immutable parallel safe
return (select count(*) || ';' || coalesce(string_agg(audit.part(item), '' order by place), '') from unnest(list) with ordinality as each (item, place));
comment on function audit.list_form is 'A list as its count, a semicolon and its parts';

create function audit.detail_form(detail jsonb) returns text
language sql immutable parallel safe
return (
  select count(*) || ';' || coalesce(string_agg(audit.part(key) || audit.part(jsonb_typeof(value)) || audit.part(value #>> '{}'), '' order by key collate "C"), '')
  from jsonb_each(detail)
);
comment on function audit.detail_form is 'An object as its count, a semicolon and key, type and text of each member in byte order of the keys';

create function audit.canonical_form(entry audit.entry) returns bytea
language sql immutable parallel safe
return convert_to(
  'citizen-cloud audit entry 1' || audit.part(entry.lane::text) || audit.part(entry.number::text) || audit.part(trunc(extract(epoch from entry.at) * 1000000)::text)
    || audit.part(entry.actor_kind) || audit.part(entry.actor) || audit.part(entry.actor_city) || audit.part(entry.actor_department)
    || audit.part(entry.act) || audit.part(entry.subject) || audit.part(entry.acting_for) || audit.part(entry.purpose) || audit.part(entry.ground)
    || case when entry.fields is null then '-' else audit.list_form(entry.fields) end
    || audit.part(entry.about_kind) || audit.part(entry.about_id) || audit.part(entry.city)
    || case when entry.detail is null then '-' else audit.detail_form(entry.detail) end,
  'UTF8');
comment on function audit.canonical_form is 'The bytes of an entry that its hash covers';

create function audit.append(
  happened_at timestamptz, actor_kind text, actor text, actor_city text, actor_department text, act text, subject text, acting_for text,
  purpose text, ground text, fields text[], about_kind text, about_id text, city text, detail jsonb
) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  own_lane smallint := pg_backend_pid() % 32;
  tip audit.head;
  entry audit.entry;
  form bytea;
begin
  select * into tip from audit.head where lane = own_lane for update skip locked;
  if not found then
    -- Another transaction writes in this connection's lane: any free one serves, and two transactions that also wait for
    -- each other's rows do not end in a deadlock. Whoever has to wait holds no lane yet, because one's own lock is not skipped.
    select * into tip from audit.head order by (lane - own_lane + 32) % 32 limit 1 for update skip locked;
    if not found then
      select * into strict tip from audit.head where lane = own_lane for update;
    end if;
  end if;
  entry := row(
    tip.lane, tip.number + 1, coalesce(happened_at, clock_timestamp()), actor_kind, actor, actor_city, actor_department, act, subject, acting_for,
    purpose, ground, fields, about_kind, about_id, city, detail, tip.hash, null
  );
  form := audit.canonical_form(entry);
  if octet_length(form) > 16384 then
    raise exception 'An audit entry holds % bytes; 16384 are the most', octet_length(form) using errcode = 'program_limit_exceeded';
  end if;
  if not isfinite(entry.at) then
    raise exception 'An audit entry needs a time' using errcode = 'datetime_field_overflow';
  end if;
  entry.hash := sha256(tip.hash || form);
  insert into audit.entry values (entry.*);
  update audit.head set number = entry.number, hash = entry.hash where lane = tip.lane;
  return entry.lane || '-' || entry.number;
end
$$;
comment on function audit.append is 'Adds an entry to a lane, whose head stays locked until the transaction ends; the only way to write here';

revoke all on all functions in schema audit from public;
grant usage on schema audit to citizen_app;
grant select on audit.entry, audit.head to citizen_app;
grant execute on function audit.append to citizen_app;
