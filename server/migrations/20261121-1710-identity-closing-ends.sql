-- Closing an account ends what others may do for its owner and its owner for them.

alter table identity.kinship drop constraint kinship_end_reason_check, add check (end_reason in ('of-age', 'guardian', 'staff', 'closed'));
comment on column identity.kinship.end_reason is 'of-age, guardian, staff or closed; not sensitive';
alter table identity.mandate drop constraint mandate_end_reason_check, add check (end_reason in ('grantor', 'holder', 'expired', 'lapsed', 'staff', 'closed'));
alter table identity.enterprise_agent drop constraint enterprise_agent_end_reason_check,
  add check (end_reason in ('representative', 'agent', 'expired', 'lapsed', 'representative-changed', 'enterprise-ended', 'closed'));
