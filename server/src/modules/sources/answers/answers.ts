/** The last answer to each question: in memory for speed, in the database for the day a department is down. */
import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { LRUCache } from "lru-cache";
import { createBatch } from "../../../kernel/batch.ts";
import type { PersonCipher } from "../../../kernel/crypto/vault.ts";
import { SealedValueDamaged } from "../../../kernel/crypto/cipher.ts";
import type { Database, Handles } from "../../../kernel/database.ts";
import type { Log } from "../../../kernel/log.ts";
import { type AnswerRow, listAnswers, saveAnswers } from "./store.ts";

export type RecordContent = Record<string, unknown>;

export interface KeptAnswer {
  /** Undefined: the department has no record. */
  record: RecordContent | undefined;
  /** As of when the department says this is, ISO 8601. */
  asOf: string | undefined;
  obtainedAt: Date;
  keepUntil: Date;
}

export interface Question {
  /** Person id, or {@link PUBLIC}. */
  subject: string;
  city: string;
  source: string;
  operation: string;
  parameters: Record<string, string>;
}

/** A kept answer, and about how much memory it takes. */
interface Weighed {
  answer: KeptAnswer;
  bytes: number;
}

/** Everything remembered of one person. */
interface Remembered {
  answers: Map<string, Weighed>;
  bytes: number;
}

/** Subject of what is about nobody. */
export const PUBLIC = "public";

/** The answers of a page come within moments of each other: gathered for so long, they are one statement, and no page waits behind it. */
const GATHERED_MS = 200;
const PERSONS_BYTES = 48 * 1024 * 1024;
const PUBLIC_BYTES = 16 * 1024 * 1024;
/** A remembered object weighs about this many bytes for each byte of its text, and this many by itself. */
const BYTES_BY_BYTE = 4;
const BYTES_BY_ANSWER = 300;

export interface Answers {
  /** What is known of a subject; the database is asked once for all of it. */
  recall(question: Question, cipher: PersonCipher): Promise<KeptAnswer | undefined>;
  /** Remembers at once, and writes behind the caller's back. */
  keep(question: Question, answer: KeptAnswer, cipher: PersonCipher): void;
  /** Writes within the caller's transaction what cannot be had again by asking. The caller has the person read again afterwards. */
  write(tx: Handles, question: Question, answer: KeptAnswer, cipher: PersonCipher): Promise<void>;
  /** The person changed, or another process or {@link write} may know more: the database is asked again, and what is on its way there stays known. */
  reread(subject: string): void;
  /** Drops what is remembered of a person who left, and does not write what was to be written. */
  forget(subject: string): void;
  /** Waits for what is being written. */
  close(): Promise<void>;
}

