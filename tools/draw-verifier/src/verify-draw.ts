/** Recomputes a draw from what is published, step after step, and says of each whether it holds. */
import { compareBytes, fromHex, toHex } from "./bytes.ts";
import { isSignatureOf, QUICKNET, timeOfRound, valueOfSignature } from "./drand.ts";
import { Drawing, type Drawn } from "./drawing.ts";
import { type Chunks, eachLine, readParticipant, readWinner, textOf, type WinnerLine } from "./lines.ts";
import { MerkleTree } from "./merkle.ts";
import { commitToSeed, type DrawPublication, FORM, valueOfSeed } from "./publication.ts";
import { Sha256 } from "./sha256.ts";

export interface Words {
  zh: string;
  en: string;
}

export type StepName = "form" | "promise" | "times" | "list" | "count" | "digest" | "root" | "random-value" | "winners" | "successors";

export interface Step {
  name: StepName;
  /** Undefined: there is nothing to check yet. */
  holds: boolean | undefined;
  detail: Words;
}

export interface Verification {
  /** Every step that could be checked holds. */
  holds: boolean;
  state: "announced" | "frozen" | "drawn";
  steps: Step[];
  /** In the order of `find`: where each stands; undefined: nowhere. */
  found: (Found | undefined)[];
}

export interface Found {
  commitment: string;
  /** Line of the list, from 0. */
  position: number;
  weight: number;
  reason?: string;
  rank?: number;
  tier?: string;
}

export interface Options {
  /** Called now and then with how far it is, between 0 and 1. A promise is waited for, so that a page can breathe. */
  onProgress?: (share: number) => void | Promise<void>;
  /** Commitments to look for. */
  find?: readonly string[];
}

/** More places than any list has lines would only take memory. */
const MOST_WINNERS = 20_000_000;
const PROGRESS_EVERY = 20_000;

interface ReadList {
  lines: number;
  lots: number;
  excluded: Map<string, number>;
  digest: string;
  root: string;
  fault?: string;
}

/**
 * @param participants the list as it was published, in pieces; asked for once the list is frozen
 * @param winners likewise, once it is drawn
 */
export async function verifyDraw(publication: DrawPublication, participants: Chunks, winners: Chunks, { onProgress, find = [] }: Options = {}): Promise<Verification> {
  const steps: Step[] = [];
  const say = (name: StepName, holds: boolean | undefined, zh: string, en: string) => void steps.push({ name, holds, detail: { zh, en } });
  const state = publication?.drawn ? "drawn" : publication?.frozen ? "frozen" : "announced";
  const found: (Found | undefined)[] = find.map(() => undefined);
  const end = (): Verification => ({ holds: steps.every(({ holds }) => holds !== false), state, steps, found });

  const misshapen = findMisshapen(publication);
  if (misshapen !== undefined) {
    say("form", false, `公布的文件不完整：${misshapen}。`, `What is published is not whole: ${misshapen}.`);
    return end();
  }
  say("form", true, "公布的文件格式完整。", "What is published is whole.");
  checkPromise(publication, say);
  checkTimes(publication, say);
  const { frozen, drawn } = publication;
  if (!frozen) {
    say("list", undefined, "名单尚未冻结。", "The list is not frozen yet.");
    return end();
  }

  const wonBy = drawn ? await readWinners(winners) : undefined;
  const places = publication.tiers.reduce((sum, { count }) => sum + count, 0);
  const asked = Math.max(places, wonBy?.lines.length ?? 0);
  const value = drawn ? checkValue(publication, say) : undefined;
  const drawing = drawn && value && asked <= MOST_WINNERS ? new Drawing({ value, root: fromHex(frozen.root), places: asked }) : undefined;
  const list = await readList(participants, frozen.participants, drawing, find, found, onProgress);
  checkList(publication, list, say);
  if (drawn && wonBy) await checkWinners(publication, wonBy, drawing, places, say);
  for (const place of found) {
    const won = place && wonBy?.lines.find(({ commitment }) => commitment === place.commitment);
    if (place && won) Object.assign(place, { rank: won.rank, tier: won.tier });
  }
  await onProgress?.(1);
  return end();
}

type Say = (name: StepName, holds: boolean | undefined, zh: string, en: string) => void;

