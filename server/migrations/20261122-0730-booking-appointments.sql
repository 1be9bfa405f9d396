-- Appointments: the places of each slot as one row that a batch of bookings touches once, who has them, who waits for them,
-- and to whom a place that was given back is offered. Needs the schema of 20261122-0710.

create table booking.slot (
  city text not null,
  calendar text not null,
  starts_at timestamptz not null,
  kind text not null,
  capacity int not null,
  taken int not null default 0,
  primary key (city, calendar, starts_at, kind),
  constraint slot_within_capacity check (taken between 0 and capacity)
) with (fillfactor = 50);
comment on table booking.slot is 'Places of a slot that somebody has taken, as a whole and for each kind of visit that has fewer; made when it is first booked';
comment on column booking.slot.city is 'City id; not sensitive';
comment on column booking.slot.calendar is 'Id of the calendar''s document; not sensitive';
comment on column booking.slot.starts_at is 'When it begins; not sensitive';
comment on column booking.slot.kind is 'Kind of visit, or empty for the slot as a whole; not sensitive';
comment on column booking.slot.capacity is 'Places by the calendar when somebody last booked; never below what was taken before the calendar was changed; not sensitive';
comment on column booking.slot.taken is 'Places booked, held, offered to somebody who waits, or just given back and not yet offered; not sensitive';

create table booking.appointment (
  id uuid primary key,
  city text not null,
  calendar text not null,
  person uuid not null,
  made_by uuid not null,
  enterprise uuid,
  owner uuid not null generated always as (coalesce(enterprise, person)) stored,
  state text not null check (state in ('held', 'booked', 'arrived', 'served', 'cancelled', 'missed')),
  kind text not null,
  services text[] not null,
  party int not null check (party > 0),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  slots timestamptz[] not null,
  of_kind boolean not null,
  needs text[] not null,
  details bytea,
  code bytea,
  code_hash bytea unique,
  held_until timestamptz check ((state = 'held') = (held_until is not null)),
  created_at timestamptz not null,
  remind_at timestamptz,
  coming_at timestamptz,
  arrived_at timestamptz,
  sequence int not null default 0,
  cancelled_at timestamptz,
  cancelled_by text check (cancelled_by in ('person', 'office')),
  reason bytea
);
create unique index appointment_once on booking.appointment (owner, city, calendar, starts_at, id);
create index appointment_day on booking.appointment (city, calendar, starts_at);
create index appointment_held on booking.appointment (held_until) where state = 'held';
create index appointment_remind on booking.appointment (remind_at) where remind_at is not null;
create index appointment_ended on booking.appointment (ends_at) where state = 'booked';
comment on table booking.appointment is 'A place in a calendar that somebody holds while they fill the form, has booked, or had';
comment on column booking.appointment.id is 'Appointment id; not sensitive';
comment on column booking.appointment.city is 'City id; not sensitive';
comment on column booking.appointment.calendar is 'Id of the calendar''s document; not sensitive';
comment on column booking.appointment.person is 'Whose it is, and whose key seals what is sealed here; not sensitive';
comment on column booking.appointment.made_by is 'Who booked it; not sensitive';
comment on column booking.appointment.enterprise is 'Company for which it was booked; not sensitive';
comment on column booking.appointment.owner is 'In whose list it stands: the company, otherwise the person; not sensitive';
comment on column booking.appointment.state is 'held, booked, arrived, served, cancelled, missed; not sensitive';
comment on column booking.appointment.kind is 'Kind of visit; not sensitive';
comment on column booking.appointment.services is 'Items of the visit: what somebody comes for says something about them; sensitive';
comment on column booking.appointment.party is 'How many come; not sensitive';
comment on column booking.appointment.starts_at is 'When it begins; not sensitive';
comment on column booking.appointment.ends_at is 'When it ends; not sensitive';
comment on column booking.appointment.slots is 'Beginnings of the slots it takes; not sensitive';
comment on column booking.appointment.of_kind is 'Its kind has places of its own, which it takes too; not sensitive';
comment on column booking.appointment.needs is 'What is to be made ready: it may tell of a disability; sensitive';
comment on column booking.appointment.details is 'Members, answers and address as JSON, sealed with the person''s key; sensitive';
comment on column booking.appointment.code is 'The code that checks in, sealed with the service''s key; sensitive';
comment on column booking.appointment.code_hash is 'Keyed hash of the code, to find it by; sensitive';
comment on column booking.appointment.held_until is 'Until when a held place is kept; not sensitive';
comment on column booking.appointment.created_at is 'When it was held or booked; not sensitive';
comment on column booking.appointment.remind_at is 'When the next reminder is due; not sensitive';
comment on column booking.appointment.coming_at is 'When they said that they are coming; not sensitive';
comment on column booking.appointment.arrived_at is 'When they checked in; not sensitive';
comment on column booking.appointment.sequence is 'How often it was changed: SEQUENCE of RFC 5545; not sensitive';
comment on column booking.appointment.cancelled_at is 'When it was cancelled; not sensitive';
comment on column booking.appointment.cancelled_by is 'person or office; not sensitive';
comment on column booking.appointment.reason is 'Why it was cancelled, as JSON, sealed with the person''s key; sensitive';