export function createAnswers(database: Database, log: Log): Answers {
  const persons = new LRUCache<string, Remembered>({ maxSize: PERSONS_BYTES, sizeCalculation: ({ bytes }) => bytes });
  const publicAnswers = new LRUCache<string, Weighed>({ maxSize: PUBLIC_BYTES, sizeCalculation: ({ bytes }) => bytes });
  const loading = new Map<string, Promise<Remembered>>();
  /** By subject: what was kept, and the database may not show yet. */
  const unwritten = new Map<string, Map<string, Weighed>>();
  const writing = new Set<Promise<unknown>>();
  const closing = new AbortController();
  let gathering: Promise<void> | undefined;
  const gather = () => (gathering ??= sleep(GATHERED_MS, undefined, { signal: closing.signal }).catch(() => undefined).finally(() => (gathering = undefined)));
  const save = createBatch(async (rows: AnswerRow[]) => {
    await saveAnswers(database, rows);
    return rows;
  });

  const load = async (subject: string, cipher: PersonCipher) => {
    const remembered: Remembered = { answers: new Map(), bytes: BYTES_BY_ANSWER };
    for (const row of await listAnswers(database, subject)) {
      const weighed = openRow(row, cipher, log);
      if (weighed) remember(remembered, nameOf(row, row.parameters), weighed);
    }
    return remembered;
  };
  const answersOf = (subject: string, cipher: PersonCipher): Promise<Remembered> => {
    const under = loading.get(subject);
    if (under) return under;
    const loaded: Promise<Remembered> = load(subject, cipher)
      .then((remembered) => {
        for (const [name, weighed] of unwritten.get(subject) ?? []) remember(remembered, name, weighed);
        // Unless somebody learned meanwhile that there is more to read.
        if (loading.get(subject) === loaded) persons.set(subject, remembered);
        return remembered;
      })
      .finally(() => {
        if (loading.get(subject) === loaded) loading.delete(subject);
      });
    loading.set(subject, loaded);
    return loaded;
  };

  const holdUnwritten = (subject: string, name: string, weighed: Weighed) => {
    const held = unwritten.get(subject) ?? new Map<string, Weighed>();
    unwritten.set(subject, held.set(name, weighed));
  };
  const isUnwritten = (subject: string, name: string, weighed: Weighed) => unwritten.get(subject)?.get(name) === weighed;
  /** Who is reading just now may have begun before it was written. */
  const releaseWritten = async (subject: string, name: string, weighed: Weighed) => {
    await loading.get(subject)?.catch(() => undefined);
    if (!isUnwritten(subject, name, weighed)) return;
    const held = unwritten.get(subject);
    held?.delete(name);
    if (held?.size === 0) unwritten.delete(subject);
  };
  const reread = (subject: string) => {
    persons.delete(subject);
    loading.delete(subject);
  };

  return {
    async recall(question, cipher) {
      const name = nameOf(question, digestParameters(question.parameters));
      if (question.subject === PUBLIC) {
        const known = publicAnswers.get(name);
        if (known || Object.keys(question.parameters).length > 0) return stillKept(known);
        return stillKept((await answersOf(PUBLIC, cipher)).answers.get(name));
      }
      return stillKept((persons.get(question.subject) ?? (await answersOf(question.subject, cipher))).answers.get(name));
    },
    keep(question, answer, cipher) {
      const parameters = digestParameters(question.parameters);
      const name = nameOf(question, parameters);
      const text = textOf(answer);
      const weighed: Weighed = { answer, bytes: weigh(text.length) };
      if (question.subject === PUBLIC) {
        publicAnswers.set(name, weighed);
        // Strangers can vary the parameters without end.
        if (parameters !== "") return;
      } else {
        const known = persons.get(question.subject);
        // Only beside everything else that is known: otherwise the rest would seem not to exist.
        if (known) {
          remember(known, name, weighed);
          // Set again, so that the cache learns of its weight.
          persons.set(question.subject, { ...known });
        }
      }
      // What comes while the server stops is asked for again another day.
      if (closing.signal.aborted) return;
      const { subject, source } = question;
      holdUnwritten(subject, name, weighed);
      const write = async () => {
        await gather();
        // Unless the person left, or a newer answer takes its place.
        if (isUnwritten(subject, name, weighed)) await save(sealRow(question, parameters, answer, text, cipher));
      };
      const written: Promise<unknown> = write()
        .catch((error: unknown) => log.error({ err: error, source }, "an answer could not be kept"))
        .then(() => releaseWritten(subject, name, weighed))
        .finally(() => writing.delete(written));
      writing.add(written);
    },
    write: (tx, question, answer, cipher) => saveAnswers(tx, [sealRow(question, digestParameters(question.parameters), answer, textOf(answer), cipher)]),
    reread,
    forget(subject) {
      reread(subject);
      unwritten.delete(subject);
    },
    async close() {
      closing.abort();
      await Promise.all(writing);
    },
  };
}

function textOf({ record, asOf }: KeptAnswer): string {
  return JSON.stringify({ record, asOf });
}

function sealRow({ subject, city, source, operation }: Question, parameters: string, { obtainedAt, keepUntil }: KeptAnswer, text: string, cipher: PersonCipher): AnswerRow {
  return { subject, city, source, operation, parameters, content: cipher.seal(placeOf({ subject, city, source, operation, parameters }), text), obtained_at: obtainedAt, keep_until: keepUntil };
}

function weigh(textBytes: number): number {
  return BYTES_BY_ANSWER + textBytes * BYTES_BY_BYTE;
}

/** Of two answers to one question the newer stays. */
function remember(remembered: Remembered, name: string, weighed: Weighed): void {
  const before = remembered.answers.get(name);
  if (before && before.answer.obtainedAt > weighed.answer.obtainedAt) return;
  remembered.bytes += weighed.bytes - (before?.bytes ?? 0);
  remembered.answers.set(name, weighed);
}

function stillKept(weighed: Weighed | undefined): KeptAnswer | undefined {
  return weighed && weighed.answer.keepUntil.getTime() > Date.now() ? weighed.answer : undefined;
}

function nameOf({ city, source, operation }: Pick<Question, "city" | "source" | "operation">, parameters: string): string {
  return `${city}/${source}/${operation}/${parameters}`;
}

function placeOf(row: Pick<AnswerRow, "subject" | "city" | "source" | "operation" | "parameters">): string {
  return `sources.answer.content/${row.subject}/${nameOf(row, row.parameters)}`;
}

/** SHA-256 over the parameters in the order of their names; empty without any. */
export function digestParameters(parameters: Record<string, string>): string {
  const entries = Object.entries(parameters).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0 ? "" : createHash("sha256").update(JSON.stringify(entries)).digest("hex");
}

function openRow(row: AnswerRow, cipher: PersonCipher, log: Log): Weighed | undefined {
  try {
    const { record, asOf } = JSON.parse(cipher.open(placeOf(row), row.content)) as { record?: RecordContent; asOf?: string };
    return { answer: { record, asOf, obtainedAt: row.obtained_at, keepUntil: row.keep_until }, bytes: weigh(row.content.byteLength) };
  } catch (error) {
    if (!(error instanceof SealedValueDamaged)) throw error;
    log.error({ source: row.source }, "a kept answer cannot be opened");
    return undefined;
  }
}
