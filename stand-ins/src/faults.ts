/** What can be wrong with a system that answers, and what that makes of a good answer. */
import iconv from "iconv-lite";

export const FAULTS = [
  "none", "unavailable", "hang-up", "hang", "trickle", "endless", "truncated", "wrong-shape", "wrong-types", "malformed", "wrong-charset", "redirect", "expired-certificate", "duplicate",
] as const;
export type Fault = (typeof FAULTS)[number];

export interface SpoiledAnswer {
  status?: number;
  contentType: string;
  body: Buffer | AsyncIterable<Buffer>;
  /** What the header says the length is; undefined: nothing. */
  length?: number;
}

const TRICKLE_MS = 200;
const ENDLESS_CHUNK_BYTES = 16_384;

/** @param fault one of those that answer with something */
export function spoil(fault: Fault, good: Buffer, contentType: string): SpoiledAnswer {
  const xml = contentType.includes("xml");
  switch (fault) {
    case "trickle": return { contentType, body: trickle(good), length: good.length };
    case "endless": return { contentType, body: goOnForever(good, xml) };
    case "truncated": return { contentType, body: breakOff(good), length: good.length };
    case "wrong-shape": return { status: 200, contentType, body: Buffer.from(xml ? "<?xml version=\"1.0\"?><html><body>success</body></html>" : '{"code":0,"message":"success","data":null}') };
    case "wrong-types": return { contentType, body: recode(good, contentType, xml ? changeXmlTypes : changeJsonTypes) };
    case "malformed": return { status: 200, contentType, body: xml ? good.subarray(0, Math.floor(good.length / 2)) : Buffer.from('{"result": "mat') };
    case "wrong-charset": return { contentType, body: isGb18030(contentType) ? Buffer.from(iconv.decode(good, "gb18030")) : iconv.encode(good.toString(), "gb18030") };
    default: return { contentType, body: good };
  }
}

async function* trickle(good: Buffer): AsyncGenerator<Buffer> {
  for (const byte of good) {
    yield Buffer.of(byte);
    await new Promise((resolve) => setTimeout(resolve, TRICKLE_MS));
  }
}

/** Begins as the good answer does, so that nobody can tell from the first bytes. */
async function* goOnForever(good: Buffer, xml: boolean): AsyncGenerator<Buffer> {
  yield good.subarray(0, Math.min(good.length, 20));
  const filling = Buffer.alloc(ENDLESS_CHUNK_BYTES, xml ? "<row>0</row>" : "[0],");
  for (;;) {
    yield filling;
    // Lets others have the thread, however fast the reader is.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function* breakOff(good: Buffer): AsyncGenerator<Buffer> {
  yield good.subarray(0, Math.floor(good.length / 2));
  throw new Error("Told to break off.");
}

function recode(good: Buffer, contentType: string, change: (text: string) => string): Buffer {
  const encoding = isGb18030(contentType) ? "gb18030" : "utf-8";
  return iconv.encode(change(iconv.decode(good, encoding)), encoding);
}

function changeJsonTypes(text: string): string {
  return JSON.stringify(changeTypes(JSON.parse(text)));
}

/** The same shape, but texts are numbers, numbers texts, and truth is spelt out. */
function changeTypes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(changeTypes);
  if (value !== null && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, changeTypes(each)]));
  if (typeof value === "string") return value.length;
  return typeof value === "number" ? "不详" : String(value);
}

function changeXmlTypes(text: string): string {
  return text.replaceAll(/>[\d.-]+</g, ">不详<");
}

function isGb18030(contentType: string): boolean {
  return /gb-?18030|gbk|gb2312/i.test(contentType);
}
