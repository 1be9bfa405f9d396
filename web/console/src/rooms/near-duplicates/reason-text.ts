import { findRoomWord } from "../../i18n/room-words.ts";

/** A reason in the clerk's language; what the server says in words of its own is shown as it is. */
export function reasonText(reason: string): string {
  return findRoomWord(`reason_${reason.replace(/[^a-z]+/g, "_")}`) ?? reason;
}
