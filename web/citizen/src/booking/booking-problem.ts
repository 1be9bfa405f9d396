import { problemText } from "../account/problem-words.ts";
import { ApiProblem } from "../api/problem.ts";
import { m } from "../paraglide/messages.js";

const WORDS: Record<string, () => string> = {
  "no-such-calendar": m.book_problem_no_time,
  "no-such-time": m.book_problem_no_time,
  "not-yet-open": m.book_problem_not_yet,
  "too-late": m.book_problem_too_late,
  "slot-taken": m.book_problem_taken,
  "already-booked": m.book_problem_already,
  "booking-limit": m.book_problem_limit,
  "details-needed": m.book_problem_details,
  "no-such-hold": m.book_problem_hold,
  "appointment-ended": m.book_problem_ended,
  "appointment-over": m.book_problem_ended,
  "no-such-appointment": m.book_problem_not_there,
  "no-such-wish": m.book_problem_not_there,
  "no-such-link": m.book_problem_not_there,
  "no-such-ticket": m.book_problem_not_there,
  "no-such-office": m.book_problem_not_there,
  "offer-over": m.book_problem_offer,
  "too-many-wishes": m.book_problem_wishes,
  "not-at-the-office": m.book_problem_not_at_office,
  "not-today": m.book_problem_not_today,
  "not-handled-here": m.book_problem_not_here,
  "ticket-held": m.book_problem_ticket_held,
  "ticket-over": m.book_problem_not_there,
  "request-in-progress": m.book_problem_moment,
};

/** What stopped a booking, said so that one knows what to do. */
export function bookingProblemText(error: unknown): string {
  if (error instanceof ApiProblem && error.code === "booking-limit" && error.members.limit === "held") return m.book_problem_held();
  return (error instanceof ApiProblem ? WORDS[error.code]?.() : undefined) ?? problemText(error);
}

/** Whether the time is gone: somebody else was faster, or it is no longer held. */
export function isTaken(error: unknown): boolean {
  return error instanceof ApiProblem && (error.code === "slot-taken" || error.code === "no-such-hold");
}
