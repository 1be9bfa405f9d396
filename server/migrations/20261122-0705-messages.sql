-- Messages to people: written in the transaction of what they tell of, read in the inbox, some also sent to the telephone.

create schema messages;
comment on schema messages is 'What people are told: the inbox, and what goes to their telephones';
grant usage on schema messages to citizen_app;

create table messages.message (
  person uuid not null,
  id uuid not null,
  city text not null,
  class text not null check (class in ('appointment', 'campaign', 'account')),
  about_kind text not null,
  about_id text not null,
  content bytea not null,
  at timestamptz not null,
  read_at timestamptz,
  settled_at timestamptz,
  sms bytea,
  sms_until timestamptz,
  sms_sent_at timestamptz,
  primary key (person, id)
);
comment on table messages.message is 'A message in a person''s inbox';
comment on column messages.message.person is 'Whose inbox; not sensitive';
comment on column messages.message.id is 'Message id, which is also the id of its SMS at the gateway; not sensitive';
comment on column messages.message.city is 'City id; not sensitive';
comment on column messages.message.class is 'What kind of thing it is about; there is none for advertising; not sensitive';
comment on column messages.message.about_kind is 'Kind of the thing it is about; not sensitive';
comment on column messages.message.about_id is 'Id of that thing; not sensitive';
comment on column messages.message.content is 'Title, text, link and actions, sealed with the person''s key; sensitive';
comment on column messages.message.at is 'When it was written; not sensitive';
comment on column messages.message.read_at is 'When the person read it; not sensitive';
comment on column messages.message.settled_at is 'Since when its actions are over: what they ask was answered, here or elsewhere; not sensitive';
comment on column messages.message.sms is 'Text of the SMS, sealed with the person''s key, until it is sent; sensitive';
comment on column messages.message.sms_until is 'After this the SMS would only mislead and is not sent; not sensitive';
comment on column messages.message.sms_sent_at is 'When the gateway took it; not sensitive';
create index message_unread on messages.message (person) where read_at is null;
create index message_about on messages.message (person, about_kind, about_id);
create index message_at on messages.message (at);

create table messages.preference (
  person uuid primary key,
  language text not null check (language in ('zh-Hans', 'zh-Hant', 'en'))
);
comment on table messages.preference is 'How somebody wants to be told';
comment on column messages.preference.person is 'Who; not sensitive';
comment on column messages.preference.language is 'Language of what goes to their telephone; not sensitive';

grant select, insert, update, delete on messages.message, messages.preference to citizen_app;
