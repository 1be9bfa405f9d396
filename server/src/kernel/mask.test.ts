import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { test } from "node:test";
import { maskAddress, maskBankAccount, maskCreditCode, maskIdNumber, maskName, maskNetworkAddress, maskPhone, maskPlate } from "./mask.ts";

const EXAMPLES: [mask: (text: string) => string, text: string, shown: string][] = [
  [maskName, "吴淑敏", "吴**"], [maskName, "陈宇", "陈*"], [maskName, "吴", "*"], [maskName, "𠮷田", "𠮷*"], [maskName, "", ""], [maskName, "吴 淑敏", "吴**"],
  [maskName, "阿卜杜拉·买买提", "阿*******"], [maskName, " Maria  Silva ", "M**** S****"], [maskName, "J Smith", "* S****"],
  [maskIdNumber, "460105188503140014", "4601************14"], [maskIdNumber, "11010519491231002X", "1101************2X"],
  [maskIdNumber, "E1234567", "********"], [maskIdNumber, "", ""],
  [maskPhone, "15400000001", "154****0001"], [maskPhone, "+86 154 0000 0001", "154****0001"], [maskPhone, "0898-1234567", "089****4567"],
  [maskPhone, "12345", "*****"], [maskPhone, "", ""],
  [maskCreditCode, "91460100MA9999D08P", "9146************8P"], [maskCreditCode, "91460100", "********"],
  [maskBankAccount, "6222 0000 0000 0000 123", "***************0123"], [maskBankAccount, "123456", "******"],
  [maskPlate, "琼A12345", "琼A***45"], [maskPlate, "川A·D12345", "川A****45"], [maskPlate, "琼A1", "***"],
  [maskNetworkAddress, "203.0.113.7", "203.0.113.x"], [maskNetworkAddress, "::ffff:203.0.113.7", "203.0.113.x"], [maskNetworkAddress, "2001:db8:1:2:3:4:5:6", "2001:db8:1::x"],
  [maskNetworkAddress, "2001:db8:1:2::", "2001:db8:1::x"], [maskNetworkAddress, "2001:db8::1", "2001:db8::x"], [maskNetworkAddress, "fe80::1%eth0", "fe80::x"], [maskNetworkAddress, "::1", "::x"],
  [maskNetworkAddress, "unix", "****"], [maskNetworkAddress, "203.0.113.7:80", "**************"], [maskNetworkAddress, "", ""],
  [maskAddress, "海南省海口市龙华区滨海大道1号", "海南省海口市龙华区****"], [maskAddress, "四川省成都市都江堰市幸福路2号3栋", "四川省成都市都江堰市****"],
  [maskAddress, "重庆市渝中区解放碑", "重庆市渝中区****"], [maskAddress, "广西壮族自治区南宁市青秀区民族大道", "广西壮族自治区南宁市青秀区****"],
  [maskAddress, "海南省陵水黎族自治县椰林镇1号", "海南省陵水黎族自治县****"], [maskAddress, "四川省凉山彝族自治州木里藏族自治县乔瓦镇", "四川省凉山彝族自治州木里藏族自治县****"],
  [maskAddress, "海南省文昌市文城镇清澜开发区白金路", "海南省文昌市****"], [maskAddress, "成都市阳光花园东区3栋", "成都市****"], [maskAddress, "幸福超市楼上", "****"],
  [maskAddress, "成都市阳光小区3栋2单元", "成都市****"], [maskAddress, "阳光小区3栋2单元501", "****"], [maskAddress, "12 Riverside", "****"], [maskAddress, "", "****"],
];
for (const [mask, text, shown] of EXAMPLES) {
  test(`${mask.name}(${JSON.stringify(text)}) is ${shown}`, () => assert.equal(mask(text), shown));
}

/** Texts nobody expects: all lengths, digits and letters of several scripts, separators, halves of characters. */
function oddText(): string {
  const alphabet = ["0", "7", "8", "6", "1", "X", "x", "琼", "省", "市", "区", "吴", "𠮷", "é", " ", "\t", "-", "+", "·", "*", "\uD800", "\u200B"];
  return Array.from({ length: randomInt(40) }, () => alphabet[randomInt(alphabet.length)]).join("");
}

test("whatever it is given, a mask shows at most what it would of a proper value, and hides at least as much as it shows of one", () => {
  const limits: [mask: (text: string) => string, most: number, least: number][] = [
    [maskIdNumber, 6, 9], [maskPhone, 7, 4], [maskCreditCode, 6, 12], [maskBankAccount, 4, 8], [maskPlate, 4, 3],
  ];
  for (let round = 0; round < 5_000; round += 1) {
    const text = oddText().replaceAll("*", "");
    for (const [mask, most, least] of limits) {
      const characters = Array.from(mask(text));
      const hidden = characters.filter((each) => each === "*").length;
      const shown = characters.length - hidden;
      assert.ok(shown === 0 || (shown <= most && hidden >= least), `${mask.name}(${JSON.stringify(text)}) is ${characters.join("")}`);
    }
    for (const word of maskName(text).split(" ")) assert.match(word, /^(?:\*|.\*+)?$/su);
    assert.match(maskNetworkAddress(text), /^\**$/, `${JSON.stringify(text)} is no address`);
    assert.match(maskAddress(text), /^(?:\p{Script=Han}{1,32})?\*{4}$/u);
  }
});
