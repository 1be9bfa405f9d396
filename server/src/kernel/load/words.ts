/** What rests at each level and what goes on, in the words people read. */
import type { ServiceLevel } from "./level.ts";

interface Words {
  zh: string;
  en: string;
}

export type PartState = "working" | "limited" | "resting";

interface Part {
  id: string;
  names: Words;
  /** From this level on; left out: never. */
  limitedFrom?: ServiceLevel;
  restsFrom?: ServiceLevel;
}

/** In the order in which people look for them. What never rests comes first. */
export const PARTS: readonly Part[] = [
  { id: "sign-in", names: { zh: "登录和账号", en: "Signing in and your account" } },
  { id: "appointments", names: { zh: "预约、取号和排队", en: "Appointments and queue numbers" } },
  { id: "campaigns", names: { zh: "活动报名和摇号", en: "Campaigns and draws" } },
  { id: "messages", names: { zh: "消息", en: "Messages" } },
  { id: "guides", names: { zh: "办事指南和网点", en: "Guides and offices" } },
  { id: "checks", names: { zh: "核验证明", en: "Checking proofs" } },
  { id: "search", names: { zh: "搜索", en: "Search" }, limitedFrom: 1 },
  { id: "my-data", names: { zh: "我的数据", en: "My data" }, limitedFrom: 2, restsFrom: 3 },
  { id: "proofs", names: { zh: "开具证明", en: "Making proofs" }, restsFrom: 3 },
  { id: "move-car", names: { zh: "请人挪车", en: "Asking an owner to move a car" }, restsFrom: 3 },
  { id: "sheets", names: { zh: "下载证明文件（PDF）", en: "Sheets to print (PDF)" }, restsFrom: 1 },
  { id: "export", names: { zh: "导出个人信息", en: "Taking your data with you" }, restsFrom: 1 },
  { id: "statistics", names: { zh: "统计和分析", en: "Statistics" }, restsFrom: 1 },
];

const SAYS: readonly Words[] = [
  { zh: "一切正常。", en: "Everything works as usual." },
  { zh: "现在访问的人很多，少数功能暂时休息，其他照常。您已办好的不受影响。", en: "Very many people are here now, so a few things rest. All else works, and nothing you have done is lost." },
  { zh: "现在非常繁忙。预约、报名、登录、消息照常；“我的数据”暂时显示部门此前提供的内容。", en: "It is very busy now. Appointments, campaigns, signing in and messages work; My data shows what departments said before." },
  { zh: "现在极为繁忙，只保留最要紧的服务：登录、预约、报名、消息和办事指南。其他功能稍后恢复，您已办好的不受影响。", en: "It is extremely busy now. Only what matters most goes on: signing in, appointments, campaigns, messages and guides. The rest comes back later, and nothing you have done is lost." },
];

/** Normal because an operator said so, whatever the load. */
export const KEPT_OPEN: Words = {
  zh: "值班人员已手动让全部功能保持开放。在此期间，访问再多也不会自动让任何功能休息。",
  en: "Operators keep everything open by hand. Meanwhile nothing rests by itself, however many people come.",
};

export function sayLevel(level: ServiceLevel): Words {
  return SAYS[level] ?? { zh: "", en: "" };
}

export function stateOf({ limitedFrom, restsFrom }: Part, level: ServiceLevel): PartState {
  if (restsFrom !== undefined && level >= restsFrom) return "resting";
  return limitedFrom !== undefined && level >= limitedFrom ? "limited" : "working";
}
