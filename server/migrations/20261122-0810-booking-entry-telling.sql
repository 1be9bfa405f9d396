-- Who got a place by turn is told of it by message, once the crowd is through: the lane that hands out places does nothing for it.

create table booking.entry_telling (
  campaign int primary key references booking.campaign (id),
  told jsonb not null default '{}',
  told_count int not null default 0,
  told_until jsonb,
  after uuid,
  seen int not null default 0,
  waiting_since timestamptz,
  check (told_until is not null or after is null)
);
comment on table booking.entry_telling is 'How far the people of a campaign by turn were told that they have a place';
comment on column booking.entry_telling.campaign is 'Campaign; not sensitive';
comment on column booking.entry_telling.told is 'By quota, the number up to which everybody was told; not sensitive';
comment on column booking.entry_telling.told_count is 'Sum of these; not sensitive';
comment on column booking.entry_telling.told_until is 'By quota, up to which number the round under way tells; null: none is under way; not sensitive';
comment on column booking.entry_telling.after is 'The last person the round under way came to; not sensitive';
comment on column booking.entry_telling.seen is 'Places handed out when it was looked at last; not sensitive';
comment on column booking.entry_telling.waiting_since is 'Since when somebody has a place and was not told; not sensitive';
grant select, insert, update on booking.entry_telling to citizen_app;

-- Whoever got a place before this was told on the page where they did.
insert into booking.entry_telling (campaign, told, told_count, seen)
select q.campaign, jsonb_object_agg(q.id, q.taken), sum(q.taken), sum(q.taken)
from booking.quota q join booking.campaign c on c.id = q.campaign where c.rules ->> 'manner' = 'first-come' group by q.campaign;
