/** Closing an account: what it takes away and how long one may think again. Pure. */

const DAY_MS = 86_400_000;
/** A fortnight: inside the fifteen working days within which GB/T 35273-2020, 8.5 asks for it to be done. */
export const COOLING_OFF_DAYS = 14;

/** What closing does, as codes that the app puts in words. */
export const CONSEQUENCES = ["sign-in-ends", "mandates-end", "companies-need-another", "data-unreadable", "duties-remain", "register-anew"] as const;

export function closesAt(askedAt: Date): Date {
  return new Date(askedAt.getTime() + COOLING_OFF_DAYS * DAY_MS);
}
