// Addresses survive a round trip, and the language prefix never swallows a city.
import assert from "node:assert/strict";
import { test } from "node:test";
import { formatAddress, parseAddress } from "./address.ts";

test("an address without a prefix is simplified Chinese", () => {
  assert.deepEqual(parseAddress("/haikou/services/S077"), { locale: "zh-Hans", city: "haikou", path: "/services/S077" });
});

test("a prefix names the language", () => {
  assert.deepEqual(parseAddress("/en/chengdu"), { locale: "en", city: "chengdu", path: "/" });
  assert.deepEqual(parseAddress("/zh-Hant/chengdu/me/"), { locale: "zh-Hant", city: "chengdu", path: "/me" });
});

test("without a city the person's own city is meant, and at the bare root the person's own language", () => {
  assert.deepEqual(parseAddress("/"), { locale: undefined, city: undefined, path: "/" });
  assert.deepEqual(parseAddress("/en"), { locale: "en", city: undefined, path: "/" });
});

test("what is formatted is parsed back", () => {
  for (const locale of ["zh-Hans", "zh-Hant", "en"] as const) {
    for (const path of ["/", "/services/S077", "/areas/460106-J01"]) {
      assert.deepEqual(parseAddress(formatAddress(locale, "haikou", path)), { locale, city: "haikou", path });
    }
  }
});
