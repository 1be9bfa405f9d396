/** The switch by which operators let things rest. It goes on record with who turned it and why. */
import type { paths } from "@citizen-cloud/api-client";
import { answerOf, client } from "./client.ts";

export type LoadSwitch = paths["/staff/v1/load"]["put"]["requestBody"]["content"]["application/json"];

export const turnSwitch = (body: LoadSwitch) => answerOf(client.PUT("/staff/v1/load", { body }));
