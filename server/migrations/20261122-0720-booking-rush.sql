-- The way in of a crowd: who waits in which order, how fast people are let in, and the one function that hands out places.

alter table booking.entry add check (number > 0);

create table booking.gate (
  campaign int primary key references booking.campaign (id),
  joined int not null default 0 check (joined >= 0),
  early int check (early between 0 and joined),
  next bigint not null default 0 check (next >= 0),
  wanted int check (wanted > 0),
  base double precision not null default 0 check (base >= 0),
  rate double precision not null default 0 check (rate >= 0),
  since timestamptz not null default now()
) with (fillfactor = 50);
comment on table booking.gate is 'How far a campaign has let people in: numbers below base + rate × seconds since then, alike for every process';
comment on column booking.gate.campaign is 'Campaign; not sensitive';
comment on column booking.gate.joined is 'How many have joined before it opened; not sensitive';
comment on column booking.gate.early is 'The same, standing still since it opened; null: not open yet; not sensitive';
comment on column booking.gate.next is 'Next number for whoever comes after the opening; processes take them by the hundred; not sensitive';
comment on column booking.gate.wanted is 'How many an operator lets in each second; null: as many as the rules say; not sensitive';
comment on column booking.gate.base is 'Numbers let in when the present rate began; it only grows; not sensitive';
comment on column booking.gate.rate is 'Numbers let in each second since then, 0 during a pause; not sensitive';
comment on column booking.gate.since is 'When the present rate began; not sensitive';

create table booking.waiting (
  campaign int not null,
  person uuid not null,
  number bigint not null check (number >= 0),
  primary key (campaign, person)
);
comment on table booking.waiting is 'Who waits for a campaign, so that a closed page loses no place: one row a person';
comment on column booking.waiting.campaign is 'Campaign; no foreign key, which would lock the campaign''s row for each of millions; not sensitive';
comment on column booking.waiting.person is 'Who; not sensitive';
comment on column booking.waiting.number is 'Below gate.early: drawn into an order when it opened. From there on the place in the line itself; not sensitive';

create table booking.pulse (
  campaign int not null,
  second timestamptz not null,
  process text not null,
  accepted int not null,
  repeated int not null,
  refused jsonb not null,
  queue int not null,
  p99_ms real not null,
  networks jsonb not null,
  primary key (campaign, second, process)
);
comment on table booking.pulse is 'What each process did for a campaign in a second; kept for two days';
comment on column booking.pulse.campaign is 'Campaign; not sensitive';
comment on column booking.pulse.second is 'Which second; not sensitive';
comment on column booking.pulse.process is 'Which process; not sensitive';
comment on column booking.pulse.accepted is 'Entries stored; not sensitive';
comment on column booking.pulse.repeated is 'Entries asked for once more; not sensitive';
comment on column booking.pulse.refused is 'Refusals by their code; not sensitive';
comment on column booking.pulse.queue is 'Entries on their way to the database at its end; not sensitive';
comment on column booking.pulse.p99_ms is '99th percentile of the time until an entry was answered; not sensitive';
comment on column booking.pulse.networks is 'Keyed digests of the networks from which strikingly many entries came, with how many; not sensitive';

grant select, insert on booking.gate to citizen_app;
grant update (wanted) on booking.gate to citizen_app;
grant select on booking.waiting to citizen_app;
grant select, insert, delete on booking.pulse to citizen_app;

-- Places for many people of many campaigns in one statement. The quotas are locked first, in one order, since a statement
-- that begins after the lock sees what others stored while it waited. In the usual case, everybody new and places for all,
-- the caller derives each number from the bases; otherwise it is told row by row.
create function booking.register(quotas int[], wanted int[], campaigns int[], persons uuid[], places int[], turns int[],
  out bases int[], out rooms int[], out shut boolean[], out usual boolean, out at double precision, out numbers int[], out found_quotas int[], out ats double precision[])
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  expected bigint;
  stored bigint;
begin
  select array_agg(held.taken order by held.id), array_agg(coalesce(held.capacity, 2147483647) - held.taken order by held.id) into bases, rooms
  from (select q.id, q.taken, q.capacity from booking.quota q where q.id = any (register.quotas) order by q.id for update) held;
  if bases is null or array_length(bases, 1) <> array_length(register.quotas, 1) then raise exception 'a quota is unknown' using errcode = 'no_data_found'; end if;
  -- After the lock, so that nothing is stored once a pause or an end was committed under it.
  select array_agg(c.paused_at is not null or c.ended_at is not null order by q.id) into shut
  from booking.quota q join booking.campaign c on c.id = q.campaign where q.id = any (register.quotas);
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
comment on function booking.register is 'Stores entries of many people, each once, never beyond the places, with numbers from 1 without a gap';

