-- Whoever's turn has come has time to take their place: while some of those who came before the opening wait, no more are
-- let in than there are places, and who did not come in time makes room for as many others. So neither a fast finger nor a
-- fast line decides.

alter table booking.gate add column ceiling bigint check (ceiling >= 0);
comment on column booking.gate.ceiling is 'Numbers below it have a place promised; null: nobody from before the opening waits any more; not sensitive';

create or replace function booking.released(gate booking.gate, at timestamptz) returns bigint
language sql stable set search_path = pg_catalog, pg_temp as $$
  select least(gate.ceiling, floor(gate.base + gate.rate * greatest(0, extract(epoch from released.at - gate.since)))::bigint)
$$;

drop function booking.pace_gate(int, timestamptz);

-- Brings a gate in line with its campaign: opens it, which freezes who was early; follows a pause, an end and the rate; ends
-- a round in which promised places could be taken. Whichever process notices first does it, and doing it again changes
-- nothing. What was let in never becomes less.
create function booking.pace_gate(asked int, at timestamptz, claim interval) returns setof booking.gate
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  held booking.gate;
  told booking.campaign;
  rate double precision;
  -- Places left over the app; null: as many as come.
  stock bigint;
begin
  insert into booking.gate (campaign, since) values (pace_gate.asked, pace_gate.at) on conflict do nothing;
  select * into held from booking.gate g where g.campaign = pace_gate.asked for update;
  select * into told from booking.campaign c where c.id = pace_gate.asked;
  select case when bool_and(q.capacity is not null) then sum(q.capacity - q.taken) end into stock from booking.quota q where q.campaign = pace_gate.asked and q.channel = 'app';
  if held.early is null and pace_gate.at >= told.opens_at then
    held.early := held.joined;
    held.next := held.joined;
    held.ceiling := case when held.joined > 0 then stock end;
    -- The first are let in at once: a tenth of a second's worth.
    held.base := least(greatest(1, coalesce(held.wanted, (told.rules ->> 'admitPerSecond')::int) / 10), held.ceiling);
    held.since := pace_gate.at;
  end if;
  if held.ceiling is not null and held.rate > 0 and pace_gate.at >= held.since + make_interval(secs => greatest(0, held.ceiling - held.base) / held.rate) + pace_gate.claim then
    held.base := held.ceiling;
    held.since := pace_gate.at;
    held.ceiling := case when held.ceiling < held.early then held.ceiling + greatest(0, stock) end;
  end if;
  rate := case when held.early is null or told.paused_at is not null or told.ended_at is not null then 0 else coalesce(held.wanted, (told.rules ->> 'admitPerSecond')::int) end;
  if rate <> held.rate then
    held.base := least(held.base + held.rate * greatest(0, extract(epoch from pace_gate.at - held.since)), held.ceiling);
    held.since := greatest(held.since, pace_gate.at);
    held.rate := rate;
  end if;
  update booking.gate g set early = held.early, next = held.next, ceiling = held.ceiling, base = held.base, since = held.since, rate = held.rate where g.campaign = pace_gate.asked;
  return query select g.* from booking.gate g where g.campaign = pace_gate.asked;
end
$$;
comment on function booking.pace_gate is 'Opens and paces the gate of a campaign';

revoke all on function booking.pace_gate from public;
grant execute on function booking.pace_gate to citizen_app;
