-- The same day and hours are shut once: of those that were sent twice the first stands.
update booking.closure c set lifted_at = now()
where c.lifted_at is null and exists (
  select from booking.closure o where o.lifted_at is null and o.city = c.city and o.calendar = c.calendar and o.date = c.date and o.hours is not distinct from c.hours and o.id < c.id
);
create unique index closure_once on booking.closure (city, calendar, date, (coalesce(hours, ''))) where lifted_at is null;
drop index booking.closure_day;
create index closure_day on booking.closure (city, date) where lifted_at is null;
