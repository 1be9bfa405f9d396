-- Draws that anybody can recompute: who took part, frozen before the random value exists, and who got something.

alter table booking.campaign add column reason jsonb;
comment on column booking.campaign.reason is 'What the operators tell people of a pause or an end, zh and en; not sensitive';

create table booking.entry_end (
  campaign int not null,
  person uuid not null,
  at timestamptz not null,
  returned_at timestamptz,
  primary key (campaign, person)
);
comment on table booking.entry_end is 'Who gave their place back before the campaign closed; the entry itself stays, so nobody enters twice';
comment on column booking.entry_end.campaign is 'Campaign; not sensitive';
comment on column booking.entry_end.person is 'Who; not sensitive';
comment on column booking.entry_end.at is 'When; not sensitive';
comment on column booking.entry_end.returned_at is 'When the place went to others, together with all the others of that hour; not sensitive';
create index entry_end_waiting on booking.entry_end (campaign) where returned_at is null;

create table booking.exclusion (
  campaign int not null references booking.campaign (id),
  person uuid not null,
  reason text not null check (reason in ('not-eligible', 'deceased', 'false-identity', 'organiser', 'other-channel')),
  by_staff text not null,
  at timestamptz not null,
  primary key (campaign, person)
);
comment on table booking.exclusion is 'Who registered for a draw and takes no part in it, decided before the list is frozen';
comment on column booking.exclusion.campaign is 'Campaign; not sensitive';
comment on column booking.exclusion.person is 'Who; not sensitive';
comment on column booking.exclusion.reason is 'Why, as a code that is published beside the commitment; sensitive';
comment on column booking.exclusion.by_staff is 'Staff id; not sensitive';
comment on column booking.exclusion.at is 'When; not sensitive';

create table booking.draw (
  campaign int primary key references booking.campaign (id),
  randomness text not null check (randomness in ('drand', 'committed')),
  announced_at timestamptz not null,
  seed bytea,
  revealed_seed bytea,
  commitment bytea,
  announced_round bigint,
  round bigint,
  check ((randomness = 'committed') = (seed is not null and commitment is not null)),
  check ((randomness = 'drand') = (round is not null and announced_round is not null)),
  freezing_at timestamptz,
  frozen_at timestamptz,
  participants int,
  lots bigint,
  excluded jsonb,
  list_digest bytea,
  root bytea,
  drawing_at timestamptz,
  contributions jsonb,
  signature bytea,
  value bytea,
  drawn_at timestamptz,
  winners int,
  winners_digest bytea,
  published_at timestamptz,
  told_winners_until int not null default 0,
  told_others_until bytea,
  told_at timestamptz,
  check (frozen_at is null or (participants is not null and lots is not null and list_digest is not null and root is not null)),
  check (drawn_at is null or (frozen_at is not null and value is not null and winners is not null and winners_digest is not null and drawn_at > frozen_at))
);
comment on table booking.draw is 'A campaign''s draw: what was promised beforehand, what was frozen, what came of it';
comment on column booking.draw.campaign is 'Campaign; not sensitive';
comment on column booking.draw.randomness is 'Where the public random value comes from; not sensitive';
comment on column booking.draw.announced_at is 'When commitment or round were first published; not sensitive';
comment on column booking.draw.seed is '32 random bytes sealed with the service''s key until they are revealed; sensitive';
comment on column booking.draw.revealed_seed is 'The seed once it was drawn with; not sensitive';
comment on column booking.draw.commitment is 'SHA-256 over the seed; not sensitive';
comment on column booking.draw.announced_round is 'drand''s round as it was first published; not sensitive';
comment on column booking.draw.round is 'drand''s round that counts: another one when the list was frozen too late for the first; not sensitive';
comment on column booking.draw.freezing_at is 'From when on nothing changes who takes part; not sensitive';
comment on column booking.draw.frozen_at is 'When digest and root of the list were there; not sensitive';
comment on column booking.draw.participants is 'Lines of the list; not sensitive';
comment on column booking.draw.lots is 'Lots of all participants; not sensitive';
comment on column booking.draw.excluded is 'How many take no part, by reason; not sensitive';
comment on column booking.draw.list_digest is 'SHA-256 of the list as it is served; not sensitive';
comment on column booking.draw.root is 'Root of the Merkle tree over its lines; not sensitive';
comment on column booking.draw.drawing_at is 'When the random value was taken and drawing began; not sensitive';
comment on column booking.draw.contributions is 'What witnesses said at the draw; not sensitive';
comment on column booking.draw.signature is 'drand''s signature of the round; not sensitive';
comment on column booking.draw.value is 'The public random value; not sensitive';
comment on column booking.draw.drawn_at is 'When the awards were there; not sensitive';
comment on column booking.draw.winners is 'How many got something; not sensitive';
comment on column booking.draw.winners_digest is 'SHA-256 of the list of winners as it is served; not sensitive';
comment on column booking.draw.published_at is 'When everybody could read the result; not sensitive';
comment on column booking.draw.told_winners_until is 'Rank up to which winners were told; not sensitive';
comment on column booking.draw.told_others_until is 'Commitment up to which the others were told; not sensitive';
comment on column booking.draw.told_at is 'When everybody had been told; not sensitive';

