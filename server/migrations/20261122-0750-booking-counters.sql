-- The queue at an office: what is queued for, who waits, and which counter calls.

create table booking.queue_line (
  city text not null,
  office text not null,
  line text not null,
  prefix text not null,
  primary key (city, office, line),
  unique (city, office, prefix)
);
comment on table booking.queue_line is 'The letter that a line''s tickets begin with, given once so that it never changes its meaning';
comment on column booking.queue_line.city is 'City id; not sensitive';
comment on column booking.queue_line.office is 'Office by the city''s documents; not sensitive';
comment on column booking.queue_line.line is 'Calendar by the city''s documents, or general; not sensitive';
comment on column booking.queue_line.prefix is 'A to Z, then AA; not sensitive';

create table booking.queue_day (
  city text not null,
  office text not null,
  day date not null,
  line text not null,
  issued int not null check (issued > 0),
  primary key (city, office, day, line)
);
comment on table booking.queue_day is 'How many tickets a line has given on a day';
comment on column booking.queue_day.city is 'City id; not sensitive';
comment on column booking.queue_day.office is 'Office; not sensitive';
comment on column booking.queue_day.day is 'Day in China; not sensitive';
comment on column booking.queue_day.line is 'Line; not sensitive';
comment on column booking.queue_day.issued is 'The last number given; not sensitive';

create table booking.counter (
  city text not null,
  office text not null,
  number int not null check (number between 1 and 999),
  lines text[] not null,
  staff text not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  owed_ordinary int not null default 0,
  owed_walk_in int not null default 0,
  primary key (city, office, number)
);
comment on table booking.counter is 'A counter as it was opened last';
comment on column booking.counter.city is 'City id; not sensitive';
comment on column booking.counter.office is 'Office; not sensitive';
comment on column booking.counter.number is 'Number on the sign above it; not sensitive';
comment on column booking.counter.lines is 'What is done there; not sensitive';
comment on column booking.counter.staff is 'Who works there; not sensitive';
comment on column booking.counter.opened_at is 'When they began; not sensitive';
comment on column booking.counter.closed_at is 'When they ended; not sensitive';
comment on column booking.counter.owed_ordinary is 'What it owes to those outside the priority lane, in hundredths of a turn; not sensitive';
comment on column booking.counter.owed_walk_in is 'What it owes to those without an appointment, in hundredths of a turn; not sensitive';

create table booking.ticket (
  id uuid primary key,
  city text not null,
  office text not null,
  day date not null,
  line text not null,
  number text not null,
  state text not null check (state in ('waiting', 'called', 'serving', 'served', 'missed', 'left')),
  appointment uuid,
  person uuid,
  holder uuid,
  service text,
  party int not null default 1 check (party between 1 and 60),
  starts_at timestamptz,
  priority text,
  arrived_at timestamptz not null,
  taken_at timestamptz not null,
  called_at timestamptz,
  times int not null default 0,
  serving_at timestamptz,
  ended_at timestamptz,
  counter int,
  for_counter int,
  for_counter_until timestamptz,
  check ((state in ('called', 'serving')) <= (counter is not null and called_at is not null)),
  unique (city, office, day, number)
) with (fillfactor = 70);
comment on table booking.ticket is 'A number in an office''s queue, for one day';
comment on column booking.ticket.id is 'Ticket id, in the order in which they were taken; not sensitive';
comment on column booking.ticket.city is 'City id; not sensitive';
comment on column booking.ticket.office is 'Office; not sensitive';
comment on column booking.ticket.day is 'Day in China; not sensitive';
comment on column booking.ticket.line is 'What it waits for now; not sensitive';
comment on column booking.ticket.number is 'As it is called, for example A012; kept when it is transferred; not sensitive';
comment on column booking.ticket.state is 'waiting, called, serving, served, missed or left; not sensitive';
comment on column booking.ticket.appointment is 'Appointment it was given for; not sensitive';
comment on column booking.ticket.person is 'Whose it is; null: given at the desk to whoever stood there; not sensitive';
comment on column booking.ticket.holder is 'Who took it for them, a parent for example; not sensitive';
comment on column booking.ticket.service is 'Item it was taken for: what somebody comes for says something about them; sensitive';
comment on column booking.ticket.party is 'How many come together; not sensitive';
comment on column booking.ticket.starts_at is 'When the appointment begins; not sensitive';
comment on column booking.ticket.priority is 'Why they are called sooner, for example elder; null: in their turn; sensitive';
comment on column booking.ticket.arrived_at is 'Since when they wait; not sensitive';
comment on column booking.ticket.taken_at is 'When the number was given; not sensitive';
comment on column booking.ticket.called_at is 'When it was called last; not sensitive';
comment on column booking.ticket.times is 'How often it was called; not sensitive';
comment on column booking.ticket.serving_at is 'When they sat down; not sensitive';
comment on column booking.ticket.ended_at is 'When it was served, missed or given up; not sensitive';
comment on column booking.ticket.counter is 'Where it was called to last; not sensitive';
comment on column booking.ticket.for_counter is 'Counter it is kept for, after a transfer; not sensitive';
comment on column booking.ticket.for_counter_until is 'Until when; then any counter of the line may call it; not sensitive';

-- One number for an appointment: a code serves once. Whoever gave theirs up may check in again.
create unique index ticket_of_appointment on booking.ticket (appointment) where appointment is not null and state <> 'left';
-- One number at a time for whoever has no appointment: nobody gathers them to hand them on.
create unique index ticket_without_appointment on booking.ticket (person) where appointment is null and state in ('waiting', 'called', 'serving');
-- At one counter one person at a time.
create unique index ticket_at_counter on booking.ticket (city, office, day, counter) where state in ('called', 'serving');
create index ticket_of_person on booking.ticket (person, day);
create index ticket_of_holder on booking.ticket (holder, day) where holder is not null;
create index ticket_by_day on booking.ticket (day);

create table booking.display (
  id uuid primary key,
  city text not null,
  office text not null,
  label text not null,
  key_hash bytea not null unique,
  added_by text not null,
  added_at timestamptz not null,
  seen_at timestamptz
);
comment on table booking.display is 'A screen that hangs in an office and may show the code to check in with';
comment on column booking.display.id is 'Screen id; not sensitive';
comment on column booking.display.city is 'City id; not sensitive';
comment on column booking.display.office is 'Office; not sensitive';
comment on column booking.display.label is 'Where it hangs; not sensitive';
comment on column booking.display.key_hash is 'SHA-256 of its key, which only the screen has; sensitive';
comment on column booking.display.added_by is 'Who registered it; not sensitive';
comment on column booking.display.added_at is 'When; not sensitive';
comment on column booking.display.seen_at is 'When it asked last, to the minute; not sensitive';
create index display_of_office on booking.display (city, office);

grant select, insert, update, delete on booking.queue_line, booking.queue_day, booking.counter, booking.ticket, booking.display to citizen_app;
