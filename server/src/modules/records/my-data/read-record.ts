import { chinaDate } from "../../../kernel/china-time.ts";
import { countAttempt } from "../../../kernel/rate-limit.ts";
import type { FullRecord } from "../contract.ts";
import { evaluateNotices } from "../notices.ts";
import type { RecordsParts } from "../parts.ts";
import type { Reader } from "../reader.ts";
import { deriveFields } from "./derive-fields.ts";
import { isProvable, timesOf } from "./describe-record.ts";

const WAIT_MS = 1_000;
/** Whoever asks anew has seen what is known, and waits for better. */
const WAIT_ANEW_MS = 5_000;
const ANEW_BY_MINUTE = 6;
const READINGS_BY_MINUTE = 120;

/**
 * One record, whole.
 * @param reader whom requireReader found for this kind
 * @throws no-such-record-kind, wrong-parameter, person-unknown, too-many-requests
 */
export async function readRecord(parts: RecordsParts, reader: Reader, id: string, { parameters, anew, lang }: { parameters: Record<string, string>; anew: boolean; lang: string | undefined }): Promise<FullRecord> {
  const { database, directory, door, knownPeople, clock, log } = parts;
  const { city, subject, actor, actingFor, ground, person } = reader;
  const { kind } = directory.getKind(city, id);
  await countAttempt(database, [
    { bucket: `record-read:${person}`, limit: READINGS_BY_MINUTE, windowSeconds: 60 },
    ...(anew ? [{ bucket: `record-anew:${person}`, limit: ANEW_BY_MINUTE, windowSeconds: 60 }] : []),
  ]);
  const reading = { city, kind: id, subject, actor, ...(actingFor === undefined ? {} : { actingFor }), purpose: "own-records", ground, parameters, anew };
  const [answer, known] = await Promise.all([door.read(reading, { waitMs: anew ? WAIT_ANEW_MS : WAIT_MS }), kind.derivation === undefined ? undefined : knownPeople.find(subject)]);
  const [now, today] = [clock(), chinaDate(clock())];
  const record = answer.record && deriveFields(kind, answer.record, known?.idNumber, now, today);
  return {
    kind: id, city, state: answer.state, ...timesOf(answer),
    notices: await evaluateNotices(kind, record, { today, log, lang }),
    ...(record ? { record } : {}),
    provable: isProvable(kind, answer, now),
  };
}
