-- Likewise what somebody waits for in a company's name; and calendar addresses of theirs and of their children's, which end with the account
-- and each time somebody else was in it.
create index wish_by_agent on booking.wish (person) where enterprise is not null;
create index feed_person on booking.feed (person);
