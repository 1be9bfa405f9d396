-- Whoever is answered that they are registered stands in the list of the draw: once the list is being frozen nobody is registered any
-- more, whatever a process believes the time to be. Freezing locks the quotas as this does. Nothing else of the function changes.
create or replace function booking.register(quotas int[], wanted int[], campaigns int[], persons uuid[], places int[], turns int[],
  out bases int[], out rooms int[], out shut boolean[], out usual boolean, out at double precision, out numbers int[], out found_quotas int[], out ats double precision[])
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  expected bigint;
  stored bigint;
begin
  select array_agg(held.taken order by held.id), array_agg(coalesce(held.capacity, 2147483647) - held.taken order by held.id) into bases, rooms
  from (select q.id, q.taken, q.capacity from booking.quota q where q.id = any (register.quotas) order by q.id for update) held;
  if bases is null or array_length(bases, 1) <> array_length(register.quotas, 1) then raise exception 'a quota is unknown' using errcode = 'no_data_found'; end if;
  -- After the lock, so that nothing is stored once a pause, an end or the freezing of a draw's list was committed under it.
  select array_agg(c.paused_at is not null or c.ended_at is not null or d.freezing_at is not null order by q.id) into shut
  from booking.quota q join booking.campaign c on c.id = q.campaign left join booking.draw d on d.campaign = c.id where q.id = any (register.quotas);
  if true = any (shut) then
    select array_agg(case when each.closed then 0 else each.room end order by each.i) into rooms from unnest(rooms, shut) with ordinality as each (room, closed, i);
  end if;
  select sum(least(each.want, each.room)), bool_and(each.want <= each.room) into expected, usual from unnest(register.wanted, rooms) as each (want, room);

  insert into booking.entry (campaign, person, quota, number)
  select asked.campaign, asked.person, register.quotas[asked.place], bases[asked.place] + asked.turn
  from unnest(register.campaigns, register.persons, register.places, register.turns) as asked (campaign, person, place, turn)
  where asked.turn <= rooms[asked.place]
  on conflict do nothing;
  get diagnostics stored = row_count;
  at := extract(epoch from now()) * 1000;

  if usual and stored = expected then
    update booking.quota q set taken = q.taken + each.want from unnest(register.quotas, register.wanted) as each (id, want) where q.id = each.id;
    return;
  end if;
  usual := false;
  -- Somebody was there already, or there were too few places. Numbers have no gaps: the stored ones close up, before anybody sees them.
  with fresh as (
    select asked.campaign, asked.person, bases[asked.place] + row_number() over (partition by asked.place order by asked.turn) as number
    from unnest(register.campaigns, register.persons, register.places, register.turns) as asked (campaign, person, place, turn)
    join booking.entry e on e.campaign = asked.campaign and e.person = asked.person and e.quota = register.quotas[asked.place] and e.number = bases[asked.place] + asked.turn
  )
  update booking.entry e set number = fresh.number from fresh where e.campaign = fresh.campaign and e.person = fresh.person and e.number <> fresh.number;
  select array_agg(e.number order by asked.i), array_agg(e.quota order by asked.i), array_agg(extract(epoch from e.at) * 1000 order by asked.i) into numbers, found_quotas, ats
  from unnest(register.campaigns, register.persons) with ordinality as asked (campaign, person, i)
  left join booking.entry e on e.campaign = asked.campaign and e.person = asked.person;
  -- What is left, so that "sold out" is said only when nothing is.
  with gained as (
    select each.i, count(e.number) as stored
    from unnest(register.quotas) with ordinality as each (id, i)
    left join unnest(register.places, numbers, found_quotas) as e (place, number, quota) on e.place = each.i and e.quota = each.id and e.number > bases[each.i]
    group by each.i
  ), added as (
    update booking.quota q set taken = q.taken + gained.stored from gained where q.id = register.quotas[gained.i] and gained.stored > 0
  )
  select array_agg(rooms[gained.i] - gained.stored order by gained.i) into rooms from gained;
end
$$;
