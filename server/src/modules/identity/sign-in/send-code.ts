import type { Job } from "../../../kernel/jobs.ts";
import { placeOf } from "../account/person-cipher.ts";
import type { IdentityParts } from "../parts.ts";
import type { SendSms } from "../outside/sms-gateway.ts";
import { CODE_LABEL, codeMessage } from "./code.ts";
import { deleteCodesBefore, findCode } from "./code-store.ts";

const KEPT_MS = 86_400_000;

interface SendingParts extends Pick<IdentityParts, "database" | "vault" | "codes" | "clock"> {
  sendSms: SendSms;
}

/** Hands a code to the gateway; again and again until it took it, or until the code is no longer good. */
export function sendCodeJob({ database, vault, codes, clock, sendSms }: SendingParts): Job<{ code: string }> {
  return {
    name: "identity:send-code",
    async run({ code: id }) {
      const row = await findCode(database, id);
      if (!row || row.consumed_at !== null || row.expires_at <= clock()) return;
      const to = vault.service.open(placeOf.codePhone(id), row.phone);
      await sendSms({ id, to, text: codeMessage(codes.deriveCode(CODE_LABEL, id), row.purpose, row.locale) });
    },
  };
}

/** Codes are kept a day, so that a complaint that none came can be looked into. */
export function forgetCodesJob({ database, clock }: SendingParts): Job {
  return {
    name: "identity:forget-codes",
    schedule: "41 * * * *",
    run: () => deleteCodesBefore(database, new Date(clock().getTime() - KEPT_MS)),
  };
}
