/**
 * Everybody who registered is told: who got something what to do next, the others that they did not and how to check it, and who
 * was taken out of the list why.
 */
import type { Job } from "../../../kernel/jobs.ts";
import type { OutgoingMessage } from "../../messages/index.ts";
import type { OpenCampaign } from "../campaign/open-campaigns.ts";
import type { CampaignParts } from "../campaign/parts.ts";
import type { ExclusionReason } from "../campaign/contract.ts";
import { linkFor, type Recipient, recipientsOf } from "../campaign/recipients.ts";
import { shortTime } from "../campaign/times.ts";
import { type AwardRow, findDrawForUpdate, updateDraw, type Words } from "../campaign/store.ts";
import { listDrawn, listUndrawn } from "./store.ts";

const AT_ONCE = 200;
const NOTHING = Buffer.alloc(0);

type Parts = Pick<CampaignParts, "database" | "campaigns" | "databaseTime" | "messages" | "identity">;

/** Each step and how far it came are one transaction: nobody is told twice, and nobody is left out. */
export function tellResultsJob(parts: Parts): Job<{ campaign: number }> {
  return {
    name: "booking:tell-results",
    async run({ campaign: id }) {
      await parts.campaigns.refresh();
      const campaign = parts.campaigns.byId(id);
      if (!campaign) return;
      while (await tellSome(parts, campaign));
    },
  };
}

/** @returns whether somebody is left */
async function tellSome({ database, databaseTime, messages, identity }: Parts, campaign: OpenCampaign): Promise<boolean> {
  return database.transaction(async (tx) => {
    const draw = await findDrawForUpdate(tx, campaign.id);
    if (!draw?.published_at) return false;
    const winners = await listDrawn(tx, campaign.id, draw.told_winners_until, AT_ONCE);
    const lastWinner = winners.at(-1);
    if (lastWinner) {
      const whom = await recipientsOf({ identity }, tx, campaign, winners.flatMap(({ person }) => person ?? []));
      // What is nobody's any more is not told as theirs.
      for (const award of winners.filter(({ returned_at: returned }) => returned === null)) for (const to of whom(award.person)) await messages.send(tx, winnersMessage(campaign, to, award));
      await updateDraw(tx, campaign.id, { told_winners_until: lastWinner.rank });
      return true;
    }
    if (draw.told_at) return false;
    const others = await listUndrawn(tx, campaign.id, draw.told_others_until ?? NOTHING, AT_ONCE);
    const last = others.at(-1);
    if (!last) {
      await updateDraw(tx, campaign.id, { told_at: await databaseTime(tx) });
      return false;
    }
    const left = others.filter(({ won }) => !won);
    const whom = await recipientsOf({ identity }, tx, campaign, left.map(({ person }) => person));
    for (const { person, reason } of left) for (const to of whom(person)) await messages.send(tx, reason === null ? othersMessage(campaign, to) : excludedMessage(campaign, to, reason));
    await updateDraw(tx, campaign.id, { told_others_until: last.commitment });
    return true;
  });
}

const aboutOf = ({ id, slug, city }: OpenCampaign, { person, ofChild }: Recipient) => ({ person, city, class: "campaign" as const, link: linkFor(slug, ofChild), about: { kind: "campaign", id: String(id) } });

function winnersMessage(campaign: OpenCampaign, to: Recipient, { tier: id, confirm_by: by, confirmed_at: confirmed, in_place_of: inPlaceOf }: AwardRow): OutgoingMessage {
  const { rules, city, slug } = campaign;
  const confirmBy = confirmed ? null : by;
  const tier = rules.tiers.find((each) => each.id === id)?.names ?? rules.names;
  const until = confirmBy ? { zh: `请在${shortTime(confirmBy)}前确认，逾期视为放弃。`, en: ` Confirm by ${shortTime(confirmBy)}, or it goes back.` } : { zh: "", en: "" };
  const who = to.ofChild ? { zh: "您的孩子", en: "Your child was" } : { zh: "您", en: "You were" };
  const became = inPlaceOf === null ? { zh: `${who.zh}已中签`, en: `${who.en} drawn` } : { zh: `有人放弃，${who.zh}已递补中签`, en: `${who.en} next: somebody gave theirs back` };
  return {
    ...aboutOf(campaign, to),
    title: { zh: `${rules.names.zh}：${became.zh}`, en: `${rules.names.en}: ${became.en}` },
    body: { zh: `${tier.zh}。${until.zh}${rules.afterwards.zh}`, en: `${tier.en}.${until.en} ${rules.afterwards.en}` },
    ...(confirmBy
      ? {
          // The inbox posts as the person themselves: a child's is confirmed on the campaign's page.
          ...(to.ofChild ? {} : { actions: [{ id: "confirm", label: { zh: "确认", en: "Confirm" }, tone: "go" as const, method: "POST" as const, path: `/api/v1/me/campaigns/${city}/${slug}/confirmation` }] }),
          sms: { zh: `${rules.names.zh}：${became.zh}，请在${shortTime(confirmBy)}前在市民云确认。`, en: `${rules.names.en}: ${became.en}. Confirm in the app by ${shortTime(confirmBy)}.` },
          smsUntil: confirmBy,
        }
      : { sms: { zh: `${rules.names.zh}：${became.zh}，详情见市民云。`, en: `${rules.names.en}: ${became.en}. See the app.` } }),
  };
}

function othersMessage(campaign: OpenCampaign, to: Recipient): OutgoingMessage {
  const { rules } = campaign;
  return {
    ...aboutOf(campaign, to),
    title: to.ofChild ? { zh: `${rules.names.zh}：您的孩子本次未中签`, en: `${rules.names.en}: your child was not drawn this time` } : { zh: `${rules.names.zh}：本次未中签`, en: `${rules.names.en}: not drawn this time` },
    body: { zh: "感谢参与。名单、随机值和抽签方法都已公布，您可以在活动页自行核对，也能找到代表您的那一行。", en: "Thank you for taking part. List, random value and method are published: you can check the draw on the campaign's page, and find the line that stands for you." },
  };
}

/** The page says the same: web/citizen/src/campaigns/reason-words.ts. */
const EXCLUDED_BECAUSE: Record<ExclusionReason, Words> = {
  "not-eligible": { zh: "不符合条件", en: "not eligible" },
  deceased: { zh: "已故", en: "deceased" },
  "false-identity": { zh: "身份不实", en: "false identity" },
  organiser: { zh: "主办方工作人员", en: "organisers’ staff" },
  "other-channel": { zh: "在其他渠道登记", en: "registered elsewhere" },
};

function excludedMessage(campaign: OpenCampaign, to: Recipient, reason: ExclusionReason): OutgoingMessage {
  const { names } = campaign.rules;
  const because = EXCLUDED_BECAUSE[reason];
  return {
    ...aboutOf(campaign, to),
    title: to.ofChild ? { zh: `${names.zh}：您的孩子未参加抽签`, en: `${names.en}: your child was left out of the draw` } : { zh: `${names.zh}：您未参加抽签`, en: `${names.en}: you were left out of the draw` },
    body: { zh: `原因：${because.zh}。有异议请打 12345。`, en: `Reason: ${because.en}. If that is wrong, call 12345.` },
  };
}