create table booking.participant (
  campaign int not null,
  commitment bytea not null,
  weight smallint not null check (weight between 0 and 100),
  reason text,
  person uuid not null,
  primary key (campaign, commitment),
  check ((weight = 0) = (reason is not null))
);
comment on table booking.participant is 'The frozen list of a draw; written once, and changed by nothing';
comment on column booking.participant.campaign is 'Campaign; not sensitive';
comment on column booking.participant.commitment is 'Salted hash that stands for the person in public; not sensitive';
comment on column booking.participant.weight is 'Lots; none for whoever is excluded; not sensitive';
comment on column booking.participant.reason is 'Why excluded, as a code; not sensitive';
comment on column booking.participant.person is 'Whom it stands for; sensitive';

create table booking.participant_block (
  campaign int not null,
  number int not null,
  first_commitment bytea not null,
  lines int not null,
  hash bytea not null,
  primary key (campaign, number)
);
comment on table booking.participant_block is 'Subtrees of the frozen list''s Merkle tree, so that one proof reads one block and not millions of lines';
comment on column booking.participant_block.campaign is 'Campaign; not sensitive';
comment on column booking.participant_block.number is 'Which block, from 0; not sensitive';
comment on column booking.participant_block.first_commitment is 'Of its first line; not sensitive';
comment on column booking.participant_block.lines is 'Lines; not sensitive';
comment on column booking.participant_block.hash is 'Root of its subtree; not sensitive';

create table booking.award (
  campaign int not null,
  person uuid not null,
  rank int not null check (rank > 0),
  tier text not null,
  commitment bytea,
  in_place_of int,
  at timestamptz not null,
  confirm_by timestamptz,
  confirmed_at timestamptz,
  returned_at timestamptz,
  primary key (campaign, person),
  check (confirmed_at is null or returned_at is null)
);
comment on table booking.award is 'Who got something in a draw, or confirmed by turn';
comment on column booking.award.campaign is 'Campaign; not sensitive';
comment on column booking.award.person is 'Who; sensitive';
comment on column booking.award.rank is 'Place in the order drawn; by turn the number of the entry; not sensitive';
comment on column booking.award.tier is 'What they got, by the campaign''s rules; sensitive';
comment on column booking.award.commitment is 'What stands for them in public; not sensitive';
comment on column booking.award.in_place_of is 'Rank of whoever gave it back; null: drawn first; not sensitive';
comment on column booking.award.at is 'When; not sensitive';
comment on column booking.award.confirm_by is 'Until when they confirm it; not sensitive';
comment on column booking.award.confirmed_at is 'When they did; not sensitive';
comment on column booking.award.returned_at is 'When it was given back, by them or because nobody confirmed it; not sensitive';
create unique index award_rank on booking.award (campaign, rank) where commitment is not null;
create index award_unconfirmed on booking.award (campaign, confirm_by) where confirmed_at is null and returned_at is null and confirm_by is not null;

grant select, insert, update on booking.entry_end, booking.draw, booking.award to citizen_app;
grant select, insert on booking.exclusion, booking.participant, booking.participant_block to citizen_app;
