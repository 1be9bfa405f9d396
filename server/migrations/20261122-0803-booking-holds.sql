-- Nobody holds places all over: an account holds a few at a time, whomever for, and one for another time of the same item gives
-- the first one back, wherever it is. What is given back so counts for nothing against that other time: where one may come once in so
-- many days, the first hold forbade the second.

alter type booking.place_request add attribute held_limit int;
create index appointment_holder on booking.appointment (made_by) where state = 'held';

-- Answers each item of a batch; each slot's row is written once, whatever the number of items.
-- Outcomes: ok; done (the same was asked before: appointment says which); full; already; limit-open; limit-within; limit-held; struck;
-- gone; expired; unmade (a slot's row is missing: make it and ask again).
create or replace function booking.take_places(items jsonb, list jsonb, unmade int[], moment timestamptz) returns table (n int, outcome text, appointment uuid, freed boolean)
-- A plan made while the tables were small would read them whole when they are not.
language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
declare
  requests booking.place_request[];
  r booking.place_request;
  outcomes text[];
  existing uuid[];
  frees boolean[];
  own uuid[];
  k_city text[]; k_calendar text[]; k_start timestamptz[]; k_kind text[]; k_capacity int[];
  k_taken int[]; k_freed int[];
  asked int;
  place int;
  net int;
  fits boolean;
  rec record;
begin
  select array_agg(t order by t.n) into requests from jsonb_populate_recordset(null::booking.place_request, items) t;
  outcomes := array_fill(null::text, array[cardinality(requests)]);
  existing := array_fill(null::uuid, array[cardinality(requests)]);
  frees := array_fill(false, array[cardinality(requests)]);

  -- People: of one person's requests in a calendar one is answered after the other.
  perform pg_advisory_xact_lock(locks.number) from (
    select distinct hashtextextended(t.city || '/' || t.calendar || '/' || key.name, 0) as number
    from unnest(requests) t, unnest(t.keys || coalesce(t.enterprise, t.person)::text) key (name)
    union
    select hashtextextended('holds/' || t.made_by, 0) from unnest(requests) t where t.held_limit is not null
    order by 1
  ) locks;

  -- Slots that were never booked get their rows, in one order, before any row that is there is locked.
  if cardinality(unmade) > 0 then
    insert into booking.slot (city, calendar, starts_at, kind, capacity)
    select p.city, p.calendar, p.starts_at, p.kind, p.capacity
    from rows from (jsonb_to_recordset(list) as (city text, calendar text, starts_at timestamptz, kind text, capacity int)) with ordinality as p (city, calendar, starts_at, kind, capacity, number)
    where p.number = any (unmade) order by p.city, p.calendar, p.starts_at, p.kind
    on conflict on constraint slot_pkey do nothing;
  end if;

  -- Appointments: those that change or are confirmed, and the places somebody held before they chose another.
  select array_agg(a.id) into own from (
    select t.id from unnest(requests) t where t.mode <> 'take'
    union
    select a.id from unnest(requests) t join booking.appointment a on a.owner = coalesce(t.enterprise, t.person) and a.city = t.city and (a.calendar = t.calendar or (t.state = 'held' and a.made_by = t.made_by and a.services && t.services))
    where t.mode = 'take' and not t.kept and a.state = 'held' and not exists (select from booking.offer o where o.appointment = a.id)
  ) a;
  if own is not null then
    perform from booking.appointment a where a.id = any (own) order by a.id for update;
  end if;

  -- What stands in the way of each.
  select array_agg(x.outcome order by x.n), array_agg(coalesce(x.same, x.id) order by x.n) into outcomes, existing
  from (
    select t.n, t.id, same.id as same,
      case
        when t.mode = 'take' and self.id is not null then 'done'
        when t.mode <> 'take' and (self.id is null or self.owner <> coalesce(t.enterprise, t.person)) then 'gone'
        when t.mode = 'confirm' and self.state in ('booked', 'arrived', 'served') then 'done'
        when t.mode = 'confirm' and self.state <> 'held' then 'gone'
        when t.mode = 'confirm' and self.held_until <= moment then 'expired'
        when t.mode = 'change' and self.state <> 'booked' then 'gone'
        when t.mode = 'change' and self.starts_at = t.starts_at and self.kind = t.kind and self.calendar = t.calendar then 'done'
        when t.mode = 'take' and t.state = 'booked' and same.kind = t.kind and same.party = t.party and same.services = t.services then 'done'
        when not t.kept and same.id is not null then 'already'
        when t.held_limit is not null and (
          select count(*) from booking.appointment a
          where a.made_by = t.made_by and a.state = 'held' and a.held_until > moment and not exists (select from booking.offer o where o.appointment = a.id)
            and not (a.owner = coalesce(t.enterprise, t.person) and a.city = t.city and (a.calendar = t.calendar or a.services && t.services))) >= t.held_limit then 'limit-held'
        when t.open_limit is not null and exists (
          select from unnest(t.keys) key (name) where (
            select count(*) from booking.attendee c join booking.appointment a on a.id = c.appointment
            where c.key = decode(key.name, 'hex') and c.city = t.city and c.calendar = t.calendar and c.starts_at > moment and c.appointment <> t.id
              and not (a.state = 'held' and a.owner = coalesce(t.enterprise, t.person))) >= t.open_limit) then 'limit-open'
        when t.within_count is not null and exists (
          select from unnest(t.keys) key (name), lateral (
            select max(run.others) as most from (
              select (select count(*) from booking.attendee c where c.key = decode(key.name, 'hex') and c.city = t.city and c.calendar = t.calendar and c.appointment <> t.id
                and c.starts_at >= begins.at and c.starts_at < begins.at + make_interval(days => t.within_days)
                and not exists (select from booking.appointment h where h.id = c.appointment and h.state = 'held' and h.owner = coalesce(t.enterprise, t.person))) as others
              from (
                select t.starts_at as at
                union all
                select c.starts_at from booking.attendee c where c.key = decode(key.name, 'hex') and c.city = t.city and c.calendar = t.calendar and c.appointment <> t.id
                  and c.starts_at <= t.starts_at and c.starts_at > t.starts_at - make_interval(days => t.within_days)
                  and not exists (select from booking.appointment h where h.id = c.appointment and h.state = 'held' and h.owner = coalesce(t.enterprise, t.person))
              ) begins) run) busiest
          where busiest.most >= t.within_count) then 'limit-within'
        when t.struck_until is not null and t.starts_at > t.struck_until and exists (
          select from booking.appointment a
          where a.owner = coalesce(t.enterprise, t.person) and a.city = t.city and a.calendar = t.calendar and a.state = 'missed' and a.starts_at > moment - make_interval(days => t.struck_within)
          having count(*) >= t.strikes and max(a.starts_at) > moment - make_interval(days => t.struck_for)) then 'struck'
      end as outcome
    from unnest(requests) t
    left join lateral (select a.id, a.owner, a.state, a.held_until, a.starts_at, a.kind, a.calendar from booking.appointment a where a.id = t.id) self on true
    left join lateral (
      select a.id, a.kind, a.party, a.services from booking.appointment a
      where a.owner = coalesce(t.enterprise, t.person) and a.city = t.city and a.calendar = t.calendar and a.starts_at = t.starts_at and a.state in ('booked', 'arrived') and a.id <> t.id limit 1
    ) same on true
  ) x;

  -- Slots: those asked for first, in the batch's own numbers, then those that somebody gives back.
  select array_agg(p.city order by p.number), array_agg(p.calendar order by p.number), array_agg(p.starts_at order by p.number), array_agg(p.kind order by p.number), array_agg(p.capacity order by p.number)
  into k_city, k_calendar, k_start, k_kind, k_capacity
  from rows from (jsonb_to_recordset(list) as (city text, calendar text, starts_at timestamptz, kind text, capacity int)) with ordinality as p (city, calendar, starts_at, kind, capacity, number);
  asked := coalesce(cardinality(k_city), 0);
  if own is not null then
    for rec in
      select distinct a.city, a.calendar, s.at, k.kind from booking.appointment a, unnest(a.slots) s (at), unnest(case when a.of_kind then array['', a.kind] else array[''] end) k (kind)
      where a.id = any (own) and a.state in ('held', 'booked')
        and not exists (select from unnest(k_city, k_calendar, k_start, k_kind) g (city, calendar, at, kind) where g.city = a.city and g.calendar = a.calendar and g.at = s.at and g.kind = k.kind)
    loop
      k_city := k_city || rec.city; k_calendar := k_calendar || rec.calendar; k_start := k_start || rec.at; k_kind := k_kind || rec.kind; k_capacity := k_capacity || null::int;
    end loop;
  end if;
  if k_city is not null then
    k_taken := array_fill(null::int, array[cardinality(k_city)]);
    k_freed := array_fill(0, array[cardinality(k_city)]);
    for rec in
      select k.number, s.taken from unnest(k_city, k_calendar, k_start, k_kind) with ordinality k (city, calendar, at, kind, number)
      join booking.slot s on s.city = k.city and s.calendar = k.calendar and s.starts_at = k.at and s.kind = k.kind
      order by s.city, s.calendar, s.starts_at, s.kind for update of s
    loop
      k_taken[rec.number] := rec.taken;
    end loop;
  end if;

  foreach r in array requests loop
    if outcomes[r.n] is not null then continue; end if;
    if r.mode = 'confirm' then
      outcomes[r.n] := 'ok';
      continue;
    end if;
    -- What they give back counts for them first: nobody else could have it meanwhile.
    if own is not null then
      for rec in
        select k.number, a.party from booking.appointment a, unnest(a.slots) s (at), unnest(k_city, k_calendar, k_start, k_kind) with ordinality k (city, calendar, at, kind, number)
        where a.id = any (own) and a.state in ('held', 'booked') and k.city = a.city and k.calendar = a.calendar and k.at = s.at and (k.kind = '' or (a.of_kind and k.kind = a.kind))
          and case when r.mode = 'change' then a.id = r.id else a.state = 'held' and a.owner = coalesce(r.enterprise, r.person) and a.city = r.city and (a.calendar = r.calendar or (r.state = 'held' and a.made_by = r.made_by and a.services && r.services)) end
      loop
        k_taken[rec.number] := k_taken[rec.number] - rec.party;
      end loop;
    end if;
    fits := true;
    foreach place in array r.places loop
      if k_taken[place] is null then
        outcomes[r.n] := 'unmade';
        fits := false;
      elsif k_taken[place] + r.party > k_capacity[place] then
        outcomes[r.n] := coalesce(outcomes[r.n], 'full');
        fits := false;
      end if;
    end loop;
    if fits then
      outcomes[r.n] := 'ok';
      foreach place in array r.places loop
        k_taken[place] := k_taken[place] + r.party;
      end loop;
    end if;
    if own is not null then
      for rec in
        select k.number, k.city, k.calendar, k.at, k.kind, a.party from booking.appointment a, unnest(a.slots) s (at), unnest(k_city, k_calendar, k_start, k_kind) with ordinality k (city, calendar, at, kind, number)
        where a.id = any (own) and a.state in ('held', 'booked') and k.city = a.city and k.calendar = a.calendar and k.at = s.at and (k.kind = '' or (a.of_kind and k.kind = a.kind))
          and case when r.mode = 'change' then a.id = r.id else a.state = 'held' and a.owner = coalesce(r.enterprise, r.person) and a.city = r.city and (a.calendar = r.calendar or (r.state = 'held' and a.made_by = r.made_by and a.services && r.services)) end
      loop
        if not fits then
          k_taken[rec.number] := k_taken[rec.number] + rec.party;
        elsif rec.kind = '' then
          net := rec.party - case when rec.number = any (r.places) then r.party else 0 end;
          if net > 0 and booking.somebody_waits(rec.city, rec.calendar, rec.at, net) then
            k_freed[rec.number] := k_freed[rec.number] + net;
            k_taken[rec.number] := k_taken[rec.number] + net;
            frees[r.n] := true;
          end if;
        end if;
      end loop;
    end if;
  end loop;

  if k_city is not null then
    update booking.slot s set taken = k.taken, capacity = greatest(coalesce(k.capacity, s.capacity), k.taken)
    from unnest(k_city, k_calendar, k_start, k_kind, k_taken, k_capacity) k (city, calendar, at, kind, taken, capacity)
    where s.city = k.city and s.calendar = k.calendar and s.starts_at = k.at and s.kind = k.kind and s.taken <> k.taken;
    insert into booking.freed as f (city, calendar, starts_at, places)
    select k.city, k.calendar, k.at, k.places from unnest(k_city, k_calendar, k_start, k_kind, k_freed) k (city, calendar, at, kind, places) where k.places > 0 and k.kind = ''
    on conflict on constraint freed_pkey do update set places = f.places + excluded.places;
  end if;

  if own is not null then
    delete from booking.attendee c using booking.appointment a, unnest(requests) t
    where c.appointment = a.id and a.id = any (own) and t.mode = 'take' and outcomes[t.n] = 'ok' and a.state = 'held' and a.owner = coalesce(t.enterprise, t.person) and a.city = t.city and (a.calendar = t.calendar or (t.state = 'held' and a.made_by = t.made_by and a.services && t.services));
    delete from booking.appointment a using unnest(requests) t
    where a.id = any (own) and t.mode = 'take' and outcomes[t.n] = 'ok' and a.state = 'held' and a.owner = coalesce(t.enterprise, t.person) and a.city = t.city and (a.calendar = t.calendar or (t.state = 'held' and a.made_by = t.made_by and a.services && t.services));
    update booking.appointment a set state = 'booked', held_until = null, needs = t.needs, details = decode(t.details, 'base64'), code = decode(t.code, 'base64'), code_hash = decode(t.code_hash, 'base64'), remind_at = t.remind_at, created_at = moment
    from unnest(requests) t where t.mode = 'confirm' and outcomes[t.n] = 'ok' and a.id = t.id;
    update booking.appointment a set city = t.city, calendar = t.calendar, kind = t.kind, starts_at = t.starts_at, ends_at = t.ends_at, slots = t.slots, of_kind = t.of_kind, remind_at = t.remind_at, coming_at = null, sequence = a.sequence + 1
    from unnest(requests) t where t.mode = 'change' and outcomes[t.n] = 'ok' and a.id = t.id;
    delete from booking.attendee c using unnest(requests) t where t.mode <> 'take' and outcomes[t.n] = 'ok' and c.appointment = t.id;
  end if;
  insert into booking.appointment (id, city, calendar, person, made_by, enterprise, state, kind, services, party, starts_at, ends_at, slots, of_kind, needs, details, code, code_hash, held_until, created_at, remind_at)
  select t.id, t.city, t.calendar, t.person, t.made_by, t.enterprise, t.state, t.kind, t.services, t.party, t.starts_at, t.ends_at, t.slots, t.of_kind, t.needs, decode(t.details, 'base64'), decode(t.code, 'base64'), decode(t.code_hash, 'base64'), t.held_until, moment, t.remind_at
  from unnest(requests) t where t.mode = 'take' and outcomes[t.n] = 'ok';
  insert into booking.attendee (key, city, calendar, starts_at, appointment)
  select distinct decode(key.name, 'hex'), t.city, t.calendar, t.starts_at, t.id from unnest(requests) t, unnest(t.keys) key (name) where outcomes[t.n] = 'ok';

  return query select x.number::int, x.outcome, x.appointment, x.frees from unnest(outcomes, existing, frees) with ordinality x (outcome, appointment, frees, number);
end
$$;
comment on function booking.take_places is 'Holds, books, confirms and changes a batch of appointments: all of a visit''s places or none, and never more than there are';
