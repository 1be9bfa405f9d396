import { defineProblem } from "../../../kernel/http/problem.ts";

export const campaignNotOpen = defineProblem({
  code: "campaign-not-open",
  kind: "too-early",
  title: "Registration has not opened yet",
  remedy: "`opensAt` says when it does. Join the waiting room: the order among those who are there before is drawn, so that it does not matter how early.",
});
export const campaignClosed = defineProblem({
  code: "campaign-closed",
  kind: "gone",
  title: "Registration is closed",
  remedy: "What was registered stands: GET …/entries/mine shows it.",
});
export const campaignSoldOut = defineProblem({
  code: "campaign-sold-out",
  kind: "gone",
  title: "Every place is taken",
  remedy: "Places given back are handed out together at a full hour. Asking before gains nothing; who asks then goes through the line like everybody.",
});
export const entryWithdrawn = defineProblem({
  code: "entry-withdrawn",
  kind: "conflict",
  title: "You have withdrawn from this campaign",
  remedy: "Nobody registers twice. GET /api/v1/me/campaigns/{city}/{slug} shows your part.",
});
export const campaignPaused = defineProblem({
  code: "campaign-paused",
  kind: "paused",
  title: "Registration is paused",
  remedy: "Wait: places in the line are kept, and nobody gets in before you meanwhile.",
});
export const passNeeded = defineProblem({
  code: "pass-needed",
  kind: "forbidden",
  title: "Eligibility is checked first",
  remedy: "Ask POST /api/v1/me/campaigns/{city}/{slug}/eligibility for a pass, best before the opening, and send it as `pass`.",
});
export const passRefused = defineProblem({
  code: "pass-refused",
  kind: "forbidden",
  title: "This pass is not yours, or not for this",
  remedy: "A pass serves one person in one campaign. Ask for your own.",
});
export const ticketRefused = defineProblem({
  code: "ticket-refused",
  kind: "forbidden",
  title: "This ticket is not yours, or not for this",
  remedy: "A ticket serves one person in one campaign and cannot be handed on. Ask POST …/place without it for your own place.",
});
export const waitForYourTurn = defineProblem({
  code: "wait-for-your-turn",
  kind: "too-many",
  title: "Wait for your turn",
  remedy: "Your place is in `ticket`: send it again at `turnAt`, or after as many seconds as `Retry-After` says. Asking more often gains nothing.",
});
export const challengeNeeded = defineProblem({
  code: "challenge-needed",
  kind: "forbidden",
  title: "Somebody sends requests in bulk: show that you do not",
  remedy: "Find a `nonce` so that SHA-256 of `text` followed by it begins with `bits` zero bits and send it with `minute` as `challenge`, or ask for a code by message instead. The page does so by itself.",
});
export const tryAgain = defineProblem({
  code: "try-again",
  kind: "unavailable",
  title: "It could not be stored in time",
  remedy: "Send the same request again after as many seconds as `Retry-After` says: nobody is registered twice, and what was stored is answered again.",
});
export const noEntry = defineProblem({
  code: "no-entry",
  kind: "not-found",
  title: "You have not registered here",
  remedy: "Register, if it is open.",
});
