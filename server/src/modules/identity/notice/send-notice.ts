import type { Job } from "../../../kernel/jobs.ts";
import { findPersonCipher, placeOf } from "../account/person-cipher.ts";
import type { SendSms } from "../outside/sms-gateway.ts";
import type { IdentityParts } from "../parts.ts";
import { findStopCode } from "../recovery/store.ts";
import { noticeText } from "./notice.ts";
import { deleteNoticesBefore, findNotice } from "./store.ts";

const KEPT_MS = 30 * 86_400_000;

interface SendingParts extends Pick<IdentityParts, "database" | "vault" | "clock" | "publicUrl"> {
  sendSms: SendSms;
}

/** The gateway sends a message once for its id, so a repeated job tells nobody twice. */
export function sendNoticeJob({ database, vault, publicUrl, sendSms }: SendingParts): Job<{ notice: string }> {
  return {
    name: "identity:send-notice",
    async run({ notice: id }) {
      const row = await findNotice(database, id);
      if (!row) return;
      const cipher = await findPersonCipher({ vault }, database, row.person);
      // They closed their account meanwhile: nobody is left to be told.
      if (!cipher) return;
      const sealed = row.recovery === null || row.kind === "recovery-done" ? undefined : await findStopCode(database, row.recovery);
      const code = sealed && row.recovery !== null ? vault.service.open(placeOf.recoveryStop(row.recovery), sealed) : undefined;
      const to = cipher.open(placeOf.noticePhone(id), row.phone);
      await sendSms({ id, to, text: noticeText(row.kind, code === undefined ? undefined : stopAddress(publicUrl, code)) });
    },
  };
}

/** Never made of a request's own host header: it would let a stranger choose where the owner's telephone is led. */
function stopAddress(publicUrl: string | undefined, code: string): string {
  const path = `/recovery/stop/${code}`;
  return publicUrl === undefined ? path : new URL(path, publicUrl).href;
}

export function forgetNoticesJob({ database, clock }: Pick<SendingParts, "database" | "clock">): Job {
  return {
    name: "identity:forget-notices",
    schedule: "23 4 * * *",
    run: () => deleteNoticesBefore(database, new Date(clock().getTime() - KEPT_MS)),
  };
}
