import { m } from "../paraglide/messages.js";
import type { Need } from "./queries.ts";

export function needText(need: Need): string {
  return {
    wheelchair: m.book_need_wheelchair, "sign-language": m.book_need_sign_language, "guide-dog": m.book_need_guide_dog, companion: m.book_need_companion,
    interpreter: m.book_need_interpreter, "quiet-room": m.book_need_quiet_room, "low-counter": m.book_need_low_counter,
  }[need]();
}
