-- Which city folders are loaded as they stand, so that a start reads and checks only what changed.

create table catalogue.loaded_folder (
  city text primary key,
  digest text not null,
  loaded_at timestamptz not null default now()
);
comment on table catalogue.loaded_folder is 'The state of the folder each city was last loaded from';
comment on column catalogue.loaded_folder.city is 'City id; not sensitive';
comment on column catalogue.loaded_folder.digest is 'Its place among the folders and SHA-256 of its files and of the rules they were checked by; not sensitive';
comment on column catalogue.loaded_folder.loaded_at is 'When; not sensitive';

grant select, insert, update, delete on catalogue.loaded_folder to citizen_app;
