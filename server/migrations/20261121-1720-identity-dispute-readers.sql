-- Who has read a dispute: the person learns of each reader once.

alter table identity.dispute add column read_by text[] not null default '{}';
comment on column identity.dispute.read_by is 'Staff ids of those who have read it; not sensitive';
