/** Who stands at the door: found by the number of the card they show, told no more than is needed, and on record as a look at the person. */
import type { Handles } from "../../../kernel/database.ts";
import { readIdNumber } from "../../../kernel/identifiers/id-number.ts";
import { maskName } from "../../../kernel/mask.ts";
import { countAttempt, takeAttemptBack } from "../../../kernel/rate-limit.ts";
import { record } from "../../audit/index.ts";
import { malformedIdNumber, type Staff } from "../../identity/index.ts";
import { describeMine } from "../campaign/describe-mine.ts";
import type { OpenCampaign } from "../campaign/open-campaigns.ts";
import type { CampaignParts } from "../campaign/parts.ts";
import { lockPart } from "../campaign/store.ts";
import type { AtDoor } from "./contract.ts";
import { alreadyAdmitted, noPlaceHeld } from "./errors.ts";
import { standingOf } from "./standing.ts";
import { insertAdmission } from "./store.ts";

type Parts = Pick<CampaignParts, "database" | "databaseTime" | "identity" | "vault" | "clock">;

const HOUR_SECONDS = 3_600;
/** Of one member of staff: somebody each three seconds, looked at and let in. */
const LOOKS_BY_HOUR = 2_400;
/** Numbers of which nobody is registered: more than come to a door by mistake, and too few to find out by guessing who takes part. */
const MISSES_BY_HOUR = 120;

/**
 * Whether whoever shows the card may enter. Of who has not registered nothing is told, not even whether they are known here.
 * @throws malformed-id-number, too-many-requests
 */
export async function checkAtDoor(parts: Parts, staff: Staff, campaign: OpenCampaign, typed: string): Promise<AtDoor> {
  return atDoor(parts, staff, typed, (person) =>
    parts.database.transaction(async (tx) => {
      const found = await readPlace(parts, tx, campaign, person, await parts.databaseTime(tx));
      await recordLook(tx, staff, campaign, "campaign-person.checked", person, found);
      return found;
    }),
  );
}

/**
 * Uses the place of whoever shows the card, once: of two doors at the same moment one lets them in and the other is told so.
 * @throws malformed-id-number, too-many-requests, no-place-held, already-admitted
 */
export async function admitAtDoor(parts: Parts, staff: Staff, campaign: OpenCampaign, typed: string): Promise<AtDoor> {
  const { database, databaseTime } = parts;
  const found = await atDoor(parts, staff, typed, (person) =>
    database.transaction(async (tx) => {
      if (person !== undefined) await lockPart(tx, campaign.id, person);
      const at = await databaseTime(tx);
      const before = await readPlace(parts, tx, campaign, person, at);
      const letIn = person !== undefined && before.mayEnter;
      if (letIn) await insertAdmission(tx, { campaign: campaign.id, person, at, by_staff: staff.id });
      // A refusal is a look as well: it stays on record, so nothing is thrown in here.
      await recordLook(tx, staff, campaign, letIn ? "campaign-person.admitted" : "campaign-person.checked", person, before);
      return { ...before, letIn, ...(letIn ? { mayEnter: false, admittedAt: at.toISOString() } : {}) };
    }),
  );
  const { letIn, ...told } = found;
  const { standing, confirmBy, admittedAt } = told;
  if (letIn) return told;
  if (admittedAt !== undefined) throw alreadyAdmitted("Somebody was let in on this place before.", { extensions: { admittedAt } });
  throw noPlaceHeld("They have no place here to be let in on.", { extensions: { standing, ...(confirmBy === undefined ? {} : { confirmBy }) } });
}

/**
 * Counts the look and, unless they are registered, the miss: before anything is known, so that many at once are as few as in a row.
 * The name is read once the look is on record, and of who is registered alone.
 */
async function atDoor<Found extends AtDoor>({ database, identity, clock }: Parts, staff: Staff, typed: string, look: (person: string | undefined) => Promise<Found>): Promise<Found> {
  const number = readIdNumber(typed, clock());
  if (!number.ok) throw malformedIdNumber("This is not an ID number.", { fields: [{ pointer: "/idNumber", detail: number.reason }] });
  const misses = `door-misses:${staff.id}`;
  await countAttempt(database, [{ bucket: `door-looks:${staff.id}`, limit: LOOKS_BY_HOUR, windowSeconds: HOUR_SECONDS }, { bucket: misses, limit: MISSES_BY_HOUR, windowSeconds: HOUR_SECONDS }]);
  const person = await identity.people.findByIdNumber(number.normalised);
  const found = await look(person);
  if (person === undefined || found.standing === "not-registered") return found;
  const [known] = await Promise.all([identity.people.find(person), takeAttemptBack(database, misses)]);
  return known ? { ...found, name: maskName(known.name) } : found;
}

async function readPlace({ vault }: Parts, tx: Handles, campaign: OpenCampaign, person: string | undefined, now: Date): Promise<AtDoor> {
  const part = person === undefined ? undefined : await describeMine({ database: tx, vault, clock: () => now }, campaign, { person });
  const standing = part ? standingOf(part, now) : "not-registered";
  if (!part?.entry) return { standing, mayEnter: false };
  const { entry, result } = part;
  return {
    standing, mayEnter: standing === "confirmed" && result?.admittedAt === undefined, number: entry.number,
    ...(entry.group ? { group: entry.group } : {}),
    ...(result?.tier ? { tier: result.tier } : {}),
    ...(standing === "to-confirm" && result?.confirmBy !== undefined ? { confirmBy: result.confirmBy } : {}),
    ...(result?.admittedAt === undefined ? {} : { admittedAt: result.admittedAt }),
  };
}

/** Of a number that is nobody's too: guessing leaves a trace. */
async function recordLook(tx: Handles, { id, city, department }: Staff, campaign: OpenCampaign, act: string, person: string | undefined, { standing }: AtDoor): Promise<void> {
  const registered = standing !== "not-registered";
  await record(tx, {
    actor: { kind: "staff", id, city, ...(department === undefined ? {} : { department }) }, act, ...(person === undefined ? {} : { subject: person }), purpose: "door-check", ground: "PIPL 13(1)3",
    fields: registered ? ["name", "place"] : [], city: campaign.city, about: { kind: "campaign", id: campaign.slug }, detail: { registered },
  });
}
