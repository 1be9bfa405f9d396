-- no transaction
-- What somebody booked for companies is looked for when their account closes; everything else of theirs by its owner. Of companies alone, so
-- that nobody's own booking writes it.
create index concurrently appointment_by_agent on booking.appointment (person) where enterprise is not null;
