import type { paths } from "@citizen-cloud/api-client";
import createClient from "openapi-fetch";
import { parseProblem, Problem } from "./problem.ts";

export const client = createClient<paths>({ baseUrl: "/" });

let sessionEnded: () => void = () => {};

/** Says what to do when the server no longer knows who we are. */
export function onSessionEnded(listener: () => void): void {
  sessionEnded = listener;
}

/** The answer, or a {@link Problem}. */
export async function answerOf<Answer>(reply: Promise<{ data?: Answer; error?: unknown; response: Response }>): Promise<Answer> {
  const { data, error, response } = await reply.catch((cause: unknown) => {
    throw new Problem(0, "unreachable", cause instanceof Error ? cause.message : "unreachable");
  });
  if (response.ok) return data as Answer;
  if (response.status === 401) sessionEnded();
  throw parseProblem(response.status, error);
}
