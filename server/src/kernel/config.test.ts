import assert from "node:assert/strict";
import { test } from "node:test";
import { readConfig, SETTINGS } from "./config.ts";

test("an empty environment gives the demonstration's defaults", () => {
  const config = readConfig({}, "/app");
  assert.deepEqual(
    [config.production, config.host, config.port, config.roles, config.databaseUrl, config.dataDir],
    [false, "127.0.0.1", 8080, ["web", "worker"], undefined, "/app/.data"],
  );
});

test("production names every setting that is missing, and starts with all of them", () => {
  const required = SETTINGS.filter((each) => "required" in each).map((each) => each.name);
  assert.ok(required.length >= 3);
  assert.throws(() => readConfig({ NODE_ENV: "production" }, "/app"), new RegExp(`needs these settings: ${required.join(", ")}\\.`));
  const addresses = Object.fromEntries(required.map((name) => [name, "https://cloud.example.org/path"]));
  const config = readConfig({ ...addresses, NODE_ENV: "production", DATABASE_URL: "postgres://a@b/c", MASTER_KEY_FILE: "secrets/keys.json" }, "/app");
  assert.deepEqual([config.host, config.publicUrl, config.masterKeyFile], ["0.0.0.0", "https://cloud.example.org", "/app/secrets/keys.json"]);
});

const MALFORMED: [environment: Record<string, string>, sentence: RegExp][] = [
  [{ PORT: "http" }, /PORT must be a whole number/],
  [{ PORT: "70000" }, /PORT must be a whole number/],
  [{ ROLES: "web,cook" }, /ROLES may name web and worker, or rush, not "cook"/],
  [{ ROLES: "web,rush" }, /ROLES=rush is a process of its own/],
  [{ DATABASE_URL: "mysql://a/b" }, /DATABASE_URL must look like/],
  [{ PUBLIC_URL: "cloud" }, /PUBLIC_URL must be/],
  [{ LOG_LEVEL: "loud" }, /LOG_LEVEL must be one of/],
  [{ FIELD_CIPHER: "rot13" }, /FIELD_CIPHER must be one of aes-256-gcm, sm4-gcm/],
  [{ LOOKUP_HASH: "md5" }, /LOOKUP_HASH must be one of sha256, sm3/],
];
for (const [environment, sentence] of MALFORMED) {
  test(`${JSON.stringify(environment)} is refused in a sentence`, () => {
    assert.throws(() => readConfig(environment, "/app"), sentence);
  });
}
