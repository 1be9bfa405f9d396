import type { Sex } from "./id-number.ts";
import { draw, pick } from "./randomness.ts";

/** The commonest surnames, each with its share in thousandths; two-character surnames are among them. */
const SURNAMES: readonly (readonly [surname: string, share: number])[] = [
  ["王", 74], ["李", 73], ["张", 68], ["刘", 53], ["陈", 61], ["杨", 31], ["黄", 30], ["赵", 23], ["吴", 28], ["周", 24],
  ["徐", 17], ["孙", 15], ["马", 13], ["朱", 13], ["胡", 13], ["郭", 12], ["何", 12], ["林", 21], ["高", 10], ["罗", 12],
  ["郑", 11], ["梁", 10], ["谢", 9], ["宋", 8], ["唐", 8], ["许", 8], ["韩", 8], ["冯", 8], ["邓", 8], ["曹", 7],
  ["彭", 7], ["曾", 7], ["肖", 7], ["田", 6], ["董", 6], ["潘", 6], ["袁", 6], ["蔡", 6], ["蒋", 6], ["余", 6],
  ["符", 9], ["吉", 3], ["云", 3], ["邢", 3], ["欧阳", 2], ["上官", 1], ["司马", 1],
];
const SHARES = SURNAMES.reduce((sum, [, share]) => sum + share, 0);

const FEMALE_CHARACTERS = Array.from("雨欣怡婷静丽娟敏慧琳雪莹佳颖洁梅兰芳秀英霞玲萍燕红艳云月蓉琴薇瑶诗语桐悦宁安然可心思涵梦");
const MALE_CHARACTERS = Array.from("伟强磊军勇杰涛超明刚平辉鹏飞宇浩轩博文建国志远海波林峰俊凯阳晨睿哲泽子铭嘉立新华东亮斌");

export function drawSurname(index: number, seed: number): string {
  let rest = draw(seed, "surname", index, SHARES);
  for (const [surname, share] of SURNAMES) {
    if (rest < share) return surname;
    rest -= share;
  }
  throw new Error("The shares of the surnames do not add up.");
}

/** One or two characters; about every sixth person has one. */
export function drawGivenName(sex: Sex, index: number, seed: number): string {
  const characters = sex === "female" ? FEMALE_CHARACTERS : MALE_CHARACTERS;
  const first = pick(characters, seed, "firstCharacter", index);
  return draw(seed, "givenNameLength", index, 6) === 0 ? first : first + pick(characters, seed, "secondCharacter", index);
}
