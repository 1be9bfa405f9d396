/** What somebody does next, in a sentence. Pure. */
import type { Campaign } from "../../catalogue/index.ts";
import type { Phase } from "./contract.ts";
import type { Words } from "./store.ts";

export type ResultState = "not-drawn" | "won" | "not-won" | "confirmed" | "returned" | "excluded";

export interface Standing {
  phase: Phase;
  /** Undefined: has not registered. */
  entered: boolean;
  withdrawn: boolean;
  result?: ResultState | undefined;
  toConfirm: boolean;
  /** They were let in at the door. */
  used?: boolean;
  /** A parent reads it, not the one who takes part. */
  ofChild?: boolean;
}

export function nextWords({ afterwards, manner }: Pick<Campaign, "afterwards" | "manner">, { phase, entered, withdrawn, result, toConfirm, used = false, ofChild = false }: Standing): Words {
  const who = ofChild ? { zh: "孩子", is: "Your child is", was: "Your child was" } : { zh: "您", is: "You are", was: "You were" };
  if (withdrawn) return { zh: `${who.zh}已退出本次活动，不能再次报名。`, en: ofChild ? "Your child was withdrawn and cannot be registered again." : "You have withdrawn and cannot register again." };
  if (!entered) return NOT_ENTERED[phase];
  if (used) return { zh: "已在入口核验身份证入场，名额已使用。", en: "The ID card was checked at the door and the place is used." };
  if (result === "excluded") return { zh: `${who.zh}的报名未进入抽签名单，原因见下。`, en: "The registration is not in the list of the draw; the reason stands below." };
  if (result === "returned") return { zh: "名额已退回。", en: "It has been given back." };
  if (result === "won" && toConfirm) return { zh: "请在截止时间前确认，逾期视为放弃。", en: "Confirm before the time given; otherwise it goes back." };
  if (result === "won" || result === "confirmed") return afterwards;
  if (result === "not-won") return { zh: `很遗憾，${ofChild ? "孩子" : ""}本次未中签。您可以自行核对抽签过程。`, en: `${who.was} not drawn this time. You can check the draw yourself.` };
  if (manner === "draw") return { zh: `${who.zh}已报名，先后不影响中签机会。结果会以消息告诉您。`, en: `${who.is} registered; early or late makes no difference. You will be told the result by message.` };
  return afterwards;
}

const NOT_ENTERED: Record<Phase, Words> = {
  announced: { zh: "报名尚未开始，可先确认是否符合条件。", en: "Registration has not opened; you can find out beforehand whether you may take part." },
  open: { zh: "正在报名。", en: "Registration is open." },
  closed: { zh: "报名已截止。", en: "Registration is closed." },
  drawn: { zh: "报名已截止，结果已公布。", en: "Registration is closed and the results are published." },
  confirming: { zh: "报名已截止，结果已公布。", en: "Registration is closed and the results are published." },
  finished: { zh: "活动已结束。", en: "The campaign is over." },
};
