import { defineProblem } from "../../../kernel/http/problem.ts";

export const noSuchCampaign = defineProblem({
  code: "no-such-campaign",
  kind: "not-found",
  title: "There is no such campaign",
  remedy: "See GET /api/v1/cities/{city}/campaigns.",
});
export const eligibilityUnknown = defineProblem({
  code: "eligibility-unknown",
  kind: "unavailable",
  title: "Whether you may take part cannot be said now",
  remedy: "The department whose record decides does not answer. Try again in a few minutes; whoever registers later has the same chance in a draw.",
});
export const campaignOver = defineProblem({
  code: "campaign-over",
  kind: "conflict",
  title: "The campaign has closed",
  remedy: "After it has closed nothing about who takes part is changed any more.",
});
export const nothingToConfirm = defineProblem({
  code: "nothing-to-confirm",
  kind: "conflict",
  title: "There is nothing to confirm",
  remedy: "See GET /api/v1/me/campaigns/{city}/{slug} for what became of the registration.",
});
export const notFrozen = defineProblem({
  code: "list-not-frozen",
  kind: "conflict",
  title: "The list of participants is not frozen yet",
  remedy: "It is frozen a minute after registration has closed. Come back then.",
});
export const notDrawn = defineProblem({
  code: "not-drawn",
  kind: "conflict",
  title: "Lots have not been drawn yet",
  remedy: "`draw.at` of the campaign says when they are.",
});
export const noDraw = defineProblem({
  code: "no-draw",
  kind: "not-found",
  title: "Nothing is drawn in this campaign",
  remedy: "It goes by turn: see its `manner`.",
});
export const wrongStep = defineProblem({
  code: "wrong-step",
  kind: "conflict",
  title: "The campaign is not at the step this belongs to",
  remedy: "In order: close, freeze, draw, publish. See the campaign's wall for where it stands.",
});
export const drawFailed = defineProblem({
  code: "random-value-refused",
  kind: "invalid",
  title: "This is not the random value that was announced",
  remedy: "Give drand's signature of the announced round, or what the witnesses named in the campaign said.",
});
export const endNotConfirmed = defineProblem({
  code: "end-not-confirmed",
  kind: "invalid",
  title: "The end was not confirmed",
  remedy: "Type the campaign's id into `confirm`: an end cannot be taken back.",
});
export const channelRefused = defineProblem({
  code: "channel-refused",
  kind: "unauthenticated",
  title: "The request is not signed by a channel of this campaign",
  remedy: "Sign it as docs/campaign-channels.md says, with the secret of the channel and a time within five minutes.",
});
export const notEligible = defineProblem({
  code: "not-eligible",
  kind: "forbidden",
  title: "This person may not take part",
  remedy: "`refusal` says which condition is not fulfilled.",
});
