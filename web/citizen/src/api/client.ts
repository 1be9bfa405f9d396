/**
 * Asks the API, typed by its own description. Only for the public catalogue, which is read and never changed, so this
 * stands in for openapi-fetch and keeps its 2 KB off the first visit; on the server the same function asks in process,
 * without a socket.
 */
import type { paths } from "@citizen-cloud/api-client";
import { KEPT_HEADER, reportNetwork } from "../device/network.ts";
import { reportService } from "../device/service.ts";
import { ApiProblem } from "./problem.ts";

type Readable = { [Path in keyof paths]: paths[Path]["get"] extends { responses: { 200: { content: { "application/json": unknown } } } } ? Path : never }[keyof paths];
type Answer<Path extends Readable> = paths[Path]["get"] extends { responses: { 200: { content: { "application/json": infer Body } } } } ? Body : never;
type Parameters<Path extends Readable> = paths[Path]["get"] extends { parameters: infer Given } ? Pick<Given, keyof Given & ("path" | "query")> : never;

export type FetchJson = (apiPath: string, signal?: AbortSignal) => Promise<{ status: number; body: unknown }>;

export type Client = <Path extends Readable>(path: Path, parameters: Parameters<Path>, signal?: AbortSignal) => Promise<Answer<Path>>;

export function createApiClient(fetchJson: FetchJson): Client {
  return async (path, parameters, signal) => {
    const { status, body } = await fetchJson(fillIn(path, parameters), signal);
    // The server checks its own answers against the description that the types come from.
    if (status === 200) return body as never;
    throw new ApiProblem(status, `The API answered ${status}`, body);
  };
}

/** Of an array each value is written by itself, under the same name. */
type Values = Record<string, string | number | boolean | readonly string[] | undefined>;

export function fillIn(path: string, { path: inPath = {}, query = {} }: { path?: Values; query?: Values }): string {
  const filled = path.replace(/\{(\w+)\}/g, (_whole, name: string) => encodeURIComponent(String(inPath[name] ?? "")));
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [value].flat().map((each) => [name, String(each)])));
  const search = new URLSearchParams(given).toString();
  return search ? `${filled}?${search}` : filled;
}

export const fetchOverNetwork: FetchJson = async (apiPath, signal) => {
  try {
    const reply = await fetch(apiPath, { signal });
    reportNetwork(!reply.headers.has(KEPT_HEADER));
    reportService(reply);
    return { status: reply.status, body: await reply.json() };
  } catch (error) {
    // A question withdrawn says nothing about the network.
    if (!signal?.aborted) reportNetwork(false);
    throw error;
  }
};
