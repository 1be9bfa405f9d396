export const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
export const WORKING_DAYS = WEEKDAYS.slice(0, 5);
