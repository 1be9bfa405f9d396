-- How often something was tried lately: codes asked for, passwords guessed, numbers looked up.

-- Unlogged: losing it in a crash opens every window anew, which harms nobody, and writing it costs no flush to disk.
create unlogged table kernel.rate_window (
  bucket text primary key,
  opened_at timestamptz not null,
  closes_at timestamptz not null,
  used integer not null
);
comment on table kernel.rate_window is 'Counters of attempts, one for each thing limited and each window of time';
comment on column kernel.rate_window.bucket is 'What is limited: a name and a keyed hash, never a number or an address itself; not sensitive';
comment on column kernel.rate_window.opened_at is 'First attempt of the window; not sensitive';
comment on column kernel.rate_window.closes_at is 'When the count begins anew; not sensitive';
comment on column kernel.rate_window.used is 'Attempts since; not sensitive';
create index rate_window_closes_at on kernel.rate_window (closes_at);

grant select, insert, update, delete on kernel.rate_window to citizen_app;
