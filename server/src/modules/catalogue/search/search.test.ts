import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { aSmallCatalogue } from "./fixture.ts";
import { buildSearchIndex } from "./index.ts";

const index = await buildSearchIndex(aSmallCatalogue());
const firstFor = (query: string) => index.search(query)[0]?.id;
const firstThreeFor = (query: string) => index.search(query).slice(0, 3).map(({ id }) => id);

function finds(expectations: Readonly<Record<string, string>>): void {
  for (const [query, id] of Object.entries(expectations)) {
    assert.ok(firstThreeFor(query).includes(id), `${query}: wanted ${id}, got ${firstThreeFor(query).join(" ") || "nothing"}`);
  }
}

describe("search", () => {
  it("finds an item by its name and by every alias, first", () => {
    for (const { id, names, aliases } of aSmallCatalogue()) {
      for (const text of [names.zh, names.en, ...aliases.zh, ...aliases.en]) assert.equal(firstFor(text), id, text);
    }
  });

  it("combines a thing with an act", () => {
    assert.equal(firstFor("查水费"), "S118");
    assert.equal(firstFor("交水费"), "S119");
    finds({ 提取公积金: "S037", 社保卡补办: "S011" });
  });

  it("understands whole questions", () => {
    finds({ 怎么提取公积金租房: "S037", 哪里可以办身份证: "S063", "请问我要离婚去哪里办？": "S139", 社保卡丢了怎么办: "S011" });
  });

  it("knows everyday words that no name or alias contains", () => {
    finds({ 暂住证: "S065", 罚单: "S074", 煤气费: "S126", 车被拍了: "S073", 换驾照: "S077", 小吃店: "S218", 揾医生睇病: "S103" });
  });

  it("reads pinyin, with and without spaces, unfinished, and as southerners type it", () => {
    finds({ gongjijin: "S032", "gong ji jin": "S032", "wei zhang cha xun": "S073", gongjij: "S032", sebaoka: "S010", juzuzheng: "S065", gonjijin: "S032" });
  });

  it("reads initials and mixtures", () => {
    finds({ gjj: "S032", sbk: "S010", yyghao: "S103", gjj提取: "S037", 交社bao: "S008", 查wz: "S073" });
  });

  it("forgives wrong, missing, extra and swapped characters and letters", () => {
    finds({ 社宝卡: "S010", 公机金: "S032", 居主证: "S065", 公积积金: "S032", 公金积: "S032", 预约卦号: "S103", gongjjiin: "S032", weizhnag: "S073" });
  });

  it("understands English with stems, synonyms and slips", () => {
    finds({ "driving license": "S077", pension: "S003", "get maried": "S138", "water bill": "S118", "drivers licence": "S077", "provident fund": "S032", jab: "S110" });
  });

  it("takes traditional characters, full width and national numbers", () => {
    finds({ 駕駛執照: "S077", "１２３４５": "S196", 12329: "S032", 離婚: "S139" });
  });

  it("prefers the more used of two items that answer alike", async () => {
    const entries = aSmallCatalogue().filter(({ id }) => id === "S037" || id === "S038");
    const favouring = (id: string) => buildSearchIndex(entries.map((entry) => ({ ...entry, weight: entry.id === id ? 1 : 0 })));
    for (const id of ["S037", "S038"]) assert.equal((await favouring(id)).search("公积金提取")[0]?.id, id);
  });

  it("answers nothing to nonsense", () => {
    for (const query of ["", "   ", "asdkjh", "!!!!", "😀😀", "' OR 1=1 --", "qqqqqqqq", "的的的的", "葡萄紫色跳舞月亮", "\u0000\uD800"]) {
      assert.deepEqual(index.search(query), [], query);
    }
  });

  it("answers alike each time, best first", () => {
    const hits = index.search("公积金");
    assert.deepEqual(hits, index.search("公积金"));
    assert.deepEqual(hits.map(({ score }) => score), hits.map(({ score }) => score).sort((left, right) => right - left));
  });

  it("holds an empty catalogue", async () => {
    const empty = await buildSearchIndex([]);
    assert.equal(empty.size, 0);
    assert.deepEqual(empty.search("公积金"), []);
    assert.deepEqual(empty.suggest("公", 5), []);
  });
});

describe("suggest", () => {
  const textsFor = (prefix: string) => index.suggest(prefix, 5).map(({ text }) => text);

  it("completes characters, pinyin, initials and English", () => {
    assert.ok(textsFor("公积").includes("公积金账户查询"));
    assert.ok(textsFor("gongjij").includes("公积金账户查询"));
    assert.ok(textsFor("yygh").includes("预约挂号"));
    assert.ok(textsFor("driving l").includes("Driving licence renewal"));
  });

  it("names each item once, and no more than asked for", () => {
    const suggestions = index.suggest("g", 3);
    assert.equal(suggestions.length, 3);
    assert.equal(new Set(suggestions.map(({ id }) => id)).size, 3);
  });

  it("falls back to what the search finds", () => {
    assert.ok(textsFor("换驾照").includes("驾驶证期满换证"));
    assert.deepEqual(textsFor(""), []);
  });
});

describe("any text at all", () => {
  /** A small generator with a fixed seed: the same strings in every run. */
  function generator(seed: number): () => number {
    let state = seed;
    return () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
      return state / 0x7fff_ffff;
    };
  }

  const ALPHABETS = ["abcdefghijklmnopqrstuvwxyz ", "gjzhsnagiou", "公积金社保卡查询办理预约的一是了我不", "𠀀😀\u0301\uD800\u200B\0", "0123456789 -'\"%_\\<>()[]{}*+?^$|"];

  it("never throws and answers in time", () => {
    const random = generator(7);
    const pick = (text: string) => text.charAt(Math.floor(random() * text.length));
    for (let round = 0; round < 150; round += 1) {
      const alphabets = random() < 0.7 ? (ALPHABETS[round % ALPHABETS.length] ?? "") : ALPHABETS.join("");
      const query = Array.from({ length: Math.floor(random() * 120) }, () => pick(alphabets)).join("");
      const start = process.cpuUsage();
      const hits = index.search(query);
      index.suggest(query, 5);
      // Our own time on the processor, so that what else the machine does counts for nothing; many times what it takes.
      assert.ok(process.cpuUsage(start).user < 500_000, `slow: ${JSON.stringify(query)}`);
      assert.ok(hits.every(({ score }) => Number.isFinite(score) && score > 0));
    }
  });

  it("is not slowed by length", () => {
    for (const unit of ["公积金提取", "gongjijin", "s", "zh ", "a1", "😀"]) {
      const start = process.cpuUsage();
      index.search(unit.repeat(2000));
      assert.ok(process.cpuUsage(start).user < 500_000, unit);
    }
  });
});
