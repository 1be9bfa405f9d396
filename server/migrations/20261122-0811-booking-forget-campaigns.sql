-- Some years after a campaign has closed nothing says any more who took part. What was published of a draw stays as it was: the
-- commitments name nobody, and without the campaign's salt nothing makes them again from a person.

alter table booking.campaign add column forgotten_at timestamptz;
comment on column booking.campaign.forgotten_at is 'When it was forgotten who took part; not sensitive';

alter table booking.participant alter column person drop not null;
comment on column booking.participant.person is 'Whom it stands for; null: forgotten; sensitive';
alter table booking.award drop constraint award_pkey;
alter table booking.award alter column person drop not null;
alter table booking.award add constraint award_once unique (campaign, person);
comment on column booking.award.person is 'Who; null: forgotten; sensitive';

-- The application may neither delete an entry nor change a frozen list. This does both, some rows at a time, and only of what
-- closed more than a year ago whatever is asked.
create function booking.forget_participants(asked int, at timestamptz, most int) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  gone int;
  total int := 0;
begin
  if not exists (select from booking.campaign c where c.id = forget_participants.asked and c.closes_at < forget_participants.at - interval '1 year') then
    raise exception 'this campaign is not long over' using errcode = 'object_not_in_prerequisite_state';
  end if;
  delete from booking.entry e where e.campaign = forget_participants.asked and e.person in (select x.person from booking.entry x where x.campaign = forget_participants.asked limit forget_participants.most);
  get diagnostics gone = row_count;
  total := total + gone;
  delete from booking.waiting w where w.campaign = forget_participants.asked and w.person in (select x.person from booking.waiting x where x.campaign = forget_participants.asked limit forget_participants.most);
  get diagnostics gone = row_count;
  total := total + gone;
  delete from booking.entry_end e where e.campaign = forget_participants.asked and e.person in (select x.person from booking.entry_end x where x.campaign = forget_participants.asked limit forget_participants.most);
  get diagnostics gone = row_count;
  total := total + gone;
  delete from booking.exclusion e where e.campaign = forget_participants.asked and e.person in (select x.person from booking.exclusion x where x.campaign = forget_participants.asked limit forget_participants.most);
  get diagnostics gone = row_count;
  total := total + gone;
  update booking.participant p set person = null where p.campaign = forget_participants.asked and p.commitment in (select x.commitment from booking.participant x where x.campaign = forget_participants.asked and x.person is not null limit forget_participants.most);
  get diagnostics gone = row_count;
  total := total + gone;
  -- By turn nothing of an award was published.
  delete from booking.award a where a.campaign = forget_participants.asked and a.commitment is null and a.person in (select x.person from booking.award x where x.campaign = forget_participants.asked and x.commitment is null limit forget_participants.most);
  get diagnostics gone = row_count;
  total := total + gone;
  update booking.award a set person = null where a.campaign = forget_participants.asked and a.rank in (select x.rank from booking.award x where x.campaign = forget_participants.asked and x.person is not null and x.commitment is not null limit forget_participants.most) and a.commitment is not null;
  get diagnostics gone = row_count;
  return total + gone;
end
$$;
comment on function booking.forget_participants is 'Forgets some of those who took part in a campaign that is long over; says how many rows it found';
revoke all on function booking.forget_participants from public;
grant execute on function booking.forget_participants to citizen_app;
