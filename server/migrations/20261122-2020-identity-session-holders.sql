-- Asked a thousand times a second when a crowd comes: to plan it took the database four times as long as to answer it. Its plan is
-- made once for each connection; one made while the tables were small would read them whole when they are not.
create function identity.session_holders(digests bytea[])
returns table (place int, person uuid, kind text, "lastSeenAt" timestamptz, "expiresAt" timestamptz, level smallint, "accountState" text)
language plpgsql stable
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off as $$
begin
  return query
    select asked.place::int, s.person, s.kind, s.last_seen_at, s.expires_at, p.level, a.state
    from unnest(digests) with ordinality as asked (digest, place)
    join identity.session s on s.token_digest = asked.digest
    join identity.person p on p.id = s.person
    join identity.account a on a.person = s.person;
end
$$;
comment on function identity.session_holders is 'Whose the sessions of these token digests are, each with its place in the list; those that are none are left out';
