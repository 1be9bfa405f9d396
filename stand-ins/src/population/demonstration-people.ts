/** People with data to remember, the same under every seed. The table in stand-ins/README.md repeats them and a test holds the two together. */
import { type IdNumberParts, type Sex, writeIdNumber } from "./id-number.ts";
import { demonstrationPhone } from "./phone-number.ts";
import { type CityId, findDistrict, writeAddress } from "./places.ts";

export interface DemonstrationPerson {
  name: string;
  sex: Sex;
  birthDate: string;
  idNumber: string;
  phone: string | undefined;
  city: CityId;
  district: string;
  address: string;
}

type Entry = [name: string, sex: Sex, birthDate: string, firstRegistered: string, district: string, street: string];

const FAMILY_HOME = "云舟示例路1号1栋101室";
const COUPLE_HOME = "星桥示例路8号2栋802室";
const ELDERS_HOME = "棠影示例路10号3栋303室";

/** By index; the places in the neighbourhood's plan say who belongs to whom. */
const ENTRIES: readonly Entry[] = [
  ["林晓雨", "female", "1994-05-20", "470102", "460106", FAMILY_HOME],
  ["陈志远", "male", "1992-08-08", "470103", "460106", FAMILY_HOME],
  ["陈沐阳", "male", "2019-06-01", "470102", "460106", FAMILY_HOME],
  ["陈语桐", "female", "2023-09-10", "470102", "460106", FAMILY_HOME],
  ["王秀兰", "female", "1956-03-08", "470104", "460107", "月井示例路4号1栋104室"],
  ["周建国", "male", "1975-10-01", "470103", "460105", "桂渡示例路5号1栋501室"],
  ["李想", "male", "1998-07-15", "470102", "510104", "竹帆示例路6号2栋602室"],
  ["张可欣", "female", "2006-09-01", "570103", "460108", "雁书示例路7号7栋701室"],
  ["赵敏", "female", "1980-04-12", "470104", "460105", COUPLE_HOME],
  ["刘䶮", "male", "1978-11-30", "470102", "460105", COUPLE_HOME],
  ["阿依古丽·买买提", "female", "1950-02-28", "570123", "510107", ELDERS_HOME],
  ["吐尔逊·艾合买提", "male", "1948-12-12", "570123", "510107", ELDERS_HOME],
];

/** The two small children. */
const WITHOUT_PHONE = new Set([2, 3]);

export const DEMONSTRATION_PEOPLE: readonly DemonstrationPerson[] = ENTRIES.map(([name, sex, birthDate, division, districtCode, street], index) => {
  const district = findDistrict(districtCode);
  return {
    name, sex, birthDate, district: district.code, city: district.city,
    idNumber: writeIdNumber({ division, ...readDate(birthDate), order: orderOf(index, sex) }),
    phone: WITHOUT_PHONE.has(index) ? undefined : demonstrationPhone(index),
    address: writeAddress(district, street),
  };
});

/** Below the order codes of everybody else, and never 000. */
function orderOf(index: number, sex: Sex): number {
  return (index + 1) * 2 + (sex === "male" ? 1 : 0);
}

function readDate(date: string): Pick<IdNumberParts, "birthYear" | "month" | "day"> {
  const [birthYear, month, day] = date.split("-").map(Number) as [number, number, number];
  return { birthYear, month, day };
}
