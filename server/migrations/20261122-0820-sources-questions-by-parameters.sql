-- Two different questions about one person are two: what was given with them tells them apart.

alter table sources.manual_question add column parameters_digest text not null default '';
comment on column sources.manual_question.parameters_digest is 'SHA-256 of what was given with it; empty without any; not sensitive';
-- What was given before is sealed and cannot be told here: each stays a question of its own until it is answered.
update sources.manual_question set parameters_digest = encode(sha256(parameters), 'hex') where state = 'open' and parameters is not null;
drop index sources.manual_question_open;
create unique index manual_question_open on sources.manual_question (person, city, source, operation, kind, parameters_digest) where state = 'open';