-- Joins the waiting room. Whoever comes before the opening gets a number that means nothing until the order is drawn;
-- whoever comes after it brings the number their process gave them. Whoever has a number keeps it.
create function booking.join_waiting(campaigns int[], persons uuid[], proposed bigint[], out numbers bigint[], out earlies int[])
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform 1 from booking.gate g where g.campaign = any (join_waiting.campaigns) order by g.campaign for update;
  with asked as (
    select a.campaign, a.person, a.proposed, a.i, g.early, g.joined
    from unnest(join_waiting.campaigns, join_waiting.persons, join_waiting.proposed) with ordinality as a (campaign, person, proposed, i)
    join booking.gate g on g.campaign = a.campaign
    where not exists (select from booking.waiting w where w.campaign = a.campaign and w.person = a.person)
  ), added as (
    insert into booking.waiting (campaign, person, number)
    select campaign, person, case when early is null then joined + row_number() over (partition by campaign order by i) - 1 else proposed end
    from asked where early is null or proposed is not null
    on conflict do nothing
    returning campaign
  ), counted as (
    select added.campaign, count(*) as joined from added group by added.campaign
  )
  update booking.gate g set joined = g.joined + counted.joined from counted where g.campaign = counted.campaign and g.early is null;
  select array_agg(w.number order by a.i), array_agg(g.early order by a.i) into numbers, earlies
  from unnest(join_waiting.campaigns, join_waiting.persons) with ordinality as a (campaign, person, i)
  left join booking.gate g on g.campaign = a.campaign
  left join booking.waiting w on w.campaign = a.campaign and w.person = a.person;
end
$$;
comment on function booking.join_waiting is 'Gives each person their number in a waiting room, the same however often they ask';

-- Numbers for the processes, which hand them out without asking. The line never falls far behind those let in already:
-- whatever nobody used in a quiet hour is no burst later.
create function booking.take_numbers(campaigns int[], sizes int[], floors bigint[]) returns bigint[]
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  firsts bigint[];
begin
  perform 1 from booking.gate g where g.campaign = any (take_numbers.campaigns) order by g.campaign for update;
  with taken as (
    update booking.gate g set next = greatest(g.next, asked.floor) + asked.size
    from unnest(take_numbers.campaigns, take_numbers.sizes, take_numbers.floors) with ordinality as asked (campaign, size, floor, i)
    where g.campaign = asked.campaign and asked.size > 0
    returning asked.i, g.next - asked.size as first
  )
  select array_agg(taken.first order by asked.i) into firsts from generate_subscripts(take_numbers.campaigns, 1) as asked (i) left join taken on taken.i = asked.i;
  return firsts;
end
$$;
comment on function booking.take_numbers is 'Takes numbers of the waiting line for a process to hand out';

-- Brings a gate in line with its campaign: opens it, which freezes who was early; follows a pause, an end and the rate.
-- Whichever process notices first does it, and doing it again changes nothing. What was let in never becomes less.
create function booking.pace_gate(asked int, at timestamptz) returns setof booking.gate
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  held booking.gate;
  told booking.campaign;
  rate double precision;
begin
  insert into booking.gate (campaign, since) values (pace_gate.asked, pace_gate.at) on conflict do nothing;
  select * into held from booking.gate g where g.campaign = pace_gate.asked for update;
  select * into told from booking.campaign c where c.id = pace_gate.asked;
  if held.early is null and pace_gate.at >= told.opens_at then
    -- The first are let in at once: a tenth of a second's worth.
    held.early := held.joined;
    held.next := held.joined;
    held.base := greatest(1, coalesce(held.wanted, (told.rules ->> 'admitPerSecond')::int) / 10);
    held.since := pace_gate.at;
  end if;
  rate := case when held.early is null or told.paused_at is not null or told.ended_at is not null then 0 else coalesce(held.wanted, (told.rules ->> 'admitPerSecond')::int) end;
  if rate <> held.rate then
    held.base := held.base + held.rate * greatest(0, extract(epoch from pace_gate.at - held.since));
    held.since := greatest(held.since, pace_gate.at);
    held.rate := rate;
  end if;
  update booking.gate g set early = held.early, next = held.next, base = held.base, since = held.since, rate = held.rate where g.campaign = pace_gate.asked;
  return query select g.* from booking.gate g where g.campaign = pace_gate.asked;
end
$$;
comment on function booking.pace_gate is 'Opens and paces the gate of a campaign';

create function booking.released(gate booking.gate, at timestamptz) returns bigint
language sql stable set search_path = pg_catalog, pg_temp as $$
  select floor(gate.base + gate.rate * greatest(0, extract(epoch from released.at - gate.since)))::bigint
$$;
comment on function booking.released is 'How many numbers of a gate are let in at a time';

revoke all on function booking.register, booking.join_waiting, booking.take_numbers, booking.pace_gate from public;
grant execute on function booking.register, booking.join_waiting, booking.take_numbers, booking.pace_gate to citizen_app;
