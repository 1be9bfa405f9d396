import { CircleCheck, CircleSlash, Hourglass, type LucideIcon, Send, TriangleAlert } from "lucide-react";
import type { Tone } from "@citizen-cloud/ui/components/tone.tsx";
import type { Answer } from "../../account/api.ts";
import { m } from "../../paraglide/messages.js";

export type MoveRequest = Answer<"get", "/api/v1/me/move-requests">["items"][number];
export type MoveReason = MoveRequest["reason"];
export type MoveAnswer = NonNullable<MoveRequest["answer"]>;

export const REASONS: readonly MoveReason[] = ["blocks-exit", "blocks-garage", "emergency-lane", "double-parked", "other"];
export const ANSWERS: readonly MoveAnswer[] = ["coming-5", "coming-15", "not-possible", "not-my-car"];

export function reasonText(reason: MoveReason): string {
  return {
    "blocks-exit": m.record_move_blocks_exit, "blocks-garage": m.record_move_blocks_garage, "emergency-lane": m.record_move_emergency_lane,
    "double-parked": m.record_move_double_parked, other: m.record_move_other,
  }[reason]();
}

/** As the asker reads it. */
function answerText(answer: MoveAnswer): string {
  return { "coming-5": m.record_move_coming_5, "coming-15": m.record_move_coming_15, "not-possible": m.record_move_not_possible, "not-my-car": m.record_move_not_my_car }[answer]();
}

/** As the owner says it. */
export function ownAnswerText(answer: MoveAnswer): string {
  return { "coming-5": m.record_move_i_come_5, "coming-15": m.record_move_i_come_15, "not-possible": m.record_move_i_cannot, "not-my-car": m.record_move_not_mine }[answer]();
}

interface StateLook {
  icon: LucideIcon;
  tone: Tone;
  name: string;
  note: string;
}

export function stateLook({ state, answer }: Pick<MoveRequest, "state" | "answer">): StateLook {
  switch (state) {
    case "sending":
      return { icon: Send, tone: "sky", name: m.record_move_sending(), note: m.record_move_sending_note() };
    case "sent":
      return { icon: Hourglass, tone: "sky", name: m.record_move_sent(), note: m.record_move_sent_note() };
    case "failed":
      return { icon: TriangleAlert, tone: "cinnabar", name: m.record_move_failed(), note: m.record_move_failed_note() };
    case "answered":
      return { icon: CircleCheck, tone: answer === "coming-5" || answer === "coming-15" ? "jade" : "gold", name: m.record_move_answered(), note: answer ? answerText(answer) : "" };
    case "cancelled":
      return { icon: CircleSlash, tone: "ink", name: m.record_move_cancelled(), note: "" };
    default:
      return { icon: CircleSlash, tone: "ink", name: m.record_move_ended(), note: "" };
  }
}
