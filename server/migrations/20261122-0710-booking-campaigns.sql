-- What everybody wants at once: the campaign as it was taken over from the city's documents, the places of each group and
-- channel, and who has one. The last table is written in batches by the rush path and by nothing else.

create schema booking;
comment on schema booking is 'Appointments, the queue at the counter, and campaigns with their draws';
grant usage on schema booking to citizen_app;

create table booking.campaign (
  id int generated always as identity primary key,
  city text not null,
  slug text not null,
  rules jsonb not null,
  opens_at timestamptz not null,
  closes_at timestamptz not null check (closes_at > opens_at),
  paused_at timestamptz,
  ended_at timestamptz,
  guarded_at timestamptz,
  salt bytea not null,
  unique (city, slug)
);
comment on table booking.campaign is 'A campaign under the rules it opens with';
comment on column booking.campaign.id is 'Campaign id; not sensitive';
comment on column booking.campaign.city is 'City id; not sensitive';
comment on column booking.campaign.slug is 'Id of its document; not sensitive';
comment on column booking.campaign.rules is 'The document; it stands still once the campaign has opened; not sensitive';
comment on column booking.campaign.opens_at is 'When registration opens; not sensitive';
comment on column booking.campaign.closes_at is 'When it closes; not sensitive';
comment on column booking.campaign.paused_at is 'Since when an operator has stopped it for a while; not sensitive';
comment on column booking.campaign.ended_at is 'When an operator ended it for good; not sensitive';
comment on column booking.campaign.guarded_at is 'Since when whoever joins must solve a challenge; not sensitive';
comment on column booking.campaign.salt is '32 random bytes sealed with the service''s key: of the waiting order and of the participants'' commitments; sensitive';

create table booking.quota (
  id int generated always as identity primary key,
  campaign int not null references booking.campaign (id),
  grp text not null,
  channel text not null,
  capacity int check (capacity >= 0),
  taken int not null default 0 check (taken >= 0),
  check (taken <= capacity),
  unique (campaign, grp, channel)
) with (fillfactor = 50);
comment on table booking.quota is 'Places of a campaign for one group over one channel; a row is touched once for each batch of entries';
comment on column booking.quota.id is 'Quota id; not sensitive';
comment on column booking.quota.campaign is 'Campaign; not sensitive';
comment on column booking.quota.grp is 'Group by the campaign''s rules; not sensitive';
comment on column booking.quota.channel is 'app, or the channel by the campaign''s rules; not sensitive';
comment on column booking.quota.capacity is 'Places; null: as many as come; not sensitive';
comment on column booking.quota.taken is 'How many were handed out, which is also the last number given; not sensitive';

create table booking.entry (
  campaign int not null,
  person uuid not null,
  quota int not null,
  number int not null,
  at timestamptz not null default now(),
  primary key (campaign, person)
);
comment on table booking.entry is 'Who takes part in a campaign: one row a person, whatever the channel, written once and never changed';
comment on column booking.entry.campaign is 'Campaign; no foreign key, which would lock the campaign''s row for each of millions; not sensitive';
comment on column booking.entry.person is 'Who; not sensitive';
comment on column booking.entry.quota is 'Of which places; not sensitive';
comment on column booking.entry.number is 'Which of them, counted from 1 in the order in which they were stored; not sensitive';
comment on column booking.entry.at is 'When it was stored; not sensitive';

grant select, insert, update on booking.campaign, booking.quota to citizen_app;
grant select, insert on booking.entry to citizen_app;
