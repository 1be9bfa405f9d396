/**
 * One question to a department's system, by whatever means it is reached. A transport knows of its protocol, and of
 * nothing else: when to ask, how often, what to keep and what the answer means are decided above it.
 */
import type { Operation } from "../../catalogue/index.ts";

export { type FaultDetail, type FaultKind, SourceFault } from "./source-fault.ts";

export interface Question {
  operation: Operation;
  /** What `request.input` gave. */
  input: unknown;
}

/** What the department answered, decoded but not yet mapped. `found: false`: it has nothing about this. */
export type RawAnswer = { found: true; value: unknown } | { found: false };

export interface Transport {
  /**
   * The signal bounds the whole exchange, the last byte of the answer included.
   * @throws {SourceFault} with a TimeoutError in the signal: "slow"; with any other reason: that reason itself
   */
  ask(question: Question, signal: AbortSignal, explain?: Explain): Promise<RawAnswer>;
  close(): Promise<void>;
}

/** Tells each step of a question, for `citizen-cloud source try`. Secrets are masked; personal data are not. */
export type Explain = (step: Step) => void;

export type Step =
  | { step: "token"; method: "POST"; address: string; outcome: "asked" | "renewed" }
  | { step: "request"; summary: string; headers?: Record<string, string>; body?: string; parameters?: unknown }
  | { step: "answer"; summary: string; contentType?: string; charset?: string; bytes?: number; rows?: number; tookMs: number }
  | { step: "decoded"; value: unknown }
  | { step: "mapped"; what: "input" | "found" | "answer" | "asOf"; value: unknown }
  | { step: "validated"; faults: readonly { pointer: string; message: string }[] };

export const MASKED = "••••••";
