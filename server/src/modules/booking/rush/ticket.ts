import type { TextSigner } from "../../../kernel/crypto/signed-text.ts";

/** A place in the line of a campaign. It is bound to a person: somebody else's is worth nothing. */
export interface Ticket {
  campaign: number;
  person: string;
  /**
   * early: the number somebody got before the opening, which the draw of the order turns into a position;
   * kept: a position that the database knows too; quick: one that only this ticket knows, given without asking the database.
   */
  kind: "early" | "kept" | "quick";
  number: number;
  /** The number from before the opening, once its position is drawn. */
  drawnFrom?: number;
  /** When the person was told that their turn comes. */
  turnAt?: number;
}

const KINDS = { e: "early", k: "kept", q: "quick" } as const;

export function signTicket(signer: TextSigner, { campaign, person, kind, number, drawnFrom, turnAt }: Ticket): string {
  return signer.sign([campaign, person, kind[0], number, drawnFrom ?? "", turnAt ?? ""].join("."));
}

/** Undefined when this server did not make it. Whose it is and for what is the caller's to compare. */
export function readTicket(signer: TextSigner, signed: string): Ticket | undefined {
  const text = signer.read(signed);
  if (text === undefined) return undefined;
  const [campaign, person = "", kind, number, drawnFrom, turnAt] = text.split(".");
  return {
    campaign: Number(campaign),
    person,
    kind: KINDS[kind as keyof typeof KINDS],
    number: Number(number),
    ...(drawnFrom ? { drawnFrom: Number(drawnFrom) } : {}),
    ...(turnAt ? { turnAt: Number(turnAt) } : {}),
  };
}
