/** On which channels of the database processes tell each other what changed. */

/** Told when anything about a campaign changed: its rows, its gate, its places. Carries the campaign's id. */
export const CAMPAIGN_CHANNEL = "booking_campaign";
/** Told when somebody has withdrawn. Carries the campaign's id and the person's, with a space between. */
export const ENTRY_ENDED_CHANNEL = "booking_entry_ended";
