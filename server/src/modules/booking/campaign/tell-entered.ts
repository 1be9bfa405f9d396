/**
 * Whoever got a place by turn is told so by message. Not by the lane, where a message would cost each of a crowd as much as the
 * place: once the crowd is through, a job goes once over the entries in the order of their key, and puts no index on a table
 * that must take tens of thousands a second.
 */
import type { Job } from "../../../kernel/jobs.ts";
import type { OutgoingMessage } from "../../messages/index.ts";
import { eachCampaign } from "./each-campaign.ts";
import { type OpenCampaign, phaseAt } from "./open-campaigns.ts";
import type { CampaignParts } from "./parts.ts";
import { listQuotas } from "./store.ts";
import { listEnteredAfter, listUntold, lockTelling, type TellingRow, updateTelling } from "./telling-store.ts";
import { linkFor, type Recipient, recipientsOf } from "./recipients.ts";
import { shortTime } from "./times.ts";

const AT_ONCE = 200;
/** Where somebody comes every minute, nobody waits for a quiet one for longer. */
const LONGEST_WAIT_MS = 15 * 60_000;
const FIRST_PERSON = "00000000-0000-0000-0000-000000000000";

type Parts = Pick<CampaignParts, "database" | "campaigns" | "databaseTime" | "identity" | "messages" | "log">;

export function tellEnteredJob(parts: Parts): Job {
  return {
    name: "booking:tell-entered",
    schedule: "* * * * *",
    async run() {
      await parts.campaigns.refresh();
      const untold = (await listUntold(parts.database)).flatMap((id) => parts.campaigns.byId(id) ?? []);
      await eachCampaign(parts.log, untold, "those who got a place could not be told", async (campaign) => {
        while (await tellSome(parts, campaign));
      });
    },
  };
}

/** Each step and how far it came are one transaction: nobody is told twice, and nobody is left out. @returns whether somebody is left */
async function tellSome({ database, identity, messages, databaseTime }: Parts, campaign: OpenCampaign): Promise<boolean> {
  return database.transaction(async (tx) => {
    const telling = await lockTelling(tx, campaign.id);
    if (!telling) return false;
    const now = await databaseTime(tx);
    const until = telling.told_until ?? (await beginRound(tx, campaign, telling, now));
    if (!until) return false;
    const entries = await listEnteredAfter(tx, campaign.id, telling.after ?? FIRST_PERSON, AT_ONCE);
    const due = entries.filter(({ number, quota, ended }) => !ended && number > (telling.told[quota] ?? 0) && number <= (until[quota] ?? 0));
    const whom = await recipientsOf({ identity }, tx, campaign, due.map(({ person }) => person));
    for (const { person, number, confirmed } of due) {
      for (const to of whom(person)) await messages.send(tx, enteredMessage(campaign, to, { number, confirmed, now, seesIt: await identity.people.isSignedIn(to.person, tx) }));
    }
    const last = entries.at(-1);
    if (last && entries.length === AT_ONCE) {
      await updateTelling(tx, campaign.id, { after: last.person });
      return true;
    }
    await updateTelling(tx, campaign.id, { told: until, told_count: sumOf(until), told_until: null, after: null, waiting_since: null });
    return false;
  });
}

/** When as many have a place as a minute ago, nobody can get one any more, or somebody has waited long enough. @returns undefined: not now */
async function beginRound(tx: Parameters<typeof updateTelling>[0], campaign: OpenCampaign, { seen, waiting_since: waitingSince, told_count: told }: TellingRow, now: Date): Promise<Record<string, number> | undefined> {
  const taken = Object.fromEntries((await listQuotas(tx, campaign.id)).map((quota) => [quota.id, quota.taken]));
  const count = sumOf(taken);
  if (count === told) return undefined;
  const isThrough = count === seen || phaseAt(campaign, now) !== "open" || (waitingSince !== null && now.getTime() - waitingSince.getTime() >= LONGEST_WAIT_MS);
  await updateTelling(tx, campaign.id, { seen: count, waiting_since: waitingSince ?? now, ...(isThrough ? { told_until: taken } : {}) });
  return isThrough ? taken : undefined;
}

const sumOf = (numbers: Record<string, number>) => Object.values(numbers).reduce((sum, each) => sum + each, 0);

function enteredMessage({ id, slug, city, rules }: OpenCampaign, { person, ofChild }: Recipient, { number, confirmed, now, seesIt }: { number: number; confirmed: boolean; now: Date; seesIt: boolean }): OutgoingMessage {
  const confirmBy = rules.confirmBy === undefined ? undefined : new Date(rules.confirmBy);
  const until = !confirmed && confirmBy && now < confirmBy ? confirmBy : undefined;
  const confirm = until ? { zh: `请在${shortTime(until)}前确认，逾期视为放弃。`, en: ` Confirm by ${shortTime(until)}, or it goes back.` } : { zh: "", en: "" };
  const who = ofChild ? { zh: "您的孩子已获得名额", en: "your child has a place", number: "孩子" } : { zh: "您已获得名额", en: "you have a place", number: "您" };
  const sms = until
    ? { zh: `${rules.names.zh}：${who.zh}，请在${shortTime(until)}前在市民云确认。`, en: `${rules.names.en}: ${who.en}. Confirm in the app by ${shortTime(until)}.` }
    : { zh: `${rules.names.zh}：${who.zh}，详情见市民云。`, en: `${rules.names.en}: ${who.en}. See the app.` };
  return {
    person, city, class: "campaign", link: linkFor(slug, ofChild), about: { kind: "campaign", id: String(id) },
    title: { zh: `${rules.names.zh}：${who.zh}`, en: `${rules.names.en}: ${who.en}` },
    body: { zh: `${who.number}的号码是${number}。${confirm.zh}${rules.afterwards.zh}`, en: `${ofChild ? "The" : "Your"} number is ${number}.${confirm.en} ${rules.afterwards.en}` },
    // The inbox posts as the person themselves: a child's is confirmed on the campaign's page.
    ...(until && !ofChild ? { actions: [{ id: "confirm", label: { zh: "确认", en: "Confirm" }, tone: "go" as const, method: "POST" as const, path: `/api/v1/me/campaigns/${city}/${slug}/confirmation` }] } : {}),
    ...(seesIt ? {} : { sms, ...(until ? { smsUntil: until } : {}) }),
  };
}
