-- For whom a person may act: children by their birth record, adults by mandate, companies by the register of enterprises.

alter table identity.person add column became uuid references identity.person;
comment on column identity.person.became is 'The person this row turned out to be, once an ID number showed it: theirs are the acts under both ids; sensitive';

create table identity.kinship (
  id uuid primary key,
  guardian uuid not null references identity.person,
  child uuid not null references identity.person,
  relation text not null check (relation in ('father', 'mother')),
  ground bytea not null,
  adult_in smallint not null,
  since timestamptz not null,
  ended_at timestamptz,
  end_reason text check (end_reason in ('of-age', 'guardian', 'staff')),
  check (guardian <> child),
  check ((ended_at is null) = (end_reason is null))
);
comment on table identity.kinship is 'Which parent acts for which child; the birth record is the proof';
comment on column identity.kinship.id is 'Kinship id; not sensitive';
comment on column identity.kinship.guardian is 'Person id of the parent; sensitive';
comment on column identity.kinship.child is 'Person id of the child; sensitive';
comment on column identity.kinship.relation is 'father or mother, as in the record; sensitive';
comment on column identity.kinship.ground is 'Number of the birth record, sealed with the child''s key; sensitive';
comment on column identity.kinship.adult_in is 'Year in which the child comes of age, so that the nightly job opens only those; the day stays sealed in the ID number; sensitive';
comment on column identity.kinship.since is 'When the parent added the child; not sensitive';
comment on column identity.kinship.ended_at is 'End; not sensitive';
comment on column identity.kinship.end_reason is 'of-age, guardian or staff; not sensitive';
create unique index kinship_open on identity.kinship (guardian, child) where ended_at is null;
create index kinship_child on identity.kinship (child);
create index kinship_adult_in on identity.kinship (adult_in) where ended_at is null;

create table identity.mandate (
  id uuid primary key,
  grantor uuid not null references identity.person,
  holder uuid references identity.person,
  invited_phone bytea,
  invited_phone_hash bytea,
  invited_name bytea,
  city text not null,
  scope text not null check (scope in ('everything', 'topics', 'services')),
  scope_items text[] not null,
  payment_ceiling_fen bigint not null check (payment_ceiling_fen >= 0),
  purpose bytea not null,
  created_at timestamptz not null,
  offer_expires_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  declined_at timestamptz,
  ended_at timestamptz,
  end_reason text check (end_reason in ('grantor', 'holder', 'expired', 'lapsed', 'staff')),
  entered_by text,
  paper_digest bytea unique,
  check (grantor <> holder),
  check ((accepted_at is null) = (holder is null)),
  check ((ended_at is null) = (end_reason is null)),
  check (holder is not null or ended_at is not null or (invited_phone_hash is not null and invited_name is not null)),
  check ((scope = 'everything') = (cardinality(scope_items) = 0))
);
comment on table identity.mandate is 'One adult lets another act for them, within a scope, a ceiling and a time';
comment on column identity.mandate.id is 'Mandate id; not sensitive';
comment on column identity.mandate.grantor is 'Person id of who grants; sensitive';
comment on column identity.mandate.holder is 'Person id of who accepted, null until then; sensitive';
comment on column identity.mandate.invited_phone is 'Mobile number it is offered to, sealed with the service key, gone once accepted or ended; sensitive';
comment on column identity.mandate.invited_phone_hash is 'Keyed hash of that number, by which its owner finds the offer; sensitive';
comment on column identity.mandate.invited_name is 'Name of whom the grantor means, sealed with the grantor''s key: a number may have a new owner; sensitive';
comment on column identity.mandate.city is 'The city whose topics and items the scope names; not sensitive';
comment on column identity.mandate.scope is 'everything, topics or services; not sensitive';
comment on column identity.mandate.scope_items is 'Topic or service item ids, sorted; sensitive';
comment on column identity.mandate.payment_ceiling_fen is 'The most that one payment may be; 0 allows none; not sensitive';
comment on column identity.mandate.purpose is 'What for, in the grantor''s words, sealed with the grantor''s key; sensitive';
comment on column identity.mandate.created_at is 'When it was offered; not sensitive';
comment on column identity.mandate.offer_expires_at is 'Until when it may be accepted; not sensitive';
comment on column identity.mandate.expires_at is 'End at the latest; not sensitive';
comment on column identity.mandate.accepted_at is 'When the holder accepted; not sensitive';
comment on column identity.mandate.declined_at is 'When the owner of the number put it aside, which the grantor is not told; sensitive';
comment on column identity.mandate.ended_at is 'When it was revoked or found expired; not sensitive';
comment on column identity.mandate.end_reason is 'Who or what ended it; not sensitive';
comment on column identity.mandate.entered_by is 'Staff id of the clerk who entered it for somebody without a telephone; not sensitive';
comment on column identity.mandate.paper_digest is 'SHA-256 of the code on the printed sheet; sensitive';
create index mandate_grantor on identity.mandate (grantor, created_at desc);
create index mandate_holder on identity.mandate (holder, created_at desc) where holder is not null;
create index mandate_invited on identity.mandate (invited_phone_hash) where invited_phone_hash is not null;
create unique index mandate_open on identity.mandate (grantor, holder, scope, scope_items) where ended_at is null and holder is not null;

