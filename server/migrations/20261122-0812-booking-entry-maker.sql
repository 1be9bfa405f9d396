-- Parents register their child in a draw: who did it, so that they are told what came of it.

create table booking.entry_maker (
  campaign int not null references booking.campaign (id),
  person uuid not null,
  made_by uuid not null,
  at timestamptz not null,
  primary key (campaign, person)
);
comment on table booking.entry_maker is 'Which parent registered a child; the entry itself is the child''s';
comment on column booking.entry_maker.campaign is 'Campaign; not sensitive';
comment on column booking.entry_maker.person is 'The child; not sensitive';
comment on column booking.entry_maker.made_by is 'The parent; not sensitive';
comment on column booking.entry_maker.at is 'When; not sensitive';
grant select, insert, delete on booking.entry_maker to citizen_app;
