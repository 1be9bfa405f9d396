// Addresses are filled in and encoded; what was not given is not sent.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createApiClient, fillIn } from "./client.ts";
import { ApiProblem } from "./problem.ts";

test("an address is filled in", () => {
  const path = fillIn("/api/v1/cities/{city}/services", { path: { city: "haikou" }, query: { q: "换 驾照", limit: 20, cursor: undefined } });
  assert.equal(path, "/api/v1/cities/haikou/services?q=%E6%8D%A2+%E9%A9%BE%E7%85%A7&limit=20");
});

test("what stands in an address cannot leave its place", () => {
  assert.equal(fillIn("/api/v1/cities/{city}/topics", { path: { city: "../x" } }), "/api/v1/cities/..%2Fx/topics");
});

test("a refusal is an error that knows its status", async () => {
  const client = createApiClient(() => Promise.resolve({ status: 404, body: {} }));
  await assert.rejects(client("/api/v1/cities", {}), (error) => error instanceof ApiProblem && error.status === 404);
});
