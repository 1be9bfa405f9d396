-- A page of twenty records leaves twenty entries: written together they take their lane once, move its head once, and have what
-- their hashes cover put together by one query instead of three nested functions for each. The bytes are the same as before.
create function audit.append_all(entries jsonb) returns text[]
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  own_lane smallint := pg_backend_pid() % 32;
  tip audit.head;
  given record;
  happened_at timestamptz;
  form bytea;
  tips bytea[];
  times timestamptz[] := '{}';
  first_number bigint;
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
  first_number := tip.number + 1;
  tips := array[tip.hash];
  for given in
    select each.at, audit.part(actor ->> 'kind') || audit.part(actor ->> 'id') || audit.part(actor ->> 'city') || audit.part(actor ->> 'department')
        || audit.part(act) || audit.part(subject) || audit.part("actingFor") || audit.part(purpose) || audit.part(ground)
        || case when fields is null then '-' else (select count(*) || ';' || coalesce(string_agg(audit.part(item), '' order by place), '') from unnest(fields) with ordinality as field (item, place)) end
        || audit.part(about ->> 'kind') || audit.part(about ->> 'id') || audit.part(city)
        || case when detail is null then '-' else (
          select count(*) || ';' || coalesce(string_agg(audit.part(key) || audit.part(jsonb_typeof(value)) || audit.part(value #>> '{}'), '' order by key collate "C"), '') from jsonb_each(detail)
        ) end as rest
    from rows from (jsonb_to_recordset(entries) as (
      at timestamptz, actor jsonb, act text, subject text, "actingFor" text, purpose text, ground text, fields text[], about jsonb, city text, detail jsonb
    )) with ordinality as each (at, actor, act, subject, "actingFor", purpose, ground, fields, about, city, detail, place)
    order by each.place
  loop
    happened_at := coalesce(given.at, clock_timestamp());
    if not isfinite(happened_at) then
      raise exception 'An audit entry needs a time' using errcode = 'datetime_field_overflow';
    end if;
    form := convert_to('citizen-cloud audit entry 1' || audit.part(tip.lane::text) || audit.part((tip.number + 1)::text) || audit.part(trunc(extract(epoch from happened_at) * 1000000)::text) || given.rest, 'UTF8');
    if octet_length(form) > 16384 then
      raise exception 'An audit entry holds % bytes; 16384 are the most', octet_length(form) using errcode = 'program_limit_exceeded';
    end if;
    tip.number := tip.number + 1;
    tip.hash := sha256(tip.hash || form);
    tips := tips || tip.hash;
    times := times || happened_at;
  end loop;
  insert into audit.entry
    select tip.lane, first_number + place - 1, times[place], actor ->> 'kind', actor ->> 'id', actor ->> 'city', actor ->> 'department', act, subject, "actingFor",
      purpose, ground, fields, about ->> 'kind', about ->> 'id', city, detail, tips[place], tips[place + 1]
    from rows from (jsonb_to_recordset(entries) as (
      act text, actor jsonb, subject text, "actingFor" text, purpose text, ground text, fields text[], about jsonb, city text, detail jsonb
    )) with ordinality as each (act, actor, subject, "actingFor", purpose, ground, fields, about, city, detail, place);
  update audit.head set number = tip.number, hash = tip.hash where lane = tip.lane;
  return array(select tip.lane || '-' || number from generate_series(first_number, tip.number) as number);
end
$$;
comment on function audit.append_all is 'Adds entries to a lane in their order; its head stays locked until the transaction ends; the only way to write here';
revoke all on function audit.append_all from public;
grant execute on function audit.append_all to citizen_app;