/** What comes from elsewhere may be anything. Undefined: every part that is there has its form. */
function findMisshapen(publication: DrawPublication): string | undefined {
  const { form, city, campaign, tiers, randomness, frozen, drawn } = (publication ?? {}) as Partial<DrawPublication>;
  const isTime = (text: unknown) => typeof text === "string" && !Number.isNaN(Date.parse(text));
  const isHash = (text: unknown) => typeof text === "string" && /^[0-9a-f]{64}$/.test(text);
  const isCount = (count: unknown) => Number.isSafeInteger(count) && (count as number) >= 0;
  if (form !== FORM) return `form is not "${FORM}"`;
  if (typeof city !== "string" || typeof campaign !== "string") return "city or campaign";
  for (const name of ["opensAt", "closesAt", "drawAt"] as const) if (!isTime(publication[name])) return name;
  if (!Array.isArray(tiers) || tiers.length === 0 || !tiers.every((tier) => typeof tier?.id === "string" && isCount(tier.count))) return "tiers";
  if (!randomness || !["drand", "committed"].includes(randomness.kind) || !isTime(randomness.announcedAt)) return "randomness";
  if (randomness.kind === "committed" ? !isHash(randomness.commitment) : !(isCount(randomness.round) && (randomness.chain?.hash ?? QUICKNET.hash) === QUICKNET.hash)) return "randomness";
  if (frozen && !(isTime(frozen.at) && isCount(frozen.participants) && isCount(frozen.lots) && Array.isArray(frozen.excluded) && isHash(frozen.digest) && isHash(frozen.root))) return "frozen";
  if (drawn && !(frozen && isTime(drawn.at) && isCount(drawn.winners) && isHash(drawn.digest))) return "drawn";
  return undefined;
}

function checkPromise({ randomness, opensAt, closesAt }: DrawPublication, say: Say): void {
  const announced = Date.parse(randomness.announcedAt);
  if (randomness.kind === "committed") {
    // What matters is that the seed was fixed while the list was still open; whoever is strict asks for more, and is told.
    const [early, inTime] = [announced <= Date.parse(opensAt), announced <= Date.parse(closesAt)];
    say(
      "promise", inTime,
      early ? "种子的哈希在报名开始前公布。" : inTime ? "种子的哈希在报名开始后、截止前公布。" : "种子的哈希在报名截止后才公布。",
      early ? "The seed's hash was published before registration opened." : inTime ? "The seed's hash was published after registration had opened, and before it closed." : "The seed's hash was published only after registration had closed.",
    );
    return;
  }
  const inTime = announced <= Date.parse(closesAt);
  const kept = randomness.announcedRound === undefined || randomness.announcedRound === randomness.round;
  say(
    "promise", inTime,
    inTime ? `drand 第 ${randomness.announcedRound ?? randomness.round} 轮在报名截止前公布${kept ? "" : `；因名单冻结较晚，改用其后的第 ${randomness.round} 轮`}。` : "drand 轮次在报名截止后才公布。",
    inTime ? `drand's round ${randomness.announcedRound ?? randomness.round} was named before registration closed${kept ? "" : `; the list was frozen too late for it, so round ${randomness.round} after that counts`}.` : "drand's round was named only after registration had closed.",
  );
}

function checkTimes({ randomness, closesAt, frozen, drawn }: DrawPublication, say: Say): void {
  if (!frozen) return;
  const frozenAt = Date.parse(frozen.at);
  const faults: Words[] = [];
  // An end before its time may close registration earlier than announced, never later.
  if (randomness.kind === "drand" && timeOfRound(randomness.round ?? 0) <= frozenAt) faults.push({ zh: "名单冻结时该轮随机值已经公开", en: "the round's value was public when the list was frozen" });
  if (randomness.kind === "drand" && Date.parse(closesAt) > timeOfRound(randomness.round ?? 0)) faults.push({ zh: "该轮随机值在报名截止前已经公开", en: "the round's value was public before registration closed" });
  if (drawn && Date.parse(drawn.at) <= frozenAt) faults.push({ zh: "开奖早于名单冻结", en: "it was drawn before the list was frozen" });
  if (randomness.kind === "drand" && drawn && Date.parse(drawn.at) < timeOfRound(randomness.round ?? 0)) faults.push({ zh: "开奖早于该轮随机值", en: "it was drawn before the round's value was there" });
  say("times", faults.length === 0, faults.length === 0 ? "名单冻结在随机值产生之前。" : `${faults.map(({ zh }) => zh).join("；")}。`, faults.length === 0 ? "The list was frozen before the random value was there." : `${faults.map(({ en }) => en).join("; ")}.`);
}

