-- Whose appointments there are: the first form of this index said unique of what is unique by its id alone.
drop index booking.appointment_once;
create index appointment_owner on booking.appointment (owner, city, calendar, starts_at);
