import { DomainError } from "../../../kernel/errors.ts";
import type { Job } from "../../../kernel/jobs.ts";
import { countAttempt } from "../../../kernel/rate-limit.ts";
import { findAgentById, placeOfAgent } from "../enterprise/store.ts";
import { findMandate, placeOfMandate } from "../mandate/store.ts";
import type { SendSms } from "../outside/sms-gateway.ts";
import type { IdentityParts } from "../parts.ts";

interface InvitingParts extends Pick<IdentityParts, "database" | "vault"> {
  sendSms: SendSms;
}

/** They name nobody: whoever holds the telephone may not be who was meant, and numbers change hands. */
const MANDATE_OFFERED =
  "【市民云】有人想委托您代办事项。请登录市民云，在“我的 - 家人”中查看，由您决定是否接受。[Citizen Cloud] Somebody asks you to act for them. Sign in and see Me, Family: it is for you to accept or not.";
const AGENT_INVITED =
  "【市民云】有企业邀请您担任经办人。请登录市民云，在“我的 - 企业”中查看，由您决定是否接受。[Citizen Cloud] A company invites you to act for it. Sign in and see Me, Companies: it is for you to accept or not.";

const MESSAGES_BY_DAY = 10;

/** However many people and companies invite one number, its telephone does not ring all day; the invitations wait in the app. */
async function mayTell({ database }: InvitingParts, phoneHash: Buffer | null): Promise<boolean> {
  try {
    await countAttempt(database, [{ bucket: `invited-phone:${phoneHash?.toString("base64url") ?? ""}`, limit: MESSAGES_BY_DAY, windowSeconds: 86_400 }]);
    return true;
  } catch (error) {
    if (error instanceof DomainError && error.kind === "too-many") return false;
    throw error;
  }
}

/** Tells the number to which a mandate was offered, whether or not anybody has an account with it. */
export function tellOfMandateJob(parts: InvitingParts): Job<{ mandate: string }> {
  const { database, vault, sendSms } = parts;
  return {
    name: "identity:tell-of-mandate",
    async run({ mandate: id }) {
      const mandate = await findMandate(database, id);
      // Accepted, taken back or lapsed meanwhile: the number is no longer kept.
      if (!mandate?.invited_phone || !(await mayTell(parts, mandate.invited_phone_hash))) return;
      await sendSms({ id, to: vault.service.open(placeOfMandate.invitedPhone(id), mandate.invited_phone), text: MANDATE_OFFERED });
    },
  };
}

/** Tells the number that a company invited. */
export function tellOfAgencyJob(parts: InvitingParts): Job<{ agent: string }> {
  const { database, vault, sendSms } = parts;
  return {
    name: "identity:tell-of-agency",
    async run({ agent: id }) {
      const agent = await findAgentById(database, id);
      if (!agent?.invited_phone || !(await mayTell(parts, agent.invited_phone_hash))) return;
      await sendSms({ id, to: vault.service.open(placeOfAgent.invitedPhone(id), agent.invited_phone), text: AGENT_INVITED });
    },
  };
}
