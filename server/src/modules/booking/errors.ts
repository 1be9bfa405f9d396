import { defineProblem } from "../../kernel/http/problem.ts";

export const noSuchCalendar = defineProblem({
  code: "no-such-calendar",
  kind: "not-found",
  title: "There is no such calendar",
  remedy: "See GET /api/v1/cities/{city}/bookables for what can be booked where.",
});
export const notBookable = defineProblem({
  code: "not-bookable",
  kind: "not-found",
  title: "This item cannot be booked",
  remedy: "See GET /api/v1/cities/{city}/bookables for what can be booked.",
});
export const noSuchAppointment = defineProblem({
  code: "no-such-appointment",
  kind: "not-found",
  title: "There is no such appointment",
  remedy: "See GET /api/v1/me/appointments for yours.",
});
export const noSuchTime = defineProblem({
  code: "no-such-time",
  kind: "invalid",
  title: "No appointment begins at this time",
  remedy: "Choose one of GET /api/v1/cities/{city}/calendars/{calendar}/slots.",
});
export const notYetOpen = defineProblem({
  code: "not-yet-open",
  kind: "conflict",
  title: "This day cannot be booked yet",
  remedy: "`opensAt` says from when. `because` is `missed` when appointments that nobody kept make it later than for others.",
});
export const tooLate = defineProblem({
  code: "too-late",
  kind: "conflict",
  title: "It is too late for this",
  remedy: "`until` says until when it could be done. Call the office, or simply do not come.",
});
export const slotTaken = defineProblem({
  code: "slot-taken",
  kind: "conflict",
  title: "Somebody else was faster",
  remedy: "Choose another time, or put yourself on the waiting list (POST /api/v1/me/wishes).",
});
export const alreadyBooked = defineProblem({
  code: "already-booked",
  kind: "conflict",
  title: "You have an appointment at this time already",
  remedy: "`appointment` names it: change or cancel it first.",
});
export const bookingLimit = defineProblem({
  code: "booking-limit",
  kind: "conflict",
  title: "No more appointments for one person here",
  remedy: "`limit` says which: `open`, how many may still be to come; `within`, how many in so many days; `held`, how many places one may hold while forms are filled. It counts for yourself and your children, and for you for whomever else you name.",
});
export const detailsNeeded = defineProblem({
  code: "details-needed",
  kind: "invalid",
  title: "Something is missing or wrong",
  remedy: "`errors` names each: members, answers or the address.",
});
export const noSuchHold = defineProblem({
  code: "no-such-hold",
  kind: "gone",
  title: "The place is no longer held for you",
  remedy: "Choose the time again: it may still be free.",
});
export const appointmentEnded = defineProblem({
  code: "appointment-ended",
  kind: "conflict",
  title: "The appointment is over",
  remedy: "`state` says how it ended. Book another one.",
});
export const noSuchWish = defineProblem({
  code: "no-such-wish",
  kind: "not-found",
  title: "There is no such wish",
  remedy: "See GET /api/v1/me/wishes for yours.",
});
export const offerOver = defineProblem({
  code: "offer-over",
  kind: "gone",
  title: "The offer is over",
  remedy: "It was answered, or its time ran out and the next in line has it. A wish stays in the line.",
});
export const tooManyWishes = defineProblem({
  code: "too-many-wishes",
  kind: "conflict",
  title: "You wait for this calendar already",
  remedy: "End one of your wishes (DELETE /api/v1/me/wishes/{id}) before you add another.",
});
export const noSuchLink = defineProblem({
  code: "no-such-link",
  kind: "not-found",
  title: "This link leads nowhere",
  remedy: "Open the appointment in the app.",
});
export const noSuchClosure = defineProblem({
  code: "no-such-closure",
  kind: "not-found",
  title: "There is no such closure",
  remedy: "See the calendar's days for those that stand.",
});
