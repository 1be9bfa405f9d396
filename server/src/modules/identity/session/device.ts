/** What is told about where somebody signed in: enough to recognise one's own telephone, not enough to be followed by. */
import { isIPv6 } from "node:net";

const BROWSERS: [pattern: RegExp, name: string][] = [
  [/MicroMessenger\//, "WeChat"],
  [/AlipayClient\//, "Alipay"],
  [/\bEdgA?\//, "Edge"],
  [/\bOPR\//, "Opera"],
  [/\bFirefox\/|\bFxiOS\//, "Firefox"],
  [/HuaweiBrowser\//, "Huawei Browser"],
  [/MiuiBrowser\//, "Mi Browser"],
  [/\bChrome\/|\bCriOS\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];
const SYSTEMS: [pattern: RegExp, name: string][] = [
  [/OpenHarmony|HarmonyOS/, "HarmonyOS"],
  [/Android/, "Android"],
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Windows/, "Windows"],
  [/Macintosh|Mac OS X/, "macOS"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
];

/** For example `Chrome · Android`. Names are proper names, alike in every language; empty when nothing is known. */
export function deviceInWords(userAgent: string | undefined): string {
  const text = userAgent?.slice(0, 500) ?? "";
  const named = (table: [RegExp, string][]) => table.find(([pattern]) => pattern.test(text))?.[1];
  return [named(BROWSERS), named(SYSTEMS)].filter(Boolean).join(" · ");
}

/** `203.0.113.x`, `2001:db8:1::x`: the network, without the machine in it. */
export function maskAddress(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, "");
  if (!isIPv6(plain)) return plain.replace(/\.\d+$/, ".x");
  const groups = plain.split("%")[0]?.split("::")[0]?.split(":") ?? [];
  return `${groups.slice(0, 3).join(":")}::x`;
}
