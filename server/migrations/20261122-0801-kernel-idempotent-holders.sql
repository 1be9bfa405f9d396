-- Whose kept answers are: they are counted for each person, and not given again to whom what allowed them has been taken.

alter table kernel.idempotent_reply add column holder bytea, add column rights bytea;
comment on column kernel.idempotent_reply.holder is 'SHA-256 of the id of the person or member of staff who sent it; null: kept by an earlier version; not sensitive';
comment on column kernel.idempotent_reply.rights is 'SHA-256 of what let them act for another or by their office; null: kept by an earlier version; not sensitive';
create index idempotent_reply_holder on kernel.idempotent_reply (holder, started_at);