create table identity.enterprise (
  id uuid primary key,
  credit_code text not null unique,
  name text not null,
  state text not null check (state in ('active', 'revoked', 'cancelled')),
  representative uuid references identity.person,
  city text not null,
  opened_at timestamptz not null,
  checked_at timestamptz not null
);
comment on table identity.enterprise is 'Companies with an account; what the register of enterprises publishes about them';
comment on column identity.enterprise.id is 'Enterprise id; not sensitive';
comment on column identity.enterprise.credit_code is 'GB 32100 code, public; not sensitive';
comment on column identity.enterprise.name is 'Name in the register, public; not sensitive';
comment on column identity.enterprise.state is 'active, revoked or cancelled, as the register last said; not sensitive';
comment on column identity.enterprise.representative is 'Person id of the legal representative who opened the account; null when the register no longer names them; sensitive';
comment on column identity.enterprise.city is 'The city the account was opened in; not sensitive';
comment on column identity.enterprise.opened_at is 'When; not sensitive';
comment on column identity.enterprise.checked_at is 'When the register was last asked; not sensitive';
create index enterprise_representative on identity.enterprise (representative) where representative is not null;
create index enterprise_checked_at on identity.enterprise (checked_at) where state <> 'cancelled';

create table identity.enterprise_agent (
  id uuid primary key,
  enterprise uuid not null references identity.enterprise,
  person uuid references identity.person,
  invited_phone bytea,
  invited_phone_hash bytea,
  invited_name bytea,
  scope text not null check (scope in ('everything', 'topics', 'services')),
  scope_items text[] not null,
  payment_ceiling_fen bigint not null check (payment_ceiling_fen >= 0),
  appointed_by uuid not null references identity.person,
  created_at timestamptz not null,
  offer_expires_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  declined_at timestamptz,
  ended_at timestamptz,
  end_reason text check (end_reason in ('representative', 'agent', 'expired', 'lapsed', 'representative-changed', 'enterprise-ended')),
  check ((accepted_at is null) = (person is null)),
  check ((ended_at is null) = (end_reason is null)),
  check ((scope = 'everything') = (cardinality(scope_items) = 0))
);
comment on table identity.enterprise_agent is 'Who may act for a company beside its legal representative, within a scope, a ceiling and a time';
comment on column identity.enterprise_agent.id is 'Agent id; not sensitive';
comment on column identity.enterprise_agent.enterprise is 'Enterprise id; not sensitive';
comment on column identity.enterprise_agent.person is 'Person id of who accepted, null until then; sensitive';
comment on column identity.enterprise_agent.invited_phone is 'Mobile number invited, sealed with the service key, gone once accepted or ended; sensitive';
comment on column identity.enterprise_agent.invited_phone_hash is 'Keyed hash of that number, by which its owner finds the invitation; sensitive';
comment on column identity.enterprise_agent.invited_name is 'Name of whom the representative means, sealed with the service key; sensitive';
comment on column identity.enterprise_agent.scope is 'everything, topics or services; not sensitive';
comment on column identity.enterprise_agent.scope_items is 'Topic or service item ids, sorted; not sensitive';
comment on column identity.enterprise_agent.payment_ceiling_fen is 'The most that one payment may be; 0 allows none; not sensitive';
comment on column identity.enterprise_agent.appointed_by is 'Person id of the representative; sensitive';
comment on column identity.enterprise_agent.created_at is 'When invited; not sensitive';
comment on column identity.enterprise_agent.offer_expires_at is 'Until when it may be accepted; not sensitive';
comment on column identity.enterprise_agent.expires_at is 'End at the latest; not sensitive';
comment on column identity.enterprise_agent.accepted_at is 'When accepted; not sensitive';
comment on column identity.enterprise_agent.declined_at is 'When the owner of the number put it aside, which the representative is not told; sensitive';
comment on column identity.enterprise_agent.ended_at is 'When it ended; not sensitive';
comment on column identity.enterprise_agent.end_reason is 'Who or what ended it; not sensitive';
create index enterprise_agent_enterprise on identity.enterprise_agent (enterprise, created_at desc);
create index enterprise_agent_person on identity.enterprise_agent (person) where person is not null;
create index enterprise_agent_invited on identity.enterprise_agent (invited_phone_hash) where invited_phone_hash is not null;
create unique index enterprise_agent_open on identity.enterprise_agent (enterprise, person) where ended_at is null and person is not null;

create table identity.acting_use (
  id uuid primary key,
  relation uuid not null,
  actor uuid not null references identity.person,
  at timestamptz not null,
  act text not null,
  city text not null,
  topic text,
  service text,
  amount_fen bigint,
  refused text
);
comment on table identity.acting_use is 'Each time somebody acted, or was refused to act, by a kinship, a mandate or an agency: what both sides see';
comment on column identity.acting_use.id is 'Use id; not sensitive';
comment on column identity.acting_use.relation is 'Id of the kinship, mandate or agency, or of the enterprise when its representative acts; not sensitive';
comment on column identity.acting_use.actor is 'Person id of who acted; sensitive';
comment on column identity.acting_use.at is 'When; sensitive';
comment on column identity.acting_use.act is 'Method and route, without the ids in it; sensitive';
comment on column identity.acting_use.city is 'City; not sensitive';
comment on column identity.acting_use.topic is 'Topic id; sensitive';
comment on column identity.acting_use.service is 'Service item id; sensitive';
comment on column identity.acting_use.amount_fen is 'Amount of a payment; sensitive';
comment on column identity.acting_use.refused is 'Why it was refused; null when it was allowed; not sensitive';
create index acting_use_relation on identity.acting_use (relation, at desc);

grant select, insert, update on identity.kinship, identity.mandate, identity.enterprise, identity.enterprise_agent to citizen_app;
grant select, insert on identity.acting_use to citizen_app;

-- A notice that waits goes to the number of who its owner turned out to be.
grant update (person, phone) on identity.notice to citizen_app;
