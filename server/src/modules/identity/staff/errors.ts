import { defineProblem } from "../../../kernel/http/problem.ts";

export const wrongStaffSignIn = defineProblem({
  code: "wrong-staff-sign-in",
  kind: "invalid",
  title: "Staff id, password or code are not right",
  remedy: "Type all of them again. After five wrong tries wait a quarter of an hour; whoever lost them asks a personnel officer for a new activation code.",
});
export const staffCodeNeeded = defineProblem({
  code: "staff-code-needed",
  kind: "forbidden",
  title: "The authenticator app's code is needed too",
  remedy: "Send the same with `code`: the six digits that the app shows now.",
});
export const wrongActivation = defineProblem({
  code: "wrong-activation",
  kind: "invalid",
  title: "Staff id and activation code do not belong together, or the code has ended",
  remedy: "Type both again, within three days of getting them; otherwise ask a personnel officer for a new code.",
});
export const weakStaffPassword = defineProblem({
  code: "weak-staff-password",
  kind: "invalid",
  title: "This password is too easily guessed",
  remedy: "Choose a longer one that is on nobody's list; `errors` says what is wrong with it.",
});
export const noSuchDemonstrationStaff = defineProblem({
  code: "no-such-demonstration-staff",
  kind: "not-found",
  title: "There is no such demonstration account",
  remedy: "Choose one of GET /staff/v1/demonstration-staff.",
});
export const noSuchColleague = defineProblem({
  code: "no-such-staff",
  kind: "not-found",
  title: "There is no such member of staff",
  remedy: "Choose one of GET /staff/v1/people.",
});
export const staffIdTaken = defineProblem({
  code: "staff-id-taken",
  kind: "conflict",
  title: "This staff id was given already",
  remedy: "Choose another: an id is never used again, even after somebody left.",
});
export const staffHasLeft = defineProblem({
  code: "staff-has-left",
  kind: "conflict",
  title: "This member of staff has left",
  remedy: "Nothing of theirs can be changed. Whoever comes back joins with a new id.",
});
export const conflictOfDuties = defineProblem({
  code: "conflict-of-duties",
  kind: "conflict",
  title: "One person must not have these roles together",
  remedy: "Give one of the two roles in `roles` to somebody else: whoever acts, whoever watches and whoever gives rights are three.",
});
export const ownRoles = defineProblem({
  code: "own-roles",
  kind: "forbidden",
  title: "Nobody changes their own rights",
  remedy: "Ask another personnel officer.",
});
export const fourEyes = defineProblem({
  code: "four-eyes",
  kind: "forbidden",
  title: "Somebody else has to decide",
  remedy: "Ask a colleague: whoever proposed does not approve.",
});
export const noSuchProposal = defineProblem({
  code: "no-such-proposal",
  kind: "not-found",
  title: "There is no such proposal, or it is decided",
  remedy: "See GET /staff/v1/proposals for what waits.",
});
export const alreadyProposed = defineProblem({
  code: "already-proposed",
  kind: "conflict",
  title: "Something is proposed for this person already",
  remedy: "Have it decided first.",
});
export const noSuchEmergency = defineProblem({
  code: "no-such-emergency",
  kind: "not-found",
  title: "There is no such emergency access",
  remedy: "See GET /staff/v1/emergency-access for what there is.",
});
export const emergencyTaken = defineProblem({
  code: "emergency-taken",
  kind: "conflict",
  title: "You have taken this right already",
  remedy: "Use it until it ends.",
});
export const stillRunning = defineProblem({
  code: "still-running",
  kind: "conflict",
  title: "It has not ended yet, or is reviewed already",
  remedy: "Review it once, after its end; end it early when it should not go on.",
});
export const noSuchPerson = defineProblem({
  code: "no-such-person",
  kind: "not-found",
  title: "There is no such person in your city",
  remedy: "Search by ID number or mobile number first.",
});
export const malformedSearch = defineProblem({
  code: "malformed-search",
  kind: "invalid",
  title: "Search by one number",
  remedy: "Give either `idNumber` or `phone`, whole and well-formed.",
});
export const wrongInPersonCode = defineProblem({
  code: "wrong-in-person-code",
  kind: "invalid",
  title: "This code is not right, or has ended",
  remedy: "Ask the person to show the code of this moment: Me › Proof in person.",
});
export const cardDiffers = defineProblem({
  code: "card-differs",
  kind: "conflict",
  title: "The card is not this account's",
  remedy: "Compare the number again. When the card is right and the account is not, do not confirm: lead the person to the recovery.",
});
export const noSuchDispute = defineProblem({
  code: "no-such-dispute",
  kind: "not-found",
  title: "There is no such dispute, or it is answered",
  remedy: "See GET /staff/v1/disputes for those that wait.",
});
export const officersEnough = defineProblem({
  code: "officers-enough",
  kind: "conflict",
  title: "This city has two personnel officers already",
  remedy: "From here on the personnel officers add staff in the console, one proposing and the other approving.",
});
