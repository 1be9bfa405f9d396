/** Bytes of an answer as text: strictly, since a wrong guess shows people somebody else's characters instead of a fault. */
import { SourceFault } from "./source-fault.ts";

export type Encoding = "utf-8" | "gb18030";

/** GBK and GB 2312 are read as GB 18030, which contains both. */
const ENCODINGS: Record<string, Encoding> = { "utf-8": "utf-8", utf8: "utf-8", "us-ascii": "utf-8", ascii: "utf-8", gb18030: "gb18030", gbk: "gb18030", gb2312: "gb18030", "gb_2312-80": "gb18030", cp936: "gb18030" };

/** @throws {SourceFault} wrong-charset: for an encoding that no department here uses */
export function encodingOf(label: string): Encoding {
  const encoding = ENCODINGS[label.toLowerCase()];
  // The label is cut: it came from outside and goes into a log.
  if (!encoding) throw new SourceFault("wrong-charset", "answers in an encoding that is not supported", { detail: { charset: label.replaceAll(/[^\w.-]/g, "?").slice(0, 30) } });
  return encoding;
}

/** @throws {SourceFault} wrong-charset: the bytes are not text of this encoding, or were spoilt before they were sent */
export function decodeText(bytes: Uint8Array, encoding: Encoding): string {
  const text = decode(bytes, encoding);
  if (text === undefined) throw new SourceFault("wrong-charset", `answers with bytes that are not ${encoding}`, { detail: { charset: encoding } });
  if (encoding === "gb18030" && looksLikeUtf8(bytes)) throw new SourceFault("wrong-charset", "says gb18030 and answers in utf-8", { detail: { charset: encoding } });
  if (text.includes("\uFFFD")) throw new SourceFault("wrong-charset", "answers with characters that were lost before", { detail: { charset: encoding } });
  return text;
}

function decode(bytes: Uint8Array, encoding: Encoding): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * Nearly any bytes are some GB 18030, UTF-8 among them, which then reads as other, rarer characters. The reverse is next to
 * impossible: text in GB 18030 that is valid UTF-8 throughout and holds a Chinese character in it.
 */
function looksLikeUtf8(bytes: Uint8Array): boolean {
  return bytes.some((byte) => byte > 127) && /[\u3400-\u9FFF]/.test(decode(bytes, "utf-8") ?? "");
}
