/** The subsidies paid onto one card: a file of all payments of two years. Haikou's is CSV with a header in GB18030, Chengdu's has bars between its columns and no header. */
import { stringify } from "csv-stringify/sync";
import { createDropDepartment } from "../../drop/department.ts";
import { PROGRAMMES, subsidiesOf } from "../../lives/index.ts";
import type { CityId } from "../../population/index.ts";
import { type Department, type Surroundings, timeOf, todayIn } from "../department.ts";
import { compactDay, compactTime, yuan } from "./writing.ts";

const COLUMNS = ["身份证号", "姓名", "项目编码", "项目名称", "发放金额", "发放日期", "银行账号", "发放单位", "数据时间"];
const LAYOUTS = { haikou: { delimiter: ",", header: true, encoding: "gb18030" }, chengdu: { delimiter: "|", header: false, encoding: "utf-8" } } as const;
const CITY_NAMES: Record<CityId, string> = { haikou: "海口市", chengdu: "成都市" };

export function createOneCard(surroundings: Surroundings): Department {
  const { world, city } = surroundings;
  const { delimiter, header, encoding } = LAYOUTS[city];
  return createDropDepartment(surroundings, { id: "one-card", title: "惠民惠农财政补贴一卡通 Subsidies" }, {
    prefix: "YKT", extension: "csv", encoding,
    ...(header && { header: writeLine(COLUMNS) }),
    write(person) {
      const today = todayIn(surroundings);
      return subsidiesOf(world, person, today).map(({ on, programme, amount, account }) => {
        const { code, name, authority } = PROGRAMMES[programme];
        return writeLine([person.idNumber, person.name, code, name, yuan(amount), compactDay(on), account, CITY_NAMES[city] + authority, compactTime(timeOf(surroundings))]);
      });
    },
    widen: (line) => `${line}${delimiter}备注`,
    confuse: (line) => line.replace(/\d+\.\d\d/, "不详"),
  });

  function writeLine(cells: string[]): string {
    return stringify([cells], { delimiter, eof: false });
  }
}