/** @returns the value to draw with; undefined when none can be had */
function checkValue({ randomness }: DrawPublication, say: Say): Uint8Array | undefined {
  const computed = computeValue(randomness);
  const fault = typeof computed === "string" ? computed : computed && randomness.value === toHex(computed) ? undefined : "value";
  const zh: Record<string, string> = { missing: "随机值的来源没有公布。", commitment: "公布的种子与事先公布的哈希不符。", signature: "公布的签名不是 drand 对该轮的签名。", value: "公布的随机值与其来源不符。" };
  const en: Record<string, string> = { missing: "Where the random value comes from is not published.", commitment: "The seed revealed is not the one whose hash was published.", signature: "The signature published is not the one that drand's operators gave this round.", value: "The random value is not what its source gives." };
  const drand = randomness.kind === "drand";
  say(
    "random-value", fault === undefined,
    fault === undefined ? (drand ? `随机值是 drand 第 ${randomness.round} 轮签名的 SHA-256，签名已用 drand 的公钥核对。` : "种子与事先公布的哈希相符，随机值由种子和见证人的话得出。") : (zh[fault] ?? ""),
    fault === undefined ? (drand ? `The value is the SHA-256 of round ${randomness.round}'s signature, and the signature holds against drand's public key.` : "The seed is the one promised, and the value follows from it and the witnesses' words.") : (en[fault] ?? ""),
  );
  return typeof computed === "string" ? undefined : computed;
}

function computeValue({ kind, seed, commitment, contributions = [], round = 0, signature }: DrawPublication["randomness"]): Uint8Array | "missing" | "commitment" | "signature" {
  try {
    if (kind === "drand") {
      if (signature === undefined || signature === "") return "missing";
      return isSignatureOf(round, fromHex(signature)) ? valueOfSignature(fromHex(signature)) : "signature";
    }
    if (seed === undefined) return "missing";
    const bytes = fromHex(seed);
    return bytes.length !== 32 || toHex(commitToSeed(bytes)) !== commitment ? "commitment" : valueOfSeed(bytes, contributions);
  } catch {
    return "missing";
  }
}

async function readList(chunks: Chunks, expected: number, drawing: Drawing | undefined, find: readonly string[], found: (Found | undefined)[], onProgress: Options["onProgress"]): Promise<ReadList> {
  const digest = new Sha256();
  const tree = new MerkleTree();
  const [commitment, before] = [new Uint8Array(32), new Uint8Array(32)];
  const wanted = find.map(fromHexOrNothing);
  const list: ReadList = { lines: 0, lots: 0, excluded: new Map(), digest: "", root: "" };
  let told = 0;
  try {
    await eachLine(
      chunks,
      (bytes, from, to) => {
        tree.addLine(bytes, from, to);
        const { weight, reason } = readParticipant(bytes, from, to, commitment);
        if (list.lines > 0 && compareBytes(before, commitment) >= 0) list.fault ??= compareBytes(before, commitment) === 0 ? "double" : "order";
        before.set(commitment);
        for (const [index, each] of wanted.entries()) {
          if (each && compareBytes(each, commitment) === 0) found[index] = { commitment: toHex(commitment), position: list.lines, weight, ...(reason === undefined ? {} : { reason }) };
        }
        list.lines += 1;
        list.lots += weight;
        if (reason !== undefined) list.excluded.set(reason, (list.excluded.get(reason) ?? 0) + 1);
        drawing?.add(commitment, weight);
      },
      async (bytes) => {
        digest.update(bytes);
        if (list.lines < told + PROGRESS_EVERY) return;
        told = list.lines;
        await onProgress?.(expected === 0 ? 1 : Math.min(0.99, list.lines / expected));
      },
    );
  } catch (error) {
    list.fault = (error as Error).message;
  }
  return { ...list, digest: toHex(digest.digest()), root: toHex(tree.root()) };
}

function fromHexOrNothing(text: string): Uint8Array | undefined {
  return /^[0-9a-f]{64}$/.test(text) ? fromHex(text) : undefined;
}

