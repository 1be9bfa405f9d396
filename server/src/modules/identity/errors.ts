import { defineProblem } from "../../kernel/http/problem.ts";

export const signInNeeded = defineProblem({
  code: "sign-in-needed",
  kind: "unauthenticated",
  title: "Sign in first",
  remedy: "Sign in, then repeat the request with its cookie.",
});
export const levelNeeded = defineProblem({
  code: "level-needed",
  kind: "forbidden",
  title: "This needs a surer proof of who you are",
  remedy: "`needed` names the assurance level (2: real name, 3: in person or by certificate): reach it, then repeat the request.",
});
export const confirmationNeeded = defineProblem({
  code: "confirmation-needed",
  kind: "forbidden",
  title: "Confirm that it is you",
  remedy: "Prove once more who you are (POST /api/v1/me/confirmation), then repeat the request within ten minutes.",
});
export const notAllowed = defineProblem({
  code: "not-allowed",
  kind: "forbidden",
  title: "You may not do this",
  remedy: "Ask somebody whose role, city and department cover it.",
});
export const foreignOrigin = defineProblem({
  code: "foreign-origin",
  kind: "forbidden",
  title: "The request comes from another site",
  remedy: "Send it from the site itself.",
});
export const wrongCode = defineProblem({
  code: "wrong-code",
  kind: "invalid",
  title: "The code is not right",
  remedy: "Type the last code that was sent, within five minutes. After five wrong tries ask for another.",
});
export const accountLocked = defineProblem({
  code: "account-locked",
  kind: "forbidden",
  title: "The account is locked",
  remedy: "Its owner locked it: recover it with two proofs.",
});
export const malformedPhone = defineProblem({
  code: "malformed-phone",
  kind: "invalid",
  title: "This is no mobile number",
  remedy: "Give a mainland mobile number: eleven digits that begin with 1.",
});
export const unknownCity = defineProblem({
  code: "unknown-city",
  kind: "invalid",
  title: "There is no such city to register in",
  remedy: "Choose one of GET /api/v1/cities.",
});
export const noSuchSession = defineProblem({
  code: "no-such-session",
  kind: "not-found",
  title: "There is no such sign-in",
  remedy: "It has ended already. See the list of your sign-ins.",
});
export const outsideUnavailable = defineProblem({
  code: "outside-unavailable",
  kind: "unavailable",
  title: "Another office's system does not answer",
  remedy: "Try again in a few minutes. Nothing was changed.",
});
export const malformedIdNumber = defineProblem({
  code: "malformed-id-number",
  kind: "invalid",
  title: "This is no ID number",
  remedy: "Type the eighteen characters on the card (GB 11643). `errors` says what is wrong with them.",
});
export const identityNotConfirmed = defineProblem({
  code: "identity-not-confirmed",
  kind: "invalid",
  title: "The registers do not confirm this",
  remedy: "Compare name and number with the card. If they are right, choose the other proof, or show the card at a service hall.",
});
export const photoUnclear = defineProblem({
  code: "photo-unclear",
  kind: "invalid",
  title: "The photograph cannot be compared",
  remedy: "Take it again in even light, or choose the way without a photograph.",
});
export const alreadyVerified = defineProblem({
  code: "already-verified",
  kind: "conflict",
  title: "Your name is confirmed already",
  remedy: "Nothing is left to do. If the register changed, ask at a service hall to correct it.",
});
export const alreadyRegistered = defineProblem({
  code: "already-registered",
  kind: "conflict",
  title: "An account with this ID number exists",
  remedy: "There is one account for each person: recover the other one, then sign in with it.",
});
export const noSuchAccess = defineProblem({
  code: "no-such-access",
  kind: "not-found",
  title: "There is no such access to your data",
  remedy: "Choose one of GET /api/v1/me/accesses.",
});
export const alreadyDisputed = defineProblem({
  code: "already-disputed",
  kind: "conflict",
  title: "You have disputed this access already",
  remedy: "Wait for the answer: it is due on the day shown beside it.",
});
export const noSuchConsent = defineProblem({
  code: "no-such-consent",
  kind: "not-found",
  title: "There is no such consent",
  remedy: "See GET /api/v1/me/consents for what you agreed to.",
});
export const notClosing = defineProblem({
  code: "not-closing",
  kind: "conflict",
  title: "The account is not being closed",
  remedy: "Nothing has to be stopped.",
});
export const wrongPassword = defineProblem({
  code: "wrong-password",
  kind: "invalid",
  title: "Number and password do not belong together",
  remedy: "Type both again, or sign in another way. After five wrong tries the password alone is refused for a quarter of an hour.",
});
export const secondFactorNeeded = defineProblem({
  code: "second-factor-needed",
  kind: "forbidden",
  title: "A second proof is needed",
  remedy: "`factor` names it: `totp`, the authenticator app's code, or `sms`, the code just sent. Repeat the request with it as `totp` or `code`.",
});
export const wrongTotp = defineProblem({
  code: "wrong-totp",
  kind: "invalid",
  title: "The app's code is not right",
  remedy: "Type the code that the authenticator app shows now; each serves once. The device's clock has to be right to half a minute.",
});
export const weakPassword = defineProblem({
  code: "weak-password",
  kind: "invalid",
  title: "The password is too easily found",
  remedy: "`reason` says why: `short`, `long`, `untypable`, `common` or `own-number`. Three or four words that do not belong together do well.",
});
export const overloaded = defineProblem({
  code: "overloaded",
  kind: "unavailable",
  title: "Too many people at this moment",
  remedy: "Wait for as long as `Retry-After` says, in seconds, then try again; or sign in with a code.",
});
export const passkeyRefused = defineProblem({
  code: "passkey-refused",
  kind: "invalid",
  title: "The passkey was not accepted",
  remedy: "Ask for a new question and try again within five minutes, or use another way.",
});
export const passkeyKnown = defineProblem({
  code: "passkey-known",
  kind: "conflict",
  title: "This passkey was added before",
  remedy: "Nothing is left to do: sign in with it.",
});
export const tooManyPasskeys = defineProblem({
  code: "too-many-passkeys",
  kind: "conflict",
  title: "There are ten passkeys already",
  remedy: "Remove one that you no longer use.",
});
export const noSuchPasskey = defineProblem({
  code: "no-such-passkey",
  kind: "not-found",
  title: "There is no such passkey",
  remedy: "See GET /api/v1/me/sign-in-methods for yours.",
});
export const scanExpired = defineProblem({
  code: "scan-expired",
  kind: "gone",
  title: "The code is no longer good",
  remedy: "Show a new code and scan it within two minutes.",
});
export const scanRefused = defineProblem({
  code: "scan-refused",
  kind: "forbidden",
  title: "It was refused on the telephone",
  remedy: "Show a new code, if it was a mistake.",
});
export const numberInUse = defineProblem({
  code: "number-in-use",
  kind: "conflict",
  title: "Another account has this number",
  remedy: "Sign in with the number and see whose account it is, or choose another number.",
});
export const noSuchRecovery = defineProblem({
  code: "no-such-recovery",
  kind: "not-found",
  title: "There is no such recovery",
  remedy: "It ended, or takes no more proofs. Begin again.",
});
export const proofRefused = defineProblem({
  code: "proof-refused",
  kind: "invalid",
  title: "This proof does not hold",
  remedy: "Compare what was typed; every proof has to be of the same person. Or choose another proof.",
});
export const recoveryUnderWay = defineProblem({
  code: "recovery-under-way",
  kind: "conflict",
  title: "This account is being recovered already",
  remedy: "If that was not you, stop it with the message on your telephone or go to a service hall with your card.",
});
