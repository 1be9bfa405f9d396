import assert from "node:assert/strict";
import { test } from "node:test";
import { TOTP } from "otpauth";
import { findStep, keyUri, newSecret, stepOf } from "./totp.ts";

const RFC_SECRET = newSecret(Buffer.from("12345678901234567890"));
const at = (seconds: number) => new Date(seconds * 1_000);

test("the codes of RFC 6238, appendix B, by their last six digits", () => {
  for (const [seconds, code] of [[59, "287082"], [1_111_111_109, "081804"], [1_111_111_111, "050471"], [1_234_567_890, "005924"], [2_000_000_000, "279037"], [20_000_000_000, "353130"]] as const) {
    assert.equal(findStep(RFC_SECRET, code, at(seconds)), stepOf(at(seconds)), code);
  }
});

test("a clock may be one step off, either way, and no more", () => {
  const now = at(1_234_567_890);
  const found = [-60, -30, 0, 30, 60].map((offset) => findStep(RFC_SECRET, "005924", new Date(now.getTime() + offset * 1_000)));
  assert.deepEqual(found, [undefined, stepOf(now), stepOf(now), stepOf(now), undefined]);
});

test("what the app reads names us and the masked number", () => {
  const uri = keyUri(RFC_SECRET, "154****0001");
  assert.match(uri, /^otpauth:\/\/totp\/Citizen%20Cloud:154(\*|%2A){4}0001\?issuer=Citizen%20Cloud&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&algorithm=SHA1&digits=6&period=30$/);
  assert.equal(new TOTP({ secret: RFC_SECRET }).generate({ timestamp: 59_000 }), "287082");
});