create table booking.attendee (
  key bytea not null,
  city text not null,
  calendar text not null,
  starts_at timestamptz not null,
  appointment uuid not null,
  primary key (key, city, calendar, starts_at, appointment)
);
create index attendee_appointment on booking.attendee (appointment);
comment on table booking.attendee is 'Who comes to an appointment that stands or was kept, for the limits of each person';
comment on column booking.attendee.key is 'The booker''s id where only numbers count, otherwise a keyed hash of the member''s ID number; sensitive';
comment on column booking.attendee.city is 'City id; not sensitive';
comment on column booking.attendee.calendar is 'Calendar; not sensitive';
comment on column booking.attendee.starts_at is 'When the appointment begins; not sensitive';
comment on column booking.attendee.appointment is 'Appointment; no foreign key, which would be looked up for each; not sensitive';

create table booking.freed (
  city text not null,
  calendar text not null,
  starts_at timestamptz not null,
  places int not null check (places > 0),
  primary key (city, calendar, starts_at)
);
comment on table booking.freed is 'Places that were given back while somebody waits: still taken in their slot, until they are offered or nobody they fit is left';
comment on column booking.freed.city is 'City id; not sensitive';
comment on column booking.freed.calendar is 'Calendar; not sensitive';
comment on column booking.freed.starts_at is 'The slot; not sensitive';
comment on column booking.freed.places is 'How many; not sensitive';

create table booking.wish (
  id uuid primary key,
  city text not null,
  calendar text not null,
  person uuid not null,
  made_by uuid not null,
  enterprise uuid,
  owner uuid not null generated always as (coalesce(enterprise, person)) stored,
  kind text not null,
  services text[] not null,
  slots int not null check (slots > 0),
  party int not null check (party > 0),
  from_date date not null,
  until_date date not null check (until_date >= from_date),
  days int[],
  from_minute int,
  until_minute int,
  details bytea,
  state text not null default 'waiting' check (state in ('waiting', 'fulfilled', 'ended')),
  appointment uuid,
  created_at timestamptz not null,
  ended_at timestamptz
);
create index wish_line on booking.wish (city, calendar, id) where state = 'waiting';
create index wish_owner on booking.wish (owner, id);
comment on table booking.wish is 'Somebody who waits for a place; ids are in the order of the line';
comment on column booking.wish.id is 'Wish id; not sensitive';
comment on column booking.wish.city is 'City id; not sensitive';
comment on column booking.wish.calendar is 'Calendar; not sensitive';
comment on column booking.wish.person is 'Who waits, and whose key seals the details; not sensitive';
comment on column booking.wish.made_by is 'Who entered it; not sensitive';
comment on column booking.wish.enterprise is 'Company for which it was entered; not sensitive';
comment on column booking.wish.owner is 'In whose list it stands; not sensitive';
comment on column booking.wish.kind is 'Kind of visit; not sensitive';
comment on column booking.wish.services is 'Items of the visit; sensitive';
comment on column booking.wish.slots is 'Slots that the visit takes; not sensitive';
comment on column booking.wish.party is 'How many come; not sensitive';
comment on column booking.wish.from_date is 'First day that fits, of China; not sensitive';
comment on column booking.wish.until_date is 'Last day that fits; not sensitive';
comment on column booking.wish.days is 'Weekdays that fit, 1 Monday to 7 Sunday; null: any; not sensitive';
comment on column booking.wish.from_minute is 'Earliest beginning in minutes since midnight of China; not sensitive';
comment on column booking.wish.until_minute is 'Latest beginning; not sensitive';
comment on column booking.wish.details is 'Members, answers, needs and address as JSON, sealed with the person''s key; sensitive';
comment on column booking.wish.state is 'waiting, fulfilled, ended; not sensitive';
comment on column booking.wish.appointment is 'What came of it; not sensitive';
comment on column booking.wish.created_at is 'Since when they wait; not sensitive';
comment on column booking.wish.ended_at is 'When the waiting ended; not sensitive';

