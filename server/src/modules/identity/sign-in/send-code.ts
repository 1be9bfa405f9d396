import { setTimeout as sleep } from "node:timers/promises";
import type { Job } from "../../../kernel/jobs.ts";
import type { Log } from "../../../kernel/log.ts";
import { placeOf } from "../account/person-cipher.ts";
import type { IdentityParts } from "../parts.ts";
import type { SendSms } from "../outside/sms-gateway.ts";
import { CODE_LABEL, codeMessage } from "./code.ts";
import { type CodeRow, deleteCodesBefore, listUnsentCodes, updateCodesSent } from "./code-store.ts";

const KEPT_MS = 86_400_000;
const AT_ONCE = 32;
/** What waits behind a gateway that hangs; beyond it the job takes over. */
const MOST_WAITING = 2_000;
const RETRY_MS = [1_000, 4_000];
/** A code this old is no longer on its way: whoever was asked to send it failed or was ended. */
const OVERDUE_MS = 15_000;
const SENT_PER_RUN = 500;
/** What was sent is noted together: until then a crash means that the gateway is asked a second time, and sends once. */
const NOTE_SENT_MS = 200;

interface SendingParts extends Pick<IdentityParts, "database" | "vault" | "codes" | "clock"> {
  sendSms: SendSms;
}

export type CodeToSend = Pick<CodeRow, "id" | "phone" | "purpose" | "locale" | "expires_at">;

/**
 * Hands codes to the gateway from the process that was asked, after the row is written: nobody waits for a worker to
 * take a job, and the queue is spared its largest customer. What is not sent here, {@link sendOverdueCodesJob} sends.
 */
export interface CodeSender {
  send(code: CodeToSend): void;
  /** Waits for what is on its way. */
  close(): Promise<void>;
}

export function createCodeSender(parts: SendingParts, log: Log): CodeSender {
  const waiting: CodeToSend[] = [];
  const sending = new Set<Promise<void>>();
  const closing = new AbortController();
  let sent: string[] = [];
  const noteSent = async () => {
    if (sent.length === 0) return;
    const ids = sent;
    sent = [];
    await updateCodesSent(parts.database, ids, parts.clock()).catch((error: unknown) => log.warn({ err: error }, "which codes were sent could not be noted"));
  };
  const noting = setInterval(() => void noteSent(), NOTE_SENT_MS).unref();
  const sendPatiently = async (code: CodeToSend) => {
    for (const retryMs of [...RETRY_MS, undefined]) {
      try {
        if (await sendCode(parts, code)) sent.push(code.id);
        return;
      } catch (error) {
        if (retryMs === undefined || closing.signal.aborted) return log.warn({ err: error, code: code.id }, "a code is left to the job that sends overdue ones");
        await sleep(retryMs, undefined, { signal: closing.signal }).catch(() => undefined);
      }
    }
  };
  const sendNext = () => {
    while (sending.size < AT_ONCE) {
      const code = waiting.shift();
      if (!code) return;
      const handedOver = sendPatiently(code).finally(() => {
        sending.delete(handedOver);
        sendNext();
      });
      sending.add(handedOver);
    }
  };
  return {
    send(code) {
      if (waiting.length >= MOST_WAITING) return;
      waiting.push(code);
      sendNext();
    },
    async close() {
      closing.abort();
      waiting.length = 0;
      await Promise.all(sending);
      clearInterval(noting);
      await noteSent();
    },
  };
}

/** The gateway sends one message for an id, so handing a code over twice is harmless. @returns false for one that is no longer good */
async function sendCode({ vault, codes, clock, sendSms }: SendingParts, { id, phone, purpose, locale, expires_at }: CodeToSend): Promise<boolean> {
  if (expires_at <= clock()) return false;
  await sendSms({ id, to: vault.service.open(placeOf.codePhone(id), phone), text: codeMessage(codes.deriveCode(CODE_LABEL, id), purpose, locale) });
  return true;
}

/** Sends what was written and not sent: after a crash between the two, or while the gateway was away. */
export function sendOverdueCodesJob(parts: SendingParts): Job {
  return {
    name: "identity:send-overdue-codes",
    schedule: "* * * * *",
    async run() {
      const now = parts.clock();
      for (const code of await listUnsentCodes(parts.database, { now, before: new Date(now.getTime() - OVERDUE_MS), limit: SENT_PER_RUN })) {
        if (await sendCode(parts, code)) await updateCodesSent(parts.database, [code.id], parts.clock());
      }
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
