-- Each minute it is looked for what was given back in whose place nobody has come. Without these the awards of every campaign are read for
-- each campaign that has been drawn.
create index award_returned on booking.award (campaign, rank) where returned_at is not null and commitment is not null;
create index award_in_place_of on booking.award (campaign, in_place_of) where in_place_of is not null;
