import assert from "node:assert/strict";
import { test } from "node:test";
import { networkOf } from "./rate-limit.ts";

test("attempts over IPv6 are counted for the whole /64, however its addresses are written", () => {
  const networks: [address: string, network: string][] = [
    ["203.0.113.7", "203.0.113.7"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"],
    ["2001:0DB8:0001:0002::9", "2001:db8:1:2::"],
    ["2001:db8:1:2:ffff:ffff:ffff:ffff%eth0", "2001:db8:1:2::"],
    ["2001:db8::1", "2001:db8:0:0::"],
    ["::1", "0:0:0:0::"],
  ];
  for (const [address, network] of networks) assert.equal(networkOf(address), network, address);
});
