/** Everything the console changes. */
import { answerOf, client } from "./client.ts";
import type { JsonObject } from "../documents/json.ts";
import type { DocumentKey, NearDuplicate, SavedDraft, Staff, Text } from "./types.ts";

/** Without a code a right password is answered staff-code-needed. */
export const signIn = (body: { staffId: string; password: string; code?: string }): Promise<Staff> => answerOf(client.POST("/staff/v1/sign-in", { body }));

export const signInDemonstration = (staffId: string): Promise<Staff> => answerOf(client.POST("/staff/v1/demonstration-sign-in", { body: { staffId } }));

export const beginActivation = (body: { staffId: string; activationCode: string }) => answerOf(client.POST("/staff/v1/activation", { body }));

export const completeActivation = (body: { staffId: string; activationCode: string; password: string; code: string }): Promise<Staff> => answerOf(client.POST("/staff/v1/activation/confirmation", { body }));

export const signOut = () => answerOf(client.POST("/staff/v1/sign-out"));

export const saveDraft = (city: string, { kind, id }: DocumentKey, change: { body: JsonObject; note?: string; revision?: number }): Promise<SavedDraft> =>
  answerOf(client.PUT("/staff/v1/cities/{city}/drafts/{kind}/{id}", { params: { path: { city, kind, id } }, body: change as never }));

export const discardDraft = (city: string, { kind, id }: DocumentKey) =>
  answerOf(client.DELETE("/staff/v1/cities/{city}/drafts/{kind}/{id}", { params: { path: { city, kind, id } } }));

export const submitDraft = (city: string, { kind, id }: DocumentKey) =>
  answerOf(client.POST("/staff/v1/cities/{city}/drafts/{kind}/{id}/submit", { params: { path: { city, kind, id } } }));

/** Withdrawn by its writers when there is no remark, sent back by the reviewer when there is. */
export const sendBackDraft = (city: string, { kind, id }: DocumentKey, remark?: string) =>
  answerOf(client.POST("/staff/v1/cities/{city}/drafts/{kind}/{id}/send-back", { params: { path: { city, kind, id } }, body: remark === undefined ? {} : { remark } }));

export const publishDraft = (city: string, { kind, id }: DocumentKey) =>
  answerOf(client.POST("/staff/v1/cities/{city}/drafts/{kind}/{id}/publish", { params: { path: { city, kind, id } } }));

export const rollBack = (city: string, { kind, id }: DocumentKey, change: { version: number; note: string }) =>
  answerOf(client.POST("/staff/v1/cities/{city}/documents/{kind}/{id}/roll-back", { params: { path: { city, kind, id } }, body: change }));

export const retireService = (city: string, id: string, decision: { reason: Text; redirectTo?: string }) =>
  answerOf(client.POST("/staff/v1/cities/{city}/services/{id}/retire", { params: { path: { city, id } }, body: decision }));

export const restoreService = (city: string, id: string) =>
  answerOf(client.POST("/staff/v1/cities/{city}/services/{id}/restore", { params: { path: { city, id } } }));

export const decideNearDuplicate = (city: string, pair: NearDuplicate, decision: "keep-both" | "merge", note?: string) =>
  answerOf(
    client.POST("/staff/v1/cities/{city}/near-duplicates/decide", {
      params: { path: { city } },
      body: { firstId: pair.first.id, secondId: pair.second.id, decision, ...(note ? { note } : {}) },
    }),
  );

export const settleSearchMiss = (city: string, query: string) =>
  answerOf(client.POST("/staff/v1/cities/{city}/search-misses/settle", { params: { path: { city } }, body: { query } }));
