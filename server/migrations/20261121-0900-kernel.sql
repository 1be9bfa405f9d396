-- The ground every module stands on: the application's role, and the events that carry word from one module to another.

do $$
begin
  create role citizen_app nologin;
exception
  -- Roles belong to the whole server: another database on it may have made this one, even at this very moment.
  when duplicate_object or unique_violation then null;
end
$$;

-- Whoever connects may step down to the application's role.
do $$ begin execute format('grant citizen_app to %I', current_user); end $$;

comment on schema kernel is 'What every module uses: migrations and events';
comment on table kernel.migration is 'Migrations applied to this database';
comment on column kernel.migration.name is 'File name; not sensitive';
comment on column kernel.migration.digest is 'SHA-256 of the file, so that a later change is noticed; not sensitive';
comment on column kernel.migration.applied_at is 'When it ran; not sensitive';

create table kernel.event (
  id bigint generated always as identity primary key,
  name text not null,
  version integer not null,
  payload jsonb not null,
  occurred_at timestamptz not null default now()
);
comment on table kernel.event is 'Everything that happened, in order: written in the transaction of the change it tells of';
comment on column kernel.event.id is 'Order of writing; not sensitive';
comment on column kernel.event.name is 'module.thing-happened; not sensitive';
comment on column kernel.event.version is 'Shape of the payload; not sensitive';
comment on column kernel.event.payload is 'Ids and codes, never personal data; not sensitive';
comment on column kernel.event.occurred_at is 'Start of the transaction; not sensitive';

create function kernel.publish_event(event_name text, event_version integer, event_payload jsonb, jobs text[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  job text;
begin
  insert into kernel.event (name, version, payload) values (event_name, event_version, event_payload);
  foreach job in array jobs loop
    perform graphile_worker.add_job(job, event_payload::json);
  end loop;
end
$$;
comment on function kernel.publish_event is 'Writes an event and queues a job for each subscriber, in the caller''s transaction';

grant usage on schema kernel to citizen_app;
revoke all on function kernel.publish_event from public;
grant execute on function kernel.publish_event to citizen_app;
