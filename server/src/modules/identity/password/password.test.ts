import assert from "node:assert/strict";
import { argon2Sync, randomBytes } from "node:crypto";
import { describe, test } from "node:test";
import { checkPasswordHash, derive, hashPassword, PARAMETERS, write } from "./hash.ts";
import { findPasswordFault, normalisePassword } from "./password.ts";

describe("a password", () => {
  const own = ["15400000001", "460105189001011234"];
  test("is taken when long and not easily found", () => {
    for (const password of ["correct horse battery", "海口骑楼老街的清补凉真好喝", "w7#kPq!2zR", "四月 雨 茶 椰子 单车啊啊", " leading spaces stay "]) assert.equal(findPasswordFault(password, own), undefined, password);
  });
  test("is refused with the reason", () => {
    const cases: [string, string][] = [
      ["short pw!", "short"], ["太短的密码啊", "short"], ["x".repeat(64) + "abcdefgh".repeat(9), "long"], ["1234567890", "common"], ["Woaini1314520", "common"], ["qwertyuiop", "common"],
      ["poiuytrewq", "common"], ["aaaaaaaaaaaa", "common"], ["abcdabcdabcd", "common"], ["１２３４５６７８９０", "common"], ["my15400000001!", "own-number"], ["1５400000001xyz", "own-number"],
      ["contains\u0000nul byte", "untypable"], ["half \ud800 surrogate", "untypable"],
    ];
    for (const [password, reason] of cases) assert.equal(findPasswordFault(password, own), reason, JSON.stringify(password));
  });
  test("is one however it is typed", () => {
    assert.equal(normalisePassword("ＡＢＣ１２３e\u0301"), normalisePassword("ABC123é"));
  });
});

describe("a kept password", () => {
  test("is Argon2id as RFC 9106 and OpenSSL make it, in the PHC form", async () => {
    const phc = await hashPassword("correct horse battery");
    const [, , version, parameters, salt = "", tag = ""] = phc.split("$");
    assert.deepEqual([version, parameters], ["v=19", "m=19456,t=2,p=1"]);
    const expected = argon2Sync("argon2id", { message: "correct horse battery", nonce: Buffer.from(salt, "base64"), parallelism: 1, tagLength: 32, memory: 19_456, passes: 2 });
    assert.equal(tag, expected.toString("base64").replaceAll("=", ""));
    assert.deepEqual(await checkPasswordHash("correct horse battery", phc), { right: true, outdated: false });
    assert.equal((await checkPasswordHash("correct horse batterY", phc)).right, false);
  });
  test("of older parameters still opens, and says so", async () => {
    const older = { ...PARAMETERS, memoryKib: 8_192 };
    const salt = randomBytes(16);
    const phc = write(older, salt, await derive("correct horse battery", salt, older, 32));
    assert.deepEqual(await checkPasswordHash("correct horse battery", phc), { right: true, outdated: true });
  });
  test("that does not exist is wrong, whatever is typed", async () => {
    assert.equal((await checkPasswordHash("", undefined)).right, false);
  });
  test("is computed two at a time: more wait, and too many are told so", async () => {
    const salt = randomBytes(16);
    const cheap = { memoryKib: 8, passes: 1, lanes: 1 };
    const results = await Promise.allSettled(Array.from({ length: 130 }, () => derive("x", salt, cheap, 32)));
    assert.equal(results.filter((each) => each.status === "fulfilled").length, 122);
    assert.deepEqual(new Set(results.flatMap((each) => (each.status === "rejected" ? [(each.reason as { code: string }).code] : []))), new Set(["overloaded"]));
  });
});
