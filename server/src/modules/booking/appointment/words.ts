/** What people are told about appointments, in both languages. Nothing here names a service: an SMS lies open on a locked screen. */
import { addDays, chinaDate, chinaMinutes } from "../../../kernel/china-time.ts";
import type { Text } from "../../catalogue/index.ts";
import type { MessageAction } from "../../messages/index.ts";

/** `11月24日 09:30` · `24 November, 09:30`. */
export function timeWords(at: Date): Text {
  const date = chinaDate(at);
  const minutes = chinaMinutes(at);
  const time = `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
  const [, month = "1", day = "1"] = date.split("-").map(Number).map(String);
  return { zh: `${month}月${day}日 ${time}`, en: `${day} ${MONTHS[Number(month) - 1] ?? ""}, ${time}` };
}
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

export interface Visit {
  id: string;
  startsAt: Date;
  names: Text;
  office: Text | undefined;
}

const at = (office: Text | undefined): Text => (office ? { zh: `，${office.zh}`, en: `, ${office.en}` } : { zh: "", en: "" });

/** @param whose whether the reader booked for themselves, for somebody else, or somebody else for them */
export function booked({ startsAt, names, office }: Visit, whose: "own" | "another's" | "by-another"): { title: Text; body: Text; sms: Text } {
  const [time, place] = [timeWords(startsAt), at(office)];
  const title = {
    own: { zh: `预约成功：${names.zh}`, en: `Booked: ${names.en}` },
    "another's": { zh: `已代为预约：${names.zh}`, en: `Booked for somebody else: ${names.en}` },
    "by-another": { zh: `有人为您预约了：${names.zh}`, en: `Somebody booked for you: ${names.en}` },
  }[whose];
  return {
    title,
    body: { zh: `${time.zh}${place.zh}。改期或取消请打开这个预约。`, en: `${time.en}${place.en}. Open the appointment to change or cancel it.` },
    sms: { zh: `为您预约的时间是${time.zh}。`, en: `You have an appointment on ${time.en}.` },
  };
}

export function changed({ startsAt, names, office }: Visit, before: Date): { title: Text; body: Text; sms: Text } {
  const [time, old, place] = [timeWords(startsAt), timeWords(before), at(office)];
  return {
    title: { zh: `已改期：${names.zh}`, en: `Changed: ${names.en}` },
    body: { zh: `改为${time.zh}${place.zh}，原来是${old.zh}。`, en: `Now ${time.en}${place.en}; it was ${old.en}.` },
    sms: { zh: `您 ${old.zh} 的预约改为${time.zh}。`, en: `Your appointment on ${old.en} is now on ${time.en}.` },
  };
}

export function cancelled({ startsAt, names, office }: Visit): { title: Text; body: Text; sms: Text } {
  const [time, place] = [timeWords(startsAt), at(office)];
  return {
    title: { zh: `已取消：${names.zh}`, en: `Cancelled: ${names.en}` },
    body: { zh: `${time.zh}${place.zh} 的预约已取消，名额留给了别人。`, en: `The appointment on ${time.en}${place.en} is cancelled; somebody else can have the place.` },
    sms: { zh: `您 ${time.zh} 的预约已取消。`, en: `Your appointment on ${time.en} is cancelled.` },
  };
}

export function comingActions(id: string, mayCancel: boolean): MessageAction[] {
  return [
    { id: "coming", label: { zh: "准时到", en: "Coming" }, tone: "go", method: "POST", path: `/api/v1/me/appointments/${id}/coming` },
    ...(mayCancel ? [{ id: "cancel", label: { zh: "取消预约", en: "Cancel it" }, tone: "stop" as const, method: "POST" as const, path: `/api/v1/me/appointments/${id}/cancellation` }] : []),
  ];
}

export function reminder({ startsAt, names, office }: Visit, now: Date, token: string | undefined): { title: Text; body: Text; sms: Text } {
  const [time, place] = [timeWords(startsAt), at(office)];
  const tomorrow = chinaDate(startsAt) === addDays(chinaDate(now), 1);
  const when = tomorrow ? { zh: "明天", en: "Tomorrow" } : { zh: "即将开始", en: "Soon" };
  const link = token === undefined ? "" : ` {origin}/b/${token}`;
  return {
    title: { zh: `${when.zh}：${names.zh}`, en: `${when.en}: ${names.en}` },
    body: { zh: `${time.zh}${place.zh}。来不了请取消，把名额留给别人。`, en: `${time.en}${place.en}. If you cannot come, cancel it, so that somebody else can.` },
    sms: { zh: `您预约的时间是${time.zh}。确认或取消：${link}`.replace("： ", "："), en: `Your appointment is on ${time.en}. Confirm or cancel:${link}` },
  };
}

export function offered({ startsAt, names, office }: Visit, until: Date): { title: Text; body: Text; sms: Text } {
  const [time, place, end] = [timeWords(startsAt), at(office), timeWords(until)];
  return {
    title: { zh: `有名额了：${names.zh}`, en: `A place for you: ${names.en}` },
    body: { zh: `${time.zh}${place.zh}。为您保留到${end.zh}，之后给下一位。`, en: `${time.en}${place.en}. It is kept for you until ${end.en}, then the next in line gets it.` },
    sms: { zh: `您候补的名额有了：${time.zh}，保留到${end.zh}。请在应用的消息里确认。`, en: `A place you wait for: ${time.en}, kept until ${end.en}. Confirm it in the app's messages.` },
  };
}

export const offerActions = (offer: string): MessageAction[] => [
  { id: "accept", label: { zh: "接受", en: "Take it" }, tone: "go", method: "POST", path: `/api/v1/me/offers/${offer}/acceptance` },
  { id: "refuse", label: { zh: "不要了", en: "No, thanks" }, tone: "stop", method: "POST", path: `/api/v1/me/offers/${offer}/refusal` },
];

export function offerGone({ startsAt, names }: Visit): { title: Text; body: Text } {
  const time = timeWords(startsAt);
  return { title: { zh: `名额已给下一位：${names.zh}`, en: `The place went on: ${names.en}` }, body: { zh: `${time.zh} 的名额没有等到您的回复。您仍在候补队伍里。`, en: `Nobody answered for ${time.en}. You keep your place in the line.` } };
}

export function calledOff({ startsAt, names, office }: Visit, reason: Text, other: { startsAt: Date; until: Date } | undefined): { title: Text; body: Text; sms: Text } {
  const [time, place] = [timeWords(startsAt), at(office)];
  const [instead, until] = other ? [timeWords(other.startsAt), timeWords(other.until)] : [undefined, undefined];
  return {
    title: { zh: `${names.zh}：${time.zh} 不能办理`, en: `${names.en}: not on ${time.en}` },
    body: {
      zh: `${time.zh}${place.zh} 的预约由单位取消：${reason.zh}。${instead && until ? `已为您保留 ${instead.zh}，请在${until.zh}前确认。` : "请另选时间。"}`,
      en: `The office cancelled ${time.en}${place.en}: ${reason.en}. ${instead && until ? `${instead.en} is kept for you until ${until.en}.` : "Please choose another time."}`,
    },
    sms: {
      zh: `您 ${time.zh} 的预约由单位取消。${instead && until ? `已为您保留 ${instead.zh}，请在${until.zh}前到应用的消息里确认。` : "请在应用里另选时间。"}`,
      en: `The office cancelled your appointment on ${time.en}. ${instead && until ? `${instead.en} is kept for you until ${until.en}: confirm it in the app's messages.` : "Please choose another time in the app."}`,
    },
  };
}
