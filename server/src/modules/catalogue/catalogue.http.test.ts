import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openDatabase } from "../../kernel/database.ts";
import { createEvents } from "../../kernel/events.ts";
import { startTestApp, type TestApp } from "../../testing/app.ts";
import { until } from "../../testing/patience.ts";
import { importCity } from "./import-city.ts";
import { findCityLoadedFrom, listSearchMisses } from "./store.ts";
import { aCity, anOffice, aService } from "./testing.ts";

let app: TestApp;
const city = aCity({
  services: [
    ...aCity().services,
    aService({ id: "S077", names: { zh: "驾驶证期满换证", en: "Driving licence renewal" }, aliases: { zh: ["换驾照"], en: ["renew licence"] }, kind: "handle", alsoKinds: ["book"] }),
  ],
  offices: [anOffice(), anOffice({ id: "far-hall", division: "460106", location: { latitude: 20.5, longitude: 110.5 }, services: ["S077"] })],
  retired: [
    { id: "S900", on: "2026-06-01", reason: { zh: "合并", en: "Merged" }, redirectTo: "S077" },
    { id: "S901", on: "2026-06-01", reason: { zh: "取消", en: "Ended" } },
  ],
});

before(async () => {
  app = await startTestApp([city]);
});
after(() => app.stop());

const get = (url: string, headers: Record<string, string> = {}) => app.server.inject({ url: encodeURI(url), headers });

describe("what anybody may read", () => {
  test("lists carry their items and how many there are", async () => {
    for (const [path, total] of [["", 1], ["/haikou/departments", 1], ["/haikou/topics", 1], ["/haikou/life-events", 1], ["/haikou/divisions", 2], ["/haikou/offices", 2], ["/haikou/services", 5]] as const) {
      const reply = await get(`/api/v1/cities${path}`);
      assert.equal(reply.statusCode, 200, path);
      const { items, total: counted } = reply.json();
      assert.equal(counted, total, path);
      assert.equal(items.length, total, path);
      assert.ok(items.every((item: { names: { zh: string; en: string } }) => item.names.zh && item.names.en), path);
    }
  });

  test("an item's guide says what it refers to, and is the same bytes until it changes", async () => {
    const reply = await get("/api/v1/cities/haikou/services/S077");
    const guide = reply.json();
    assert.equal(guide.version, 1);
    assert.deepEqual(guide.departmentNames, { zh: "市交通运输局", en: "Transport Bureau" });
    assert.equal(guide.officeCount, 2);
    const again = await get("/api/v1/cities/haikou/services/S077", { "if-none-match": String(reply.headers.etag) });
    assert.equal(again.statusCode, 304);
    assert.equal(again.body, "");
  });

  test("an item combines kinds, and each of them finds it", async () => {
    for (const kind of ["handle", "book"]) {
      const { items } = (await get(`/api/v1/cities/haikou/services?kind=${kind}`)).json();
      assert.deepEqual(items.map((item: { id: string }) => item.id), ["S077"]);
    }
  });

  test("search ranks, filters narrow it, and traditional characters are asked for and given", async () => {
    assert.equal((await get("/api/v1/cities/haikou/services?q=换驾照")).json().items[0].id, "S077");
    assert.equal((await get("/api/v1/cities/haikou/services?q=換駕照&lang=zh-Hant")).json().items[0].names.zh, "駕駛證期滿換證");
    assert.equal((await get("/api/v1/cities/haikou/services?q=换驾照&kind=pay")).json().total, 0);
    assert.equal((await get("/api/v1/cities/haikou/suggestions?q=换驾")).json().items[0].id, "S077");
  });

  test("named items come in the order they are named, without those that are gone", async () => {
    const { items, total } = (await get("/api/v1/cities/haikou/services?ids=S077,S999,S001")).json();
    assert.deepEqual(items.map((item: { id: string }) => item.id), ["S077", "S001"]);
    assert.equal(total, 2);
  });

  test("pages follow one another without gap or repetition", async () => {
    const seen: string[] = [];
    for (let cursor: string | undefined = "0"; cursor !== undefined; ) {
      const page: { items: { id: string }[]; nextCursor?: string } = (await get(`/api/v1/cities/haikou/services?limit=2&cursor=${cursor}`)).json();
      seen.push(...page.items.map((item) => item.id));
      cursor = page.nextCursor;
    }
    assert.deepEqual(seen.sort(), ["S001", "S002", "S003", "S004", "S077"]);
  });

  test("offices are ordered by distance and carry it, and belong to the divisions above them", async () => {
    const near = (await get("/api/v1/cities/haikou/offices?near=20.5,110.5")).json().items;
    assert.deepEqual(near.map((office: { id: string }) => office.id), ["far-hall", "main-hall"]);
    assert.equal(near[0].distanceMetres, 0);
    assert.ok(Math.abs(near[1].distanceMetres - 60_000) < 2_000);
    const inLonghua = (await get("/api/v1/cities/haikou/offices?division=460106")).json().items;
    assert.deepEqual(inLonghua.map((office: { id: string }) => office.id), ["far-hall"]);
    assert.equal((await get("/api/v1/cities/haikou/offices?service=S001")).json().total, 1);
  });

  test("a retired item leads to its replacement, or says that and why it ended", async () => {
    const replaced = await get("/api/v1/cities/haikou/services/S900?lang=zh-Hant");
    assert.equal(replaced.statusCode, 308);
    assert.equal(replaced.headers.location, "/api/v1/cities/haikou/services/S077?lang=zh-Hant");
    const ended = await get("/api/v1/cities/haikou/services/S901");
    assert.equal(ended.statusCode, 410);
    assert.deepEqual(ended.json().reason, { zh: "取消", en: "Ended" });
  });

  test("an earlier version stays readable after another is published", async () => {
    const database = openDatabase(app.databaseUrl, 1);
    const changed = { ...city, services: city.services.map((item) => (item.id === "S004" ? { ...item, summary: { zh: "新的说明", en: "New words" } } : item)) };
    const report = await importCity(database, createEvents(), changed, { author: "test" });
    await database.close();
    assert.deepEqual(report, { added: 0, changed: 1, unchanged: 13 });
    // Word of the change arrives by notification.
    await until(async () => (await get("/api/v1/cities/haikou/services/S004")).json().version === 2, "that the published catalogue follows the change");
    assert.equal((await get("/api/v1/cities/haikou/services/S004?version=1")).json().summary.en, "Find a coach.");
  });
});

