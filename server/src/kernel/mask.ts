/**
 * How personal data looks where it is shown but not needed in full. Every rule is total: what is shorter than it should
 * be, or not what it should be, is hidden whole, so that an odd value never shows more than a proper one.
 */
import { isIPv4, isIPv6 } from "node:net";

const HIDDEN = "*";

/** The first character of a Chinese name, the first letter of each word of another; a lone character is hidden too. */
export function maskName(name: string): string {
  // A space within a Chinese name is there for looks: 吴 淑敏 is one word.
  const words = /\p{Script=Han}/u.test(name) ? [name.replaceAll(/\s/gu, "")] : name.trim().split(/\s+/u);
  return words.map((word) => keepEnds(word, { head: 1, tail: 0, from: 2 })).join(" ");
}

/** `4601************14`: the first four and the last two of a citizen's number (GB 11643) or another as long. */
export function maskIdNumber(number: string): string {
  return keepEnds(number.trim(), { head: 4, tail: 2, from: 15 });
}

/** `154****0001`: the first three and the last four digits of a number with at least eleven. */
export function maskPhone(phone: string): string {
  const digits = phone.replaceAll(/[\s+()-]/gu, "").replace(/^(?:00)?86(?=1\d{10}$)/u, "");
  return keepEnds(digits, { head: 3, tail: 4, from: 11 });
}

/** `9146**********8P`: the first four and the last two of a unified social credit code (GB 32100). */
export function maskCreditCode(code: string): string {
  return keepEnds(code.trim(), { head: 4, tail: 2, from: 18 });
}

/** `***************1234`: the last four of an account or card number. */
export function maskBankAccount(account: string): string {
  return keepEnds(account.replaceAll(/[\s-]/gu, ""), { head: 0, tail: 4, from: 12 });
}

/** `琼A***45`: the place of registration and the last two (GA 36: seven characters, eight for new energy). */
export function maskPlate(plate: string): string {
  return keepEnds(plate.replaceAll(/[\s·•.-]/gu, ""), { head: 2, tail: 2, from: 7 });
}

/** `海南省海口市龙华区****`: province, city and district of an address that begins with them, and of the rest not even the length. */
export function maskAddress(address: string): string {
  return `${address.trim().match(DIVISIONS)?.[0] ?? ""}${HIDDEN.repeat(4)}`;
}

/**
 * As long as the names of divisions are and no longer: a housing estate may end in 区 and a shop in 市. Where it does not
 * know a name, more is hidden.
 */
const PROVINCE = /\p{Script=Han}{2,6}?(?:省|自治区|特别行政区)/u;
const CITY = /\p{Script=Han}{2,9}?(?:(?<![超夜菜门])市(?!场)|自治州|地区|盟)/u;
const DISTRICT = /(?:[^镇乡街路村道\P{Script=Han}]{1,14}?自治[县旗]|[^镇乡街路村道\P{Script=Han}]{1,3}?(?<![小社园校厂院])区|[^镇乡街路村道\P{Script=Han}]{1,4}?(?:县|旗|(?<![超夜菜门])市(?!场)))?/u;
const DIVISIONS = new RegExp(`^(?:${PROVINCE.source}(?:${CITY.source})?|${CITY.source})${DISTRICT.source}`, "u");

/** `203.0.113.x`, `2001:db8:1::x`: the network, without the machine in it. */
export function maskNetworkAddress(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, "");
  if (isIPv4(plain)) return plain.replace(/\.\d+$/, ".x");
  if (!isIPv6(plain)) return HIDDEN.repeat(Array.from(plain).length);
  const groups = plain.split("%")[0]?.split("::")[0]?.split(":") ?? [];
  return `${groups.slice(0, 3).join(":")}::x`;
}

/** Keeps a head and a tail of what is at least as long as it should be, by characters and not by UTF-16 halves. */
function keepEnds(text: string, { head, tail, from }: { head: number; tail: number; from: number }): string {
  const characters = Array.from(text);
  const shown = (index: number) => characters.length >= from && (index < head || index >= characters.length - tail);
  return characters.map((character, index) => (shown(index) ? character : HIDDEN)).join("");
}
