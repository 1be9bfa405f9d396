/** What a record gives reason to say: the kind's own sentences, each under its condition. */
import { toTraditional, type RecordKind } from "../catalogue/index.ts";
import type { Log } from "../../kernel/log.ts";
import { compileMapping, type Mapping, type RecordContent } from "../sources/index.ts";

type Condition = RecordKind["notices"][number];
export type Notice = Pick<Condition, "tone" | "text">;

const conditions = new WeakMap<Condition, Mapping>();
/** A mistake in a document is reported once, and not for every record. */
const reported = new WeakSet<Condition>();
/** A record that is shown again is the same object for as long as it is fresh: a page of twenty asks fifty conditions once. */
const verdicts = new WeakMap<RecordContent, { asked: RecordKind["notices"]; today: string; holding: Promise<boolean[]> }>();

/** A condition that fails says nothing, and spoils nothing else. */
export async function evaluateNotices(kind: Pick<RecordKind, "id" | "notices">, record: RecordContent | undefined, { today, log, lang }: { today: string; log: Pick<Log, "warn">; lang?: string | undefined }): Promise<Notice[]> {
  if (!record || kind.notices.length === 0) return [];
  const holding = await verdictsOf(kind, record, today, log);
  const notices = kind.notices.filter((_notice, index) => holding[index]).map(({ tone, text }) => ({ tone, text }));
  return lang === "zh-Hant" ? toTraditional(notices) : notices;
}

function verdictsOf({ id, notices }: Pick<RecordKind, "id" | "notices">, record: RecordContent, today: string, log: Pick<Log, "warn">): Promise<boolean[]> {
  const known = verdicts.get(record);
  if (known?.asked === notices && known.today === today) return known.holding;
  const holding = Promise.all(notices.map((notice) => holds(id, notice, record, today, log)));
  verdicts.set(record, { asked: notices, today, holding });
  return holding;
}

async function holds(kind: string, notice: Condition, record: RecordContent, today: string, log: Pick<Log, "warn">): Promise<boolean> {
  try {
    const condition = conditions.get(notice) ?? compileMapping(notice.when, "notices.when");
    conditions.set(notice, condition);
    return (await condition(record, { today })) === true;
  } catch (error) {
    if (!reported.has(notice)) log.warn({ err: error, kind }, "a notice's condition failed");
    reported.add(notice);
    return false;
  }
}