test("a city imported from elsewhere is no longer the one its folder holds", async () => {
  const database = openDatabase(app.databaseUrl, 1);
  const imported = (folderDigest?: string) => importCity(database, createEvents(), city, { author: "test", folderDigest });
  await imported("0 as-it-stands");
  assert.equal(await findCityLoadedFrom(database, "0 as-it-stands"), "haikou");
  await imported();
  assert.equal(await findCityLoadedFrom(database, "0 as-it-stands"), undefined);
  await database.close();
});

describe("bad input", () => {
  const REFUSALS: [url: string, status: number, pointer?: string][] = [
    ["/api/v1/cities/nowhere/services", 404],
    ["/api/v1/cities/haikou/services/S999", 404],
    ["/api/v1/cities/haikou/services/S077?version=99", 404],
    ["/api/v1/cities/haikou/nothing", 404],
    ["/api/v1/cities/hai kou/services", 400, ":city"],
    ["/api/v1/cities/haikou/services/<script>", 400, ":id"],
    ["/api/v1/cities/haikou/services/%00", 400, ":id"],
    ["/api/v1/cities/haikou/services?limit=0", 400, "?limit"],
    ["/api/v1/cities/haikou/services?limit=101", 400, "?limit"],
    ["/api/v1/cities/haikou/services?limit=ten", 400, "?limit"],
    ["/api/v1/cities/haikou/services?cursor=-1", 400, "?cursor"],
    ["/api/v1/cities/haikou/services?kind=everything", 400, "?kind"],
    ["/api/v1/cities/haikou/services?colour=red", 400, "?colour"],
    ["/api/v1/cities/haikou/services?kind=query&kind=pay", 400, "?kind"],
    [`/api/v1/cities/haikou/services?q=${"长".repeat(101)}`, 400, "?q"],
    ["/api/v1/cities/haikou/offices?near=here", 400, "?near"],
    ["/api/v1/cities/haikou/offices?near=20.5", 400, "?near"],
    ["/api/v1/cities/haikou/offices?near=99,999", 400, "?near"],
    ["/api/v1/cities/haikou/suggestions", 400, "?q"],
    ["/api/v1/cities/haikou/services?lang=fr", 400, "?lang"],
  ];
  for (const [url, status, pointer] of REFUSALS) {
    test(`${url.slice(0, 70)} is answered ${status}${pointer ? `, naming ${pointer}` : ""}`, async () => {
      const reply = await get(url.replace("%00", "\0"));
      assert.equal(reply.statusCode, status, reply.body);
      assert.match(String(reply.headers["content-type"]), /^application\/problem\+json/);
      const problem = reply.json();
      assert.equal(problem.status, status);
      assert.match(problem.instance, /^urn:request:/);
      if (pointer) assert.ok(problem.errors.some((error: { pointer: string }) => error.pointer === pointer), reply.body);
    });
  }

  test("an address that is too long, and a broken percent sign, are refused without a fault", async () => {
    assert.equal((await get(`/api/v1/cities?x=${"a".repeat(5_000)}`)).statusCode, 414);
    assert.equal((await app.server.inject({ url: "/api/v1/cities/%E0%A4%A/services" })).statusCode, 400);
  });

  test("odd searches are answered, never with a fault", async () => {
    for (const q of ["", "   ", "%", "'; drop table x; --", "<img src=x onerror=alert(1)>", "👨‍👩‍👧", "\u202e\u0000", "a".repeat(100), "的", "../../etc/passwd", "{{7*7}}"]) {
      const reply = await app.server.inject({ url: "/api/v1/cities/haikou/services", query: { q } });
      assert.equal(reply.statusCode, 200, JSON.stringify(q));
    }
  });
});

test("searches in vain are counted for operators, but nothing that may be a person's number", async () => {
  for (const q of ["zzqqxx", "zzqqxx", "460102199001010011", "a@b.example"]) await app.server.inject({ url: "/api/v1/cities/haikou/services", query: { q } });
  const misses = async () => listSearchMisses(app.database, "haikou", 10);
  await until(async () => (await misses()).some(({ asked }) => asked === 2), "that the misses are written");
  assert.deepEqual((await misses()).filter((miss) => /zzqq|\d{6}|@/.test(miss.query)).map(({ query, asked }) => [query, asked]), [["zzqqxx", 2]]);
});
