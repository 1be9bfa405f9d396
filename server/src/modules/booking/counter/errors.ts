import { defineProblem } from "../../../kernel/http/problem.ts";

export const noSuchOffice = defineProblem({
  code: "no-such-office",
  kind: "not-found",
  title: "There is no such office",
  remedy: "Choose one of GET /api/v1/cities/{city}/offices.",
});
export const notHandledHere = defineProblem({
  code: "not-handled-here",
  kind: "invalid",
  title: "This office does not do that",
  remedy: "Choose an item of this office, or another office: the item's guide names them.",
});
export const notAtTheOffice = defineProblem({
  code: "not-at-the-office",
  kind: "forbidden",
  title: "This is not the code the office shows now",
  remedy: "Scan the code on the screen at the office once more: it changes every minute. With the printed code allow the telephone to say where it is, or ask at the desk.",
});
export const notToday = defineProblem({
  code: "not-today",
  kind: "conflict",
  title: "The appointment is on another day",
  remedy: "`startsAt` says when. Change it to today if there are places, or come on its day.",
});
export const otherOffice = defineProblem({
  code: "other-office",
  kind: "conflict",
  title: "The appointment is at another office",
  remedy: "`office` says where. Go there, change the appointment, or take a ticket without one.",
});
export const appointmentOver = defineProblem({
  code: "appointment-over",
  kind: "conflict",
  title: "This appointment no longer stands",
  remedy: "It was cancelled, served or never confirmed. Take a ticket without an appointment, or book anew.",
});
export const alreadyCheckedIn = defineProblem({
  code: "already-checked-in",
  kind: "conflict",
  title: "This code was used already",
  remedy: "`ticket` is the number it got. Whoever holds it is called by that; the code serves once.",
});
export const foreignCode = defineProblem({
  code: "foreign-code",
  kind: "not-found",
  title: "This is no code of ours",
  remedy: "Ask to see it in the app itself: a picture may be of something else. Without a code, give a ticket without an appointment.",
});
export const cardNeeded = defineProblem({
  code: "card-needed",
  kind: "conflict",
  title: "Type the end of the card they show",
  remedy: "The appointment belongs to a person: type the last four characters of the ID card into `cardTail`.",
});
export const notTheHolder = defineProblem({
  code: "not-the-holder",
  kind: "forbidden",
  title: "The appointment belongs to somebody else",
  remedy: "An appointment serves only who booked it and whom they named. Give a ticket without an appointment.",
});
export const ticketHeld = defineProblem({
  code: "ticket-held",
  kind: "conflict",
  title: "You have a ticket already",
  remedy: "`ticket` is its number. Give it up first, if you would rather have another.",
});
export const noSuchTicket = defineProblem({
  code: "no-such-ticket",
  kind: "not-found",
  title: "There is no such ticket",
  remedy: "Tickets serve for a day. Take a new one at the office.",
});
export const ticketOver = defineProblem({
  code: "ticket-over",
  kind: "conflict",
  title: "The ticket is not where this would take it from",
  remedy: "Somebody else was faster, or it is over: `state` says what it is now.",
});
export const counterBusy = defineProblem({
  code: "counter-busy",
  kind: "conflict",
  title: "Somebody was called to this counter already",
  remedy: "Say first what became of `ticket`: served, missed or transferred.",
});
export const counterShut = defineProblem({
  code: "counter-shut",
  kind: "conflict",
  title: "The counter is not open",
  remedy: "Open it first, saying what is done there: PUT …/counters/{counter}.",
});
export const counterTaken = defineProblem({
  code: "counter-taken",
  kind: "conflict",
  title: "A colleague works at this counter",
  remedy: "Choose the number on your own sign, or ask the colleague to close it.",
});
export const noSuchLine = defineProblem({
  code: "no-such-line",
  kind: "invalid",
  title: "Nothing of that name is queued for here",
  remedy: "Choose one of the office's `lines`.",
});
export const displayRefused = defineProblem({
  code: "display-refused",
  kind: "forbidden",
  title: "This screen is not known here",
  remedy: "Ask the office's staff to register the screen anew, and open the address they get.",
});