function checkList({ frozen }: DrawPublication, { fault, lines, lots, excluded, digest, root }: ReadList, say: Say): void {
  if (!frozen) return;
  say("list", fault === undefined, fault === undefined ? "名单每行格式正确、按序且不重复。" : `名单有误：${fault}。`, fault === undefined ? "Every line of the list is well formed, in order, and there once." : `The list is at fault: ${fault}.`);
  const published = new Map(frozen.excluded.map(({ reason, count }) => [reason, count]));
  const sameExcluded = published.size === excluded.size && [...excluded].every(([reason, count]) => published.get(reason) === count);
  const counted = lines === frozen.participants && lots === frozen.lots && sameExcluded;
  say("count", counted, counted ? `名单共 ${lines} 行，${lots} 个签。` : `名单有 ${lines} 行、${lots} 个签，公布的是 ${frozen.participants} 行、${frozen.lots} 个签，或排除人数不符。`, counted ? `The list has ${lines} lines and ${lots} lots.` : `The list has ${lines} lines and ${lots} lots, published are ${frozen.participants} and ${frozen.lots}, or the excluded differ.`);
  const same = digest === frozen.digest;
  say("digest", same, same ? "名单的 SHA-256 与公布的一致。" : "名单的 SHA-256 与公布的不一致。", same ? "The list's SHA-256 is the one published." : "The list's SHA-256 is not the one published.");
  const rooted = root === frozen.root;
  say("root", rooted, rooted ? "默克尔树的根与公布的一致。" : "默克尔树的根与公布的不一致。", rooted ? "The Merkle tree's root is the one published." : "The Merkle tree's root is not the one published.");
}

interface ReadWinners {
  lines: WinnerLine[];
  /** Of the lines drawn first. */
  digest: string;
  fault?: string;
}

async function readWinners(chunks: Chunks): Promise<ReadWinners> {
  const read: ReadWinners = { lines: [], digest: "" };
  const digest = new Sha256();
  try {
    await eachLine(chunks, (bytes, from, to) => {
      const line = readWinner(textOf(bytes, from, to));
      if (line.inPlaceOf === undefined) digest.update(bytes.subarray(from, to)).update(LINE_END);
      read.lines.push(line);
    });
  } catch (error) {
    read.fault = (error as Error).message;
  }
  return { ...read, digest: toHex(digest.digest()) };
}

const LINE_END = Uint8Array.of(10);

async function checkWinners({ tiers, drawn }: DrawPublication, { lines, digest, fault }: ReadWinners, drawing: Drawing | undefined, places: number, say: Say): Promise<void> {
  const first = lines.filter(({ inPlaceOf }) => inPlaceOf === undefined);
  const later = lines.slice(first.length);
  const drawnOrder = drawing?.winners() ?? [];
  const wrong = fault ?? findWrongWinner(first, drawnOrder, tiers, Math.min(places, drawing?.taking ?? 0)) ?? (digest !== drawn?.digest || first.length !== drawn.winners ? "digest" : undefined);
  say("winners", wrong === undefined, wrong === undefined ? `重新计算得到同样的 ${first.length} 个中签结果。` : `中签结果与重新计算的不一致：${wrong}。`, wrong === undefined ? `Drawn anew, the same ${first.length} win.` : `Drawn anew, others win: ${wrong}.`);
  if (later.length === 0) return;
  const wrongLater = findWrongSuccessor(first.length, lines, drawnOrder);
  say("successors", wrongLater === undefined, wrongLater === undefined ? `${later.length} 个递补按抽签顺序产生。` : `递补顺序有误：${wrongLater}。`, wrongLater === undefined ? `The ${later.length} who came in place of others are next in the order drawn.` : `Those who came in place of others are not next: ${wrongLater}.`);
}

function findWrongWinner(lines: readonly WinnerLine[], order: readonly Drawn[], tiers: DrawPublication["tiers"], count: number): string | undefined {
  if (lines.length !== count) return `${lines.length} ≠ ${count}`;
  const tierOf = tiers.flatMap(({ id, count: places }) => Array.from({ length: Math.min(places, count) }, () => id));
  for (const [index, line] of lines.entries()) {
    const drawn = order[index];
    if (line.rank !== index + 1 || !drawn || line.commitment !== toHex(drawn.commitment) || line.tier !== tierOf[index]) return `rank ${index + 1}`;
  }
  return undefined;
}

/** Each has the tier of the one in whose place she came, who came before her and gave back once. */
function findWrongSuccessor(drawnFirst: number, lines: readonly WinnerLine[], order: readonly Drawn[]): string | undefined {
  const replaced = new Set<number>();
  for (const [index, line] of lines.entries()) {
    if (index < drawnFirst) continue;
    const [drawn, before] = [order[index], lines[(line.inPlaceOf ?? 0) - 1]];
    if (line.rank !== index + 1 || !drawn || line.commitment !== toHex(drawn.commitment)) return `rank ${index + 1}`;
    if (!before || before.rank >= line.rank || before.tier !== line.tier || replaced.has(before.rank)) return `rank ${index + 1}`;
    replaced.add(before.rank);
  }
  return undefined;
}
