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
/** Whoever asks anew sees what is known meanwhile, and waits for better. */
const WAIT_ANEW_MS = 5_000;
/** Each asks all departments. */
const ANEW_BY_TEN_MINUTES = 3;
/** Each look leaves an access record for every kind: nobody looks oftener than this by hand. */
const READINGS_BY_MINUTE = 120;

/**
 * Every kind of record that the city has of persons, each in its own state: one department that is down costs none of the others.
 * @param anew asks every department even when its answer is fresh, but no clerk, whose work that would be
 * @throws too-many-requests
 */
export async function listRecords(parts: RecordsParts, reader: Reader, { anew, lang }: { anew: boolean; lang: string | undefined }): Promise<MyRecords> {
  const { database, directory, door, knownPeople, clock, log } = parts;
  const { city, subject, actor, actingFor, ground } = reader;
  await countAttempt(database, [
    { bucket: `records-read:${reader.person}`, limit: READINGS_BY_MINUTE, windowSeconds: 60 },
    ...(anew ? [{ bucket: `records-anew:${reader.person}`, limit: ANEW_BY_TEN_MINUTES, windowSeconds: 600 }] : []),
  ]);
  const entries = directory.listKinds(city).filter(({ kind }) => kind.subject === "person").map((entry) => ({ ...entry, held: stateBefore(reader, entry) }));
  const readable = entries.filter(({ held }) => held === undefined);
  const [answers, person] = await Promise.all([
    door.readAll(
      readable.map(({ kind, source }) => ({
        city, kind: kind.id, subject, actor, ...(actingFor === undefined ? {} : { actingFor }), purpose: "own-records", ground, anew: anew && source.source.transport.kind !== "manual",
      })),
      { waitMs: anew ? WAIT_ANEW_MS : WAIT_MS },
    ),
    readable.some(({ kind }) => kind.derivation !== undefined) ? knownPeople.find(subject) : undefined,
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
