-- Codes go out from the process that was asked for them; what a fault kept back is found here.

alter table identity.sign_in_code add column sent_at timestamptz;
comment on column identity.sign_in_code.sent_at is 'When the gateway took it; not sensitive';
create index sign_in_code_unsent on identity.sign_in_code (created_at) where sent_at is null;
