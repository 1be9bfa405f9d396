-- The catalogue: a city's documents and their published versions, drafts under way, and what the system noticed about them.

create schema catalogue;
comment on schema catalogue is 'Cities, divisions, departments, offices, topics, service items and life events';

create table catalogue.document (
  city text not null,
  kind text not null check (kind in ('city', 'division', 'department', 'topic', 'office', 'life-event', 'calendar-year', 'service')),
  id text not null,
  position integer not null,
  current_version integer not null,
  imported_digest text,
  changed_at timestamptz not null default now(),
  primary key (city, kind, id)
);
comment on table catalogue.document is 'A document of a city and which of its versions people see';
comment on column catalogue.document.city is 'City id; not sensitive';
comment on column catalogue.document.kind is 'What sort of document; not sensitive';
comment on column catalogue.document.id is 'Id within its kind and city; not sensitive';
comment on column catalogue.document.position is 'Order in lists; not sensitive';
comment on column catalogue.document.current_version is 'The version people see; not sensitive';
comment on column catalogue.document.imported_digest is 'SHA-256 of the file last imported, so that an import keeps what was edited here since; not sensitive';
comment on column catalogue.document.changed_at is 'Last publication; not sensitive';

create table catalogue.document_version (
  city text not null,
  kind text not null,
  id text not null,
  version integer not null check (version > 0),
  body json not null,
  origin text not null check (origin in ('import', 'review', 'roll-back')),
  author text not null,
  reviewer text,
  note text,
  published_at timestamptz not null default now(),
  primary key (city, kind, id, version),
  foreign key (city, kind, id) references catalogue.document deferrable initially deferred
);
comment on table catalogue.document_version is 'Published versions: written once, never changed, so that running business keeps the one it began with';
comment on column catalogue.document_version.city is 'City id; not sensitive';
comment on column catalogue.document_version.kind is 'What sort of document; not sensitive';
comment on column catalogue.document_version.id is 'Id within its kind and city; not sensitive';
comment on column catalogue.document_version.version is 'Counts from 1; not sensitive';
comment on column catalogue.document_version.body is 'The document as its schema has it, json rather than jsonb so that an export keeps the order of its members; not sensitive';
comment on column catalogue.document_version.origin is 'How it came to be published; not sensitive';
comment on column catalogue.document_version.author is 'Staff id of who wrote it, or the importing command; not sensitive';
comment on column catalogue.document_version.reviewer is 'Staff id of the second person who approved it; not sensitive';
comment on column catalogue.document_version.note is 'Why it was changed; not sensitive';
comment on column catalogue.document_version.published_at is 'When people began to see it; not sensitive';

create table catalogue.draft (
  city text not null,
  kind text not null,
  id text not null,
  body json not null,
  base_version integer,
  state text not null check (state in ('open', 'submitted')),
  editors text[] not null,
  note text,
  remark text,
  revision integer not null default 1,
  updated_at timestamptz not null default now(),
  primary key (city, kind, id)
);
comment on table catalogue.draft is 'A change being written or waiting for its review, at most one for each document';
comment on column catalogue.draft.city is 'City id; not sensitive';
comment on column catalogue.draft.kind is 'What sort of document; not sensitive';
comment on column catalogue.draft.id is 'Id within its kind and city; not sensitive';
comment on column catalogue.draft.body is 'The document so far, which may still break its schema; not sensitive';
comment on column catalogue.draft.base_version is 'The version it changes; null for a new document; not sensitive';
comment on column catalogue.draft.state is 'open: being written; submitted: waiting for a second person; not sensitive';
comment on column catalogue.draft.editors is 'Staff ids of all who wrote in it: none of them may review it; not sensitive';
comment on column catalogue.draft.note is 'Why the change is made; not sensitive';
comment on column catalogue.draft.remark is 'What the reviewer sent back; not sensitive';
comment on column catalogue.draft.revision is 'Counts saves, so that two writers do not overwrite each other unseen; not sensitive';
comment on column catalogue.draft.updated_at is 'Last save; not sensitive';

create table catalogue.retirement (
  city text not null,
  id text not null,
  body json not null,
  primary key (city, id)
);
comment on table catalogue.retirement is 'Service items no longer offered: their addresses lead to what replaced them';
comment on column catalogue.retirement.city is 'City id; not sensitive';
comment on column catalogue.retirement.id is 'Service item id; not sensitive';
comment on column catalogue.retirement.body is 'Since when, why, and the item that replaced it; not sensitive';

create table catalogue.search_miss (
  city text not null,
  query text not null,
  asked integer not null,
  first_at timestamptz not null default now(),
  last_at timestamptz not null default now(),
  settled_by text,
  settled_at timestamptz,
  primary key (city, query)
);
comment on table catalogue.search_miss is 'Searches that found nothing. Queries that may hold a number of a person are never written';
comment on column catalogue.search_miss.city is 'City id; not sensitive';
comment on column catalogue.search_miss.query is 'The query in its normal form; not sensitive';
comment on column catalogue.search_miss.asked is 'How often; not sensitive';
comment on column catalogue.search_miss.first_at is 'First time; not sensitive';
comment on column catalogue.search_miss.last_at is 'Last time; not sensitive';
comment on column catalogue.search_miss.settled_by is 'Staff id of who dealt with it; not sensitive';
comment on column catalogue.search_miss.settled_at is 'When it was dealt with; not sensitive';

create table catalogue.item_use (
  city text not null,
  id text not null,
  day date not null,
  views integer not null,
  primary key (city, id, day)
);
comment on table catalogue.item_use is 'How often each guide was read, by day: what little is used is merged or retired by a decision';
comment on column catalogue.item_use.city is 'City id; not sensitive';
comment on column catalogue.item_use.id is 'Service item id; not sensitive';
comment on column catalogue.item_use.day is 'Day in UTC; not sensitive';
comment on column catalogue.item_use.views is 'Readings, people not told apart; not sensitive';

create table catalogue.near_duplicate (
  city text not null,
  first_id text not null,
  second_id text not null,
  score real not null,
  reasons jsonb not null,
  found_at timestamptz not null default now(),
  decision text check (decision in ('keep-both', 'merge')),
  decided_by text,
  decided_at timestamptz,
  note text,
  primary key (city, first_id, second_id),
  check (first_id < second_id)
);
comment on table catalogue.near_duplicate is 'Pairs of items that seem to be one, and what was decided about them';
comment on column catalogue.near_duplicate.city is 'City id; not sensitive';
comment on column catalogue.near_duplicate.first_id is 'Service item id; not sensitive';
comment on column catalogue.near_duplicate.second_id is 'Service item id; not sensitive';
comment on column catalogue.near_duplicate.score is 'Likeness from 0 to 1; not sensitive';
comment on column catalogue.near_duplicate.reasons is 'What is alike; not sensitive';
comment on column catalogue.near_duplicate.found_at is 'When the system noticed; not sensitive';
comment on column catalogue.near_duplicate.decision is 'What a person decided; not sensitive';
comment on column catalogue.near_duplicate.decided_by is 'Staff id; not sensitive';
comment on column catalogue.near_duplicate.decided_at is 'When; not sensitive';
comment on column catalogue.near_duplicate.note is 'Why; not sensitive';

grant usage on schema catalogue to citizen_app;
grant select, insert, update on catalogue.document to citizen_app;
-- No update and no delete: a published version stays as it was.
grant select, insert on catalogue.document_version to citizen_app;
grant select, insert, update, delete on catalogue.draft, catalogue.retirement, catalogue.search_miss, catalogue.item_use, catalogue.near_duplicate to citizen_app;
