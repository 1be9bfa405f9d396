-- Who was let in at the door of a campaign: once for each place, whoever stands at how many doors. Nobody without an entry is let in,
-- and when it is forgotten who took part, it is forgotten with the entry who was there.

create table booking.admission (
  campaign int not null,
  person uuid not null,
  at timestamptz not null,
  by_staff text not null,
  primary key (campaign, person),
  foreign key (campaign, person) references booking.entry (campaign, person) on delete cascade
);
comment on table booking.admission is 'Whose place in a campaign was used at the door; written once and never changed';
comment on column booking.admission.campaign is 'Campaign; not sensitive';
comment on column booking.admission.person is 'Who was let in; not sensitive';
comment on column booking.admission.at is 'When; not sensitive';
comment on column booking.admission.by_staff is 'Staff id of whoever let them in; not sensitive';
grant select, insert on booking.admission to citizen_app;
