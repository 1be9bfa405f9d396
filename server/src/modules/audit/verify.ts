/** Proves that the record is what was written: walks every lane from its first entry to its head. */
import { createHash } from "node:crypto";
import { invalidRequest } from "../../kernel/http/problem.ts";
import type { Handles } from "../../kernel/database.ts";
import { type AuditEntryId, type ChainedRow, entryHash, LANES } from "./entry.ts";
import { findStrayEntry, type HeadRow, listHeads, readChain } from "./store.ts";

const BATCH = 1_000;
const GENESIS = Buffer.alloc(32);

export interface AuditFault {
  /** The entry that does not fit; undefined when the fault is the whole's. */
  entry: AuditEntryId | undefined;
  detail: string;
}

export interface AuditReport {
  /** Entries read and found good. */
  entries: number;
  /** Lanes with at least one entry. */
  lanes: number;
  /** The first entry of each lane that does not fit, by lane; empty: nothing was altered. */
  faults: AuditFault[];
  /** One line to be kept elsewhere; only when there are no faults. */
  checkpoint: string | undefined;
}

/**
 * Reads the whole record in batches, while others go on writing: each lane is followed to the head it had at the start.
 * With an earlier checkpoint it also proves that all that the checkpoint covered is still there, unchanged; without one, somebody
 * with the database owner's rights could have rewritten a lane from some entry to its end.
 * @throws invalid-request when the checkpoint is no checkpoint
 */
export async function verifyAudit(source: Handles, options: { checkpoint?: string } = {}): Promise<AuditReport> {
  const earlier = options.checkpoint === undefined ? undefined : parseCheckpoint(options.checkpoint);
  const heads = await listHeads(source);
  const report: AuditReport = { entries: 0, lanes: 0, faults: [], checkpoint: undefined };
  const earlierHeads: HeadRow[] = [];
  for (let lane = 0; lane < LANES; lane += 1) {
    const head = heads.find((each) => each.lane === lane);
    if (!head) {
      report.faults.push({ entry: undefined, detail: `Lane ${lane} lost its head.` });
      continue;
    }
    const wanted = earlier?.numbers.get(lane);
    const { checked, fault, hashAtMark } = await walkLane(source, head, wanted);
    report.entries += checked;
    if (head.number > 0) report.lanes += 1;
    if (fault) report.faults.push(fault);
    else if (wanted !== undefined && hashAtMark === undefined) report.faults.push({ entry: `${lane}-${wanted}`, detail: `The checkpoint covers ${lane}-${wanted}, but the lane ends at ${lane}-${head.number}: its end was removed.` });
    else if (wanted !== undefined && hashAtMark !== undefined) earlierHeads.push({ lane, number: wanted, hash: hashAtMark });
  }
  const stray = await findStrayEntry(source);
  if (stray !== undefined) report.faults.push({ entry: stray, detail: `${stray} was added behind the head's back.` });
  if (report.faults.length === 0 && earlier && digestHeads(earlierHeads) !== earlier.digest) {
    report.faults.push({ entry: undefined, detail: "The chains hold together, but are not those of the checkpoint: at least one lane was rewritten." });
  }
  if (report.faults.length === 0) report.checkpoint = makeCheckpoint(heads);
  return report;
}

async function walkLane(source: Handles, head: HeadRow, mark: number | undefined): Promise<{ checked: number; fault?: AuditFault; hashAtMark?: Buffer }> {
  const { lane } = head;
  let [checked, previous, hashAtMark]: [number, Buffer, Buffer | undefined] = [0, GENESIS, undefined];
  const read = (after: number) => readChain(source, lane, after, head.number, BATCH);
  // The next batch is on its way while this one is hashed.
  let coming = head.number > 0 ? read(0) : Promise.resolve([]);
  for (;;) {
    const rows = await coming;
    const last = rows.at(-1);
    const more = last !== undefined && rows.length === BATCH;
    coming = more ? read(last.number) : Promise.resolve([]);
    for (const row of rows) {
      const detail = findMisfit(row, checked + 1, previous);
      if (detail !== undefined) {
        await coming;
        const entry = row.number === checked + 1 ? row.number : checked + 1;
        return { checked, fault: { entry: `${lane}-${entry}`, detail } };
      }
      [checked, previous] = [row.number, row.hash];
      if (checked === mark) hashAtMark = previous;
    }
    if (!more) break;
  }
  if (checked < head.number) return { checked, fault: { entry: `${lane}-${checked + 1}`, detail: `${lane}-${checked + 1} is missing: the lane should go on to ${lane}-${head.number}.` } };
  if (!previous.equals(head.hash)) return { checked, fault: { entry: `${lane}-${checked}`, detail: `${lane}-${checked} is not the entry that the lane's head names.` } };
  return { checked, ...(hashAtMark ? { hashAtMark } : {}) };
}

function findMisfit(row: ChainedRow, number: number, previous: Buffer): string | undefined {
  const id = `${row.lane}-${row.number}`;
  if (row.number !== number) return `${row.lane}-${number} is missing: ${id} comes in its place.`;
  if (!row.previous_hash.equals(previous)) return `${id} does not follow the entry before it: one of the two was replaced.`;
  if (!entryHash(row).equals(row.hash)) return `${id} was changed after it was written: its content does not give its hash.`;
  return undefined;
}

/**
 * `audit1:<entries>:<last entry of each lane>:<digest>`. The digest is SHA-256 over a line `<lane>-<number> <hash>` for each
 * of these entries, so whoever keeps the line can check it with sha256sum.
 */
function makeCheckpoint(heads: HeadRow[]): string {
  const used = heads.filter((head) => head.number > 0);
  const total = used.reduce((sum, head) => sum + head.number, 0);
  return ["audit1", total, used.map((head) => `${head.lane}-${head.number}`).join(","), digestHeads(used)].join(":");
}

function digestHeads(heads: HeadRow[]): string {
  return createHash("sha256").update(heads.map(({ lane, number, hash }) => `${lane}-${number} ${hash.toString("hex")}\n`).join("")).digest("hex");
}

function parseCheckpoint(line: string): { numbers: Map<number, number>; digest: string } {
  const match = /^audit1:(\d{1,15}):((?:\d{1,2}-[1-9]\d{0,14}(?:,(?!:)|(?=:)))*):([0-9a-f]{64})$/.exec(line.trim());
  const [, total = "", list = "", digest = ""] = match ?? [];
  const pairs = list === "" ? [] : list.split(",").map((id) => id.split("-").map(Number) as [number, number]);
  const numbers = new Map(pairs);
  const sum = pairs.reduce((whole, [, number]) => whole + number, 0);
  const inOrder = pairs.every(([lane], index) => lane < LANES && lane > (pairs[index - 1]?.[0] ?? -1));
  if (!match || !inOrder || sum !== Number(total)) throw invalidRequest("This is not a whole checkpoint line, as `audit verify` prints it.");
  return { numbers, digest };
}
