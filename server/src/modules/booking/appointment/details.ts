/** What is told with a booking: who comes, answers, needs, an address. Sealed with the person's key. */
import type { FieldError } from "../../../kernel/errors.ts";
import { readIdNumber } from "../../../kernel/identifiers/id-number.ts";
import type { BookingCalendar } from "../../catalogue/index.ts";
import type { Details } from "../contract.ts";
import { detailsNeeded } from "../errors.ts";
import type { BookingParts } from "../parts.ts";
import type { Booker } from "./booker.ts";

export interface KeptDetails {
  members: { name: string; idNumber: string; person?: string }[];
  answers: Record<string, string>;
  address?: string;
}

export const placeOf = {
  details: (appointment: string) => `booking.appointment.details/${appointment}`,
  reason: (appointment: string) => `booking.appointment.reason/${appointment}`,
  code: (appointment: string) => `booking.appointment.code/${appointment}`,
  wish: (wish: string) => `booking.wish.details/${wish}`,
};

type Parts = Pick<BookingParts, "identity" | "lookupHash" | "clock">;

export interface ReadDetails {
  kept: KeptDetails;
  needs: string[];
  /** Whose limits it counts against: the booker's, or of each named member of whom it is known that the booker may name them. */
  keys: Buffer[];
}

/**
 * Checks what was told against what the calendar asks.
 * @throws details-needed
 */
export async function readDetails(parts: Parts, booker: Booker, calendar: BookingCalendar, party: number, { members, answers = {}, needs = [], address }: Details): Promise<ReadDetails> {
  const faults: FieldError[] = [];
  const say = (pointer: string, detail: string) => void faults.push({ pointer, detail });
  for (const { id, required, pattern, longest } of calendar.questions) {
    const answer = answers[id]?.trim() ?? "";
    if (required && answer === "") say(`/answers/${id}`, "is missing");
    else if (Array.from(answer).length > longest) say(`/answers/${id}`, `has more than ${longest} characters`);
    else if (answer !== "" && pattern !== undefined && !new RegExp(`^(?:${pattern})$`, "u").test(answer)) say(`/answers/${id}`, "does not have the form that is asked for");
  }
  for (const id of Object.keys(answers)) if (!calendar.questions.some((question) => question.id === id)) say(`/answers/${id}`, "answers no question");
  for (const [index, need] of needs.entries()) if (!calendar.needs.includes(need)) say(`/needs/${index}`, "is nothing that this place can make ready");
  if (calendar.where === "home" && (address ?? "").trim() === "") say("/address", "is missing: the visit happens at home");
  if (calendar.where === "office" && address !== undefined) say("/address", "is not asked for here");
  const { named, keys } = calendar.party.named ? await readMembers(parts, booker, party, members, say) : { named: [], keys: [personKey(booker.owner)] };
  if (!calendar.party.named && members !== undefined) say("/members", "are not named here");
  if (faults.length > 0) throw detailsNeeded("Something is missing or wrong.", { fields: faults });
  return {
    kept: { members: named, answers: Object.fromEntries(Object.entries(answers).flatMap(([id, answer]) => (answer.trim() === "" ? [] : [[id, answer.trim()]]))), ...(address === undefined ? {} : { address: address.trim() }) },
    needs: [...needs],
    keys,
  };
}

/**
 * Anybody may type anybody's number, and the card is looked at at the door alone. So a number counts for whom it belongs to only
 * when it is the booker's own or their child's; everybody else counts for the booker, and of their appointments nothing is told.
 */
async function readMembers(parts: Parts, booker: Booker, party: number, given: Details["members"], say: (pointer: string, detail: string) => void): Promise<{ named: KeptDetails["members"]; keys: Buffer[] }> {
  const { identity, clock } = parts;
  // Whoever comes alone need not write their own name.
  const members = given ?? (party === 1 && booker.enterprise === undefined ? [{ person: booker.person }] : []);
  if (members.length !== party) say("/members", `names ${members.length} of ${party}`);
  const family = new Set([booker.person, booker.by, ...(members.some(({ person }) => person !== booker.person) ? await identity.people.childrenOf(booker.by) : [])]);
  const proven = new Map(await Promise.all([...family].map(async (person) => [person, await identity.people.find(person)] as const)));
  const read: KeptDetails["members"] = [];
  for (const [index, { person, name, idNumber }] of members.entries()) {
    if (person !== undefined) {
      const known = proven.get(person);
      if (!known || name !== undefined || idNumber !== undefined) say(`/members/${index}`, "is neither you with a proven name nor a child of yours, or is named twice over");
      else read.push({ name: known.name, idNumber: known.idNumber, person });
      continue;
    }
    const number = idNumber === undefined ? undefined : readIdNumber(idNumber, clock());
    if (name === undefined || name.trim() === "") say(`/members/${index}/name`, "is missing");
    if (!number?.ok) say(`/members/${index}/idNumber`, number ? `is no ID number (${number.reason})` : "is missing");
    if (name !== undefined && number?.ok) read.push({ name: name.trim(), idNumber: number.normalised });
  }
  if (new Set(read.map(({ idNumber }) => idNumber)).size < read.length) say("/members", "names somebody twice");
  const numbers = new Set([...proven.values()].map((known) => known?.idNumber));
  const ownKeys = read.filter(({ idNumber }) => numbers.has(idNumber)).map(({ idNumber }) => memberKey(parts, idNumber));
  return { named: read, keys: ownKeys.length < read.length ? [...ownKeys, personKey(booker.owner)] : ownKeys };
}

export function personKey(owner: string): Buffer {
  return Buffer.from(owner.replaceAll("-", ""), "hex");
}

function memberKey({ lookupHash }: Pick<BookingParts, "lookupHash">, idNumber: string): Buffer {
  return lookupHash.hash("booking-member", idNumber);
}

/** Undefined: nothing was told that would have to be kept. */
export async function sealDetails({ identity }: Pick<BookingParts, "identity">, person: string, place: string, details: object, nothing: boolean): Promise<Buffer | undefined> {
  if (nothing) return undefined;
  const cipher = await identity.people.cipherOf(person);
  if (!cipher) throw new Error(`The person ${person} has no key`);
  return cipher.seal(place, JSON.stringify(details));
}

export function isEmpty({ members, answers, address }: KeptDetails): boolean {
  return members.length === 0 && Object.keys(answers).length === 0 && address === undefined;
}
