import type { Subscription } from "../../kernel/events.ts";
import type { Job } from "../../kernel/jobs.ts";
import { type Text, toTraditional } from "../catalogue/index.ts";
import { placeOf, smsText } from "./message.ts";
import type { MessagesParts } from "./parts.ts";
import { deleteEverythingOf, deleteMessagesBefore, endSms, findLanguage, findMessage } from "./store.ts";

/** A year and some weeks: what was told about a yearly thing is there when it comes again. */
const KEPT_MS = 400 * 86_400_000;
const DELETED_AT_ONCE = 5_000;

type Parts = Pick<MessagesParts, "database" | "identity" | "sendSms" | "clock" | "publicUrl">;

/** What the room does behind requests, and the events it does it upon. */
export function messagesWork(parts: Parts): { jobs: Job[]; subscriptions: Subscription[] } {
  const sendSms = sendSmsJob(parts) as Job;
  const forgetPerson = forgetPersonJob(parts) as Job;
  const forgetJoined = forgetJoinedJob(parts) as Job;
  return {
    jobs: [sendSms, forgetPerson, forgetJoined, forgetOldJob(parts)],
    subscriptions: [
      { event: "messages.message-sent", job: sendSms },
      { event: "identity.account-closed", job: forgetPerson },
      { event: "identity.person-joined", job: forgetJoined },
    ],
  };
}

/** The gateway sends a message once for its id, so a job that runs again tells nobody twice. */
function sendSmsJob({ database, identity, sendSms, clock, publicUrl }: Parts): Job<{ person: string; message: string }> {
  return {
    name: "messages:send-sms",
    async run({ person, message: id }) {
      const row = await findMessage(database, person, id);
      if (!row?.sms) return;
      const [cipher, phone] = await Promise.all([identity.people.cipherOf(person), identity.people.phoneOf(person)]);
      if (!cipher || phone === undefined || (row.sms_until && clock() > row.sms_until)) {
        await endSms(database, person, id, undefined);
        return;
      }
      const language = await findLanguage(database, person);
      const words = toTraditionalIf(language === "zh-Hant", JSON.parse(cipher.open(placeOf.sms(id), row.sms)) as Text);
      await sendSms({ id, to: phone, text: smsText(language === "en" ? words.en : words.zh, language, publicUrl) });
      await endSms(database, person, id, clock());
    },
  };
}

const toTraditionalIf = (wanted: boolean, text: Text): Text => (wanted ? toTraditional(text) : text);

/** Their keys are gone, so nothing of it could be read any more: neither is it kept. */
function forgetPersonJob({ database }: Pick<Parts, "database">): Job<{ person: string }> {
  return {
    name: "messages:forget-person",
    run: ({ person }) => database.transaction((tx) => deleteEverythingOf(tx, person)),
  };
}

/** Their messages went over with them; what was written to who they were at that very moment was sealed with a key that is gone. */
function forgetJoinedJob({ database }: Pick<Parts, "database">): Job<{ from: string }> {
  return {
    name: "messages:forget-joined",
    run: ({ from }) => database.transaction((tx) => deleteEverythingOf(tx, from)),
  };
}

function forgetOldJob({ database, clock }: Pick<Parts, "database" | "clock">): Job {
  return {
    name: "messages:forget-old",
    schedule: "52 3 * * *",
    async run() {
      const before = new Date(clock().getTime() - KEPT_MS);
      // Some at a time, so that no statement holds the table for long.
      while ((await deleteMessagesBefore(database, before, DELETED_AT_ONCE)) === DELETED_AT_ONCE);
    },
  };
}
