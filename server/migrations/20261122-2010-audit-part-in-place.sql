-- The same text as before. A number joined to a text by itself is only stable (its form might depend on a setting), so that this
-- function, which promises more, was called for each of an entry's twenty parts instead of being written in its place.
create or replace function audit.part(value text) returns text
language sql immutable parallel safe
return coalesce(octet_length(value)::text || ':' || value, '-');
