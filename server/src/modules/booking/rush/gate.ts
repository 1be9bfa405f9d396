import { sql } from "kysely";
import { createBatch } from "../../../kernel/batch.ts";
import type { TextSigner } from "../../../kernel/crypto/signed-text.ts";
import type { Database } from "../../../kernel/database.ts";
import { type Gate as GateState, type RushCampaign, releasedNow } from "./campaigns.ts";
import { createNumbers, type Numbers } from "./numbers.ts";
import { insistently } from "./passing.ts";
import { createRecent } from "./recent.ts";
import { turnOf } from "./release.ts";
import type { SteadyTime } from "./steady-time.ts";
import { signTicket, type Ticket } from "./ticket.ts";

const WAITS_MS = 8_000;

/** Where somebody stands. */
export interface Standing {
  ticket: Ticket;
  /** Undefined before the opening: the order is not drawn yet. */
  position: number | undefined;
  ahead: number | undefined;
  turnAt: number | undefined;
  canEnter: boolean;
  /** Every place is promised to somebody before, and comes to this one only if it is not taken in time. */
  standby: boolean;
}

/** The line before a campaign: gives places in it, and says whose turn it is. */
export interface WaitingLine {
  /** A place for whoever comes after the opening without one, without the database; it waits only while no number is at hand. */
  takePlace(campaign: RushCampaign, person: string, now: number): Ticket | Promise<Ticket | undefined>;
  /** The person's place as the database keeps it. @param ticket one of hers whose place is kept if the database knows no other */
  join(campaign: RushCampaign, person: string, ticket: Ticket | undefined, now: number): Promise<Ticket | undefined>;
  standing(campaign: RushCampaign, ticket: Ticket, now: number): Standing;
  sign(standing: Standing): string;
}

export function createWaitingLine({ database, signer, time }: { database: Database; signer: TextSigner; time: SteadyTime }): WaitingLine {
  const numbersOf = new Map<number, Numbers>();
  const places = createRecent<number>();
  /** What the database keeps of those who joined lately: it never changes. */
  const joined = createRecent<Ticket>();
  const joining = new Map<string, Promise<Ticket | undefined>>();
  const fetchTogether = createBatch(async (asked: { campaign: RushCampaign; size: number }[]) => {
    const ordered = asked.map((each, index) => ({ ...each, index })).sort((a, b) => a.campaign.id - b.campaign.id);
    const floors = ordered.map(({ campaign: { gate, rules } }) => (gate ? Math.max(0, releasedNow(gate, time.now()) - Math.ceil(rules.admitPerSecond / 10)) : 0));
    // Nothing is lost with a number that a crash forgets: two people stand in the same place.
    const { rows } = await sql<{ firsts: (string | number | null)[] }>`
      select set_config('synchronous_commit', 'off', true), booking.take_numbers(${ordered.map(({ campaign }) => campaign.id)}::int[], ${ordered.map(({ size }) => size)}::int[], ${floors}::bigint[]) as firsts`.execute(database.handle("booking"));
    const firsts: number[] = [];
    ordered.forEach(({ index }, at) => (firsts[index] = Number(rows[0]?.firsts[at] ?? Number.NaN)));
    if (firsts.some(Number.isNaN)) throw new Error("A gate is missing");
    return firsts;
  });
  const numbersFor = (campaign: RushCampaign): Numbers => {
    let numbers = numbersOf.get(campaign.id);
    if (!numbers) numbersOf.set(campaign.id, (numbers = createNumbers((size) => fetchTogether({ campaign, size }))));
    return numbers;
  };
  const joinTogether = createBatch(async (asked: { campaign: number; person: string; number: number | null }[]) => {
    const { rows } = await sql<{ numbers: (string | null)[]; earlies: (number | null)[] }>`
      select * from booking.join_waiting(${asked.map((each) => each.campaign)}::int[], ${asked.map((each) => each.person)}::uuid[], ${asked.map((each) => each.number)}::bigint[])`.execute(database.handle("booking"));
    return asked.map((_, index) => ({ number: numberFrom(rows[0]?.numbers[index]), early: numberFrom(rows[0]?.earlies[index]) }));
  });
  const takePlace: WaitingLine["takePlace"] = (campaign, person, now) => {
    const ticket = (number: number): Ticket => ({ campaign: campaign.id, person, kind: "quick", number });
    const stood = places.find(campaign.id, person);
    if (stood !== undefined) return ticket(stood);
    const numbers = numbersFor(campaign);
    const number = numbers.take(now);
    if (number !== undefined) return ticket(number);
    return new Promise((resolve) => {
      const overdue = setTimeout(() => resolve(undefined), WAITS_MS);
      const attempt = () => {
        const given = numbers.take(time.now());
        if (given === undefined) return numbers.wait(attempt);
        clearTimeout(overdue);
        resolve(ticket(given));
      };
      numbers.wait(attempt);
    });
  };
  const joinAnew = async (campaign: RushCampaign, person: string, ticket: Ticket | undefined, now: number): Promise<Ticket | undefined> => {
    const opened = campaign.gate?.early !== undefined;
    // Of the two places of somebody who comes for the first time after the opening, the database keeps this one.
    const brought = !opened ? undefined : (ticket ?? (await takePlace(campaign, person, now)));
    const kept = await insistently(() => joinTogether({ campaign: campaign.id, person, number: brought?.number ?? null }));
    if (kept?.number === undefined) return undefined;
    const place: Ticket = { campaign: campaign.id, person, kind: kept.early === undefined || kept.number < kept.early ? "early" : "kept", number: kept.number };
    joined.keep(campaign.id, person, place);
    return place;
  };

  return {
    takePlace,
    join(campaign, person, ticket, now) {
      const known = joined.find(campaign.id, person);
      if (known) return Promise.resolve(known);
      // Each would take a number of its own, of which the database keeps one: the others would be places nobody stands in.
      const key = `${campaign.id} ${person}`;
      let asked = joining.get(key);
      if (!asked) joining.set(key, (asked = joinAnew(campaign, person, ticket, now).finally(() => joining.delete(key))));
      return asked;
    },
    standing(campaign, ticket, now) {
      const { gate } = campaign;
      if (gate?.early === undefined) return { ticket, position: undefined, ahead: undefined, turnAt: undefined, canEnter: false, standby: false };
      const drawn = ticket.kind === "early" ? drawPosition(gate, ticket) : ticket;
      const released = releasedNow(gate, now);
      const position = drawn.number;
      const canEnter = position < released;
      const turnAt = canEnter ? (ticket.turnAt ?? Math.floor(now)) : turnOf(position, gate.pace, now, ticket.turnAt);
      return { ticket: turnAt === undefined ? drawn : { ...drawn, turnAt }, position, ahead: Math.max(0, position - released), turnAt, canEnter, standby: gate.pace.ceiling !== undefined && position >= gate.pace.ceiling };
    },
    sign({ ticket }) {
      // Whoever asks without the ticket they were given stands where they stood: nobody fills the line with places of their own.
      if (ticket.kind === "quick") places.keep(ticket.campaign, ticket.person, ticket.number);
      return signTicket(signer, ticket);
    },
  };
}

/** The number from before the opening becomes the position that the draw gave it. */
function drawPosition(gate: GateState, { campaign, person, number, turnAt }: Ticket): Ticket {
  return { campaign, person, kind: "kept", number: gate.order(number), drawnFrom: number, ...(turnAt === undefined ? {} : { turnAt }) };
}

/** Large integers come as text. */
function numberFrom(value: string | number | null | undefined): number | undefined {
  return value === null || value === undefined ? undefined : Number(value);
}
