import { chinaDate } from "../../../kernel/china-time.ts";
import { countAttempt } from "../../../kernel/rate-limit.ts";
import type { MyRecord, MyRecords } from "../contract.ts";
import { evaluateNotices } from "../notices.ts";
import type { RecordsParts } from "../parts.ts";
import { levelFor, type Reader } from "../reader.ts";
import { deriveFields } from "./derive-fields.ts";
import { summarise, timesOf } from "./describe-record.ts";

/**
 * Departments are waited for so long altogether; what comes later is there the next time. A fifth below a second, so that a
 * page on a busy day is still there little more than a second after it was asked for.
 */
const WAIT_MS = 800;
/** Each look leaves an access record for every kind: nobody looks oftener than this by hand. */
const READINGS_BY_MINUTE = 120;

/** Every kind of record that the city has of persons, each in its own state: one department that is down costs none of the others. */
export async function listRecords(parts: RecordsParts, reader: Reader, lang: string | undefined): Promise<MyRecords> {
  const { database, directory, door, identity, clock, log } = parts;
  const { city, subject, actor, actingFor, ground } = reader;
  await countAttempt(database, [{ bucket: `records-read:${reader.person}`, limit: READINGS_BY_MINUTE, windowSeconds: 60 }]);
  const entries = directory.listKinds(city).filter(({ kind }) => kind.subject === "person").map((entry) => ({ ...entry, held: stateBefore(reader, entry) }));
  const readable = entries.filter(({ held }) => held === undefined);
  const [answers, person] = await Promise.all([
    door.readAll(readable.map(({ kind }) => ({ city, kind: kind.id, subject, actor, ...(actingFor === undefined ? {} : { actingFor }), purpose: "own-records", ground })), { waitMs: WAIT_MS }),
    readable.some(({ kind }) => kind.derivation !== undefined) ? identity.people.find(subject) : undefined,
  ]);
  const [now, today] = [clock(), chinaDate(clock())];
  const items = await Promise.all(
    entries.map(async (entry): Promise<MyRecord> => {
      const { kind, held } = entry;
      if (held !== undefined) return { kind: kind.id, state: held, notices: [], facts: [] };
      const answer = answers[readable.indexOf(entry)];
      if (!answer) throw new Error(`The door gave no answer about ${kind.id}`);
      const record = answer.record && deriveFields(kind, answer.record, person?.idNumber, now, today);
      return { kind: kind.id, state: answer.state, ...timesOf(answer), notices: await evaluateNotices(kind, record, { today, log, lang }), ...summarise(kind, record) };
    }),
  );
  return { city, items, total: items.length };
}

/** Why a kind is not asked for at all. */
function stateBefore({ level, covers }: Reader, { kind, operation }: ReturnType<RecordsParts["directory"]["listKinds"]>[number]): "level-needed" | "not-covered" | "parameters-needed" | undefined {
  if (level < levelFor(kind)) return "level-needed";
  if (!covers(kind)) return "not-covered";
  return operation.parameters.some(({ optional }) => optional !== true) ? "parameters-needed" : undefined;
}
