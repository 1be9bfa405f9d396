-- As before, with the columns told apart from the parameters of the same name.

create or replace function booking.join_waiting(campaigns int[], persons uuid[], proposed bigint[], out numbers bigint[], out earlies int[])
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform 1 from booking.gate g where g.campaign = any (join_waiting.campaigns) order by g.campaign for update;
  with asked as (
    select a.campaign, a.person, a.brought, a.i, g.early, g.joined
    from unnest(join_waiting.campaigns, join_waiting.persons, join_waiting.proposed) with ordinality as a (campaign, person, brought, i)
    join booking.gate g on g.campaign = a.campaign
    where not exists (select from booking.waiting w where w.campaign = a.campaign and w.person = a.person)
  ), added as (
    insert into booking.waiting (campaign, person, number)
    select asked.campaign, asked.person, case when asked.early is null then asked.joined + row_number() over (partition by asked.campaign order by asked.i) - 1 else asked.brought end
    from asked where asked.early is null or asked.brought is not null
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
