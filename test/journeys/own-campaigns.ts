/** Campaigns of a journey's own: the city's have their times, which pass, and are for all journeys. */
import { equal, ok } from "node:assert/strict";
import { type APIRequestContext, request } from "playwright-core";
import { eventually, PATIENCE_MS } from "./patience.ts";

const BASE_URL = process.env.BASE_URL ?? "http://localhost:8080";
const run = Date.now().toString(36);

const words = (zh: string, en: string) => ({ zh, en });

/** What differs from one campaign to the next; whatever is left out is the same for all. */
interface Wanted {
  id: string;
  name: string;
  manner: "first-come" | "draw";
  opensAt: number;
  closesAt: number;
  places: number;
  admitPerSecond?: number;
  checkedAtDoor?: boolean;
  /** Lots are drawn once it has closed, by a seed committed to and before these. */
  witnesses?: { zh: string; en: string }[];
}

export interface OwnCampaign {
  id: string;
  name: string;
}

/** Published as two people do it, in Haikou. @returns once people find it */
export async function publishCampaign({ id: kind, name, manner, opensAt, closesAt, places, admitPerSecond = 500, checkedAtDoor = false, witnesses = [] }: Wanted): Promise<OwnCampaign> {
  const id = `journey-${kind}-${run}`;
  const [editor, reviewer] = await Promise.all([signInStaff("haikou-editor"), signInStaff("haikou-reviewer")]);
  const closes = new Date(closesAt).toISOString();
  const body = {
    id, names: words(name, `Journey campaign ${kind}`), summary: words("旅程自己的活动。", "The journey's own."), department: "culture_tourism", service: "S188", manner, opensAt: new Date(opensAt).toISOString(), closesAt: closes, admitPerSecond,
    eligibility: { level: 2, records: [], conditions: [] },
    groups: [{ id: "everybody", names: words("所有人", "Everybody"), weight: 1, ...(manner === "draw" ? {} : { capacity: places }) }],
    channels: [], tiers: [{ id: "ticket", names: words("入场票", "A ticket"), count: places }],
    ...(manner === "draw" ? { draw: { at: closes, randomness: "committed", witnesses } } : {}),
    unclaimed: "next", checkedAtDoor, rules: [words("一人一次。", "Once for each person.")], afterwards: words("凭证件入场。", "Show your document."), source: "journey",
  };
  const draft = `/staff/v1/cities/haikou/drafts/campaign/${id}`;
  await succeed(editor.put(draft, { data: { body } }));
  await succeed(editor.post(`${draft}/submit`));
  await succeed(reviewer.post(`${draft}/publish`));
  await eventually(async () => equal((await editor.get(`/api/v1/rush/haikou/${id}`)).status(), 200));
  await eventually(async () => equal((await editor.get(`/api/v1/cities/haikou/campaigns/${id}`)).status(), 200));
  await Promise.all([editor.dispose(), reviewer.dispose()]);
  return { id, name };
}

/** A member of staff without a browser. */
export async function signInStaff(staffId: string): Promise<APIRequestContext> {
  const desk = await request.newContext({ baseURL: BASE_URL, timeout: PATIENCE_MS });
  await succeed(desk.post("/staff/v1/demonstration-sign-in", { data: { staffId } }));
  return desk;
}

export async function succeed(answer: ReturnType<APIRequestContext["get"]>): Promise<void> {
  const reply = await answer;
  ok(reply.ok(), `${reply.url()}: ${reply.status()} ${await reply.text()}`);
}
