/** Items of a journey's own, so that the city's stay as they are for the other journeys. */
import assert from "node:assert/strict";
import type { APIRequestContext } from "playwright-core";
import { getJson, openDesk } from "./browser.ts";

export const STAFF_API = "/staff/v1/cities/haikou";

/** Copied by those that need a whole item; never changed. */
export const MODEL_ID = "S103";

interface ServiceBody {
  names: { zh: string; en: string };
  summary: { zh: string; en: string };
  aliases: { zh: string[]; en: string[] };
  [member: string]: unknown;
}

/** A published item can never be undone, only retired, so each run on one server takes the next ids that are free. */
export async function findFreeIds(letter: string, count: number): Promise<string[]> {
  const desk = await openDesk({ staff: "haikou-editor" });
  const { items } = await getJson<{ items: { id: string }[] }>(desk.request, `${STAFF_API}/documents?kind=service`);
  await desk.close();
  const taken = new Set(items.map((each) => each.id));
  const free = Array.from({ length: 99 }, (_each, index) => `${letter}${901 + index}`).filter((id) => !taken.has(id));
  assert.ok(free.length >= count, "This server has seen too many journeys: start it on a fresh database.");
  return free.slice(0, count);
}

/** Published as two people do it: one writes, another reviews. */
export async function publishItem(id: string, words: Pick<ServiceBody, "names" | "summary" | "aliases">): Promise<void> {
  const [editor, reviewer] = [await openDesk({ staff: "haikou-editor" }), await openDesk({ staff: "haikou-reviewer" })];
  const model = await getJson<{ body: ServiceBody }>(editor.request, `${STAFF_API}/documents/service/${MODEL_ID}`);
  // Handled online only: a counter would need an office that names the item.
  const channels = (model.body.channels as string[]).filter((each) => each !== "window");
  const path = `${STAFF_API}/drafts/service/${id}`;
  await succeed(editor.request.put(path, { data: { body: { ...model.body, ...words, id, channels } } }));
  await succeed(editor.request.post(`${path}/submit`));
  await succeed(reviewer.request.post(`${path}/publish`));
  await Promise.all([editor.close(), reviewer.close()]);
}

/** Ends items however far their journey came. */
export async function leaveNothingBehind(ids: readonly string[]): Promise<void> {
  const desk = await openDesk({ staff: "haikou-reviewer" });
  for (const id of ids) {
    await desk.request.delete(`${STAFF_API}/drafts/service/${id}`);
    await desk.request.post(`${STAFF_API}/services/${id}/retire`, { data: { reason: { zh: "旅程结束", en: "End of the journey" }, redirectTo: MODEL_ID } });
  }
  await desk.close();
}

async function succeed(answer: ReturnType<APIRequestContext["get"]>): Promise<void> {
  const reply = await answer;
  assert.ok(reply.ok(), `${reply.url()}: ${reply.status()} ${await reply.text()}`);
}
