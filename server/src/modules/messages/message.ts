/** What a message is, and what may stand in one. Pure. */
import type { Text } from "../catalogue/index.ts";

/** What a message may be about. There is none for advertising: nobody can be sent any. */
export const CLASSES = ["appointment", "campaign", "account"] as const;
export type MessageClass = (typeof CLASSES)[number];

export const LANGUAGES = ["zh-Hans", "zh-Hant", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

/** One tap in the inbox: it posts to the path, as the person's own request. */
export interface Action {
  id: string;
  label: Text;
  /** `stop` ends or gives up something and is asked once more. */
  tone: "go" | "stop";
  method: "POST";
  /** Of the API, for example `/api/v1/me/appointments/<id>/coming`. */
  path: string;
}

export interface OutgoingMessage {
  person: string;
  city: string;
  class: MessageClass;
  title: Text;
  body: Text;
  /** Path in the people's app without the city, for example `/me/appointments/<id>`. */
  link?: string;
  actions?: Action[];
  /**
   * Also by SMS, in the person's language. `{origin}` in it becomes the address people see: `{origin}/b/<token>`. It lies
   * open on a locked screen, so it names nobody.
   */
  sms?: Text;
  /** After this the SMS would only mislead and is not sent; left out: a day. */
  smsUntil?: Date;
  about: { kind: string; id: string };
  /** Whoever did it themselves finds it in the inbox and is not called to it: it counts as read. */
  own?: boolean;
}

/** What is sealed with the person's key. */
export type Content = Pick<OutgoingMessage, "title" | "body" | "link" | "actions">;

export const SMS_LASTS_MS = 86_400_000;
const MOST_ACTIONS = 3;
/** Seven parts of a long SMS, which every network carries. */
const LONGEST_SMS = 450;

export const placeOf = {
  content: (message: string) => `messages.message.content/${message}`,
  sms: (message: string) => `messages.message.sms/${message}`,
};

/** @throws {RangeError} a bug of the room that sends: a link that leads away, an action that is none of our API */
export function checkMessage({ link, actions = [], sms }: OutgoingMessage): void {
  if (link !== undefined && !isPath(link)) throw new RangeError("A message's link is a path of the app.");
  if (actions.length > MOST_ACTIONS || new Set(actions.map(({ id }) => id)).size < actions.length) throw new RangeError(`A message has at most ${MOST_ACTIONS} actions, each with an id of its own.`);
  if (actions.some(({ path }) => !isPath(path) || !path.startsWith("/api/v1/"))) throw new RangeError("A message's action is a path of the API.");
  if (sms && Object.values(sms).some((text) => text.length > LONGEST_SMS)) throw new RangeError(`An SMS has at most ${LONGEST_SMS} characters.`);
}

/** Of this site: `//other.example` and backslashes lead elsewhere. */
const isPath = (text: string) => /^\/(?![/\\])[\w~.%/-]*$/.test(text) && !text.includes("/..");

/** Control characters and line breaks can forge a second message on some telephones. */
export function smsText(text: string, language: Language, origin: string | undefined): string {
  const plain = text.replaceAll("{origin}", origin ?? "").replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ").trim();
  return language === "en" ? `[Citizen Cloud] ${plain}` : `${language === "zh-Hant" ? "【市民雲】" : "【市民云】"}${plain}`;
}
