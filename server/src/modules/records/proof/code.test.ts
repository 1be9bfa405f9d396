import assert from "node:assert/strict";
import { test } from "node:test";
import { digestOfCode, newProofCode, readProofCode } from "./code.ts";

test("a code has twenty characters that nobody confuses, and no two are alike", () => {
  const codes = Array.from({ length: 2_000 }, newProofCode);
  for (const code of codes) assert.match(code, /^[0-9A-HJKMNP-TV-Z]{5}(-[0-9A-HJKMNP-TV-Z]{5}){3}$/);
  assert.equal(new Set(codes).size, codes.length);
  const counts = new Map<string, number>();
  for (const character of codes.join("").replaceAll("-", "")) counts.set(character, (counts.get(character) ?? 0) + 1);
  assert.equal(counts.size, 32);
  // 40,000 characters, 1,250 of each: seven standard deviations are about 245.
  for (const [character, count] of counts) assert.ok(Math.abs(count - 1_250) < 245, `${character} came ${count} times`);
});

test("what people type is the code they mean", () => {
  const typed = ["7KX2M-0QD4H-ABCDE-12345", "7kx2m 0qd4h abcde 12345", "７ＫＸ２Ｍ－０ＱＤ４Ｈ－ABCDE－12345", " 7kx2moqd4habcdel2345 ", "7KX2M.OQD4H.ABCDE.I2345"];
  for (const each of typed) assert.equal(readProofCode(each), "7KX2M0QD4HABCDE12345", each);
  assert.equal(new Set(typed.map((each) => digestOfCode(each).toString("hex"))).size, 1);
  assert.notDeepEqual(digestOfCode("7KX2M-0QD4H-ABCDE-12346"), digestOfCode("7KX2M-0QD4H-ABCDE-12345"));
});