create table booking.offer (
  id uuid primary key,
  wish uuid references booking.wish (id) on delete cascade,
  appointment uuid not null references booking.appointment (id) on delete cascade,
  instead_of uuid references booking.appointment (id) on delete cascade,
  starts_at timestamptz not null,
  until timestamptz not null,
  state text not null default 'open' check (state in ('open', 'accepted', 'refused', 'expired')),
  check ((wish is null) <> (instead_of is null))
);
create index offer_wish on booking.offer (wish);
create unique index offer_appointment on booking.offer (appointment);
create index offer_instead_of on booking.offer (instead_of);
comment on table booking.offer is 'A place that is held for somebody until they say whether they want it';
comment on column booking.offer.id is 'Offer id; not sensitive';
comment on column booking.offer.wish is 'The wish it may fulfil; not sensitive';
comment on column booking.offer.appointment is 'The held place; not sensitive';
comment on column booking.offer.instead_of is 'The appointment that the office cannot keep, and in whose place this time is offered; not sensitive';
comment on column booking.offer.starts_at is 'When it begins: the same time is not offered to a wish twice; not sensitive';
comment on column booking.offer.until is 'Until when it stands; not sensitive';
comment on column booking.offer.state is 'open, accepted, refused, expired; not sensitive';

create table booking.closure (
  id uuid primary key,
  city text not null,
  calendar text not null,
  date date not null,
  hours text,
  reason jsonb not null,
  closed_by text not null,
  closed_at timestamptz not null,
  lifted_at timestamptz
);
create index closure_day on booking.closure (city, calendar, date) where lifted_at is null;
comment on table booking.closure is 'A day, or hours of it, that the staff shut at short notice, beside what the calendar''s document says';
comment on column booking.closure.id is 'Closure id; not sensitive';
comment on column booking.closure.city is 'City id; not sensitive';
comment on column booking.closure.calendar is 'Calendar; not sensitive';
comment on column booking.closure.date is 'Day of China; not sensitive';
comment on column booking.closure.hours is '09:00-12:00; null: the whole day; not sensitive';
comment on column booking.closure.reason is 'Why, as people read it; not sensitive';
comment on column booking.closure.closed_by is 'Member of staff; not sensitive';
comment on column booking.closure.closed_at is 'When it was shut; not sensitive';
comment on column booking.closure.lifted_at is 'When it was opened again; not sensitive';

create table booking.link (
  token_hash bytea primary key,
  appointment uuid not null references booking.appointment (id) on delete cascade
);
create index link_appointment on booking.link (appointment);
comment on table booking.link is 'Links of messages that let whoever has the telephone say coming or cancel';
comment on column booking.link.token_hash is 'SHA-256 of the link''s 128 random bits; not sensitive';
comment on column booking.link.appointment is 'Appointment; not sensitive';

create table booking.feed (
  owner uuid primary key,
  person uuid not null,
  token_hash bytea not null unique,
  created_at timestamptz not null
);
comment on table booking.feed is 'Secret addresses under which a calendar program reads somebody''s appointments';
comment on column booking.feed.owner is 'Whose appointments; not sensitive';
comment on column booking.feed.person is 'Who made the address; not sensitive';
comment on column booking.feed.token_hash is 'SHA-256 of its 256 random bits; not sensitive';
comment on column booking.feed.created_at is 'When it was made; not sensitive';

grant select, insert, update, delete on booking.slot, booking.appointment, booking.attendee, booking.freed, booking.wish, booking.offer, booking.link, booking.feed to citizen_app;
grant select, insert, update on booking.closure to citizen_app;
