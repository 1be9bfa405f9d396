/** A small catalogue for the tests: enough neighbours that finding the right one is not a matter of luck. */
import type { SearchEntry } from "./search-index.ts";

type Row = readonly [id: string, zh: string, en: string, aliasesZh: string, aliasesEn: string, weight?: number];

const ROWS: readonly Row[] = [
  ["S001", "社保参保信息查询", "Social insurance enrolment query", "五险查询,交了多少年社保", "am I insured"],
  ["S008", "灵活就业人员社保缴费", "Flexible-employment contribution payment", "自己缴社保", "freelancer contribution"],
  ["S010", "社会保障卡申领", "Social security card application", "办社保卡", "get a social card"],
  ["S011", "社会保障卡挂失与补换", "Social security card loss report and replacement", "社保卡丢了", "lost social security card"],
  ["S003", "养老保险个人账户查询", "Pension personal account query", "养老账户", "my pension"],
  ["S032", "公积金账户查询", "Housing fund account query", "公积金余额", "housing fund balance", 0.9],
  ["S037", "租房提取公积金", "Housing fund withdrawal for rent", "租房用公积金", "use housing fund for rent"],
  ["S038", "购房提取公积金", "Housing fund withdrawal for purchase", "买房提公积金", "housing fund for a home"],
  ["S063", "居民身份证换领预约", "ID card renewal appointment", "身份证到期", "renew id card"],
  ["S065", "居住证申领", "Residence permit application", "外来人口登记", "live here permit"],
  ["S073", "机动车违章查询", "Traffic violation query", "违章记录", "traffic violations", 0.8],
  ["S074", "交通违法罚款缴纳", "Traffic fine payment", "缴违章罚款", "pay a fine"],
  ["S077", "驾驶证期满换证", "Driving licence renewal", "驾照到期", "renew driving licence"],
  ["S103", "预约挂号", "Hospital appointment", "挂专家号", "see a doctor", 1],
  ["S110", "预防接种预约", "Vaccination appointment", "给宝宝打疫苗", "book a vaccine"],
  ["S119", "水费缴纳", "Water bill payment", "交水费", "pay water bill"],
  ["S118", "水费查询", "Water bill query", "水费账单", "water usage"],
  ["S126", "燃气费缴纳", "Gas bill payment", "交气费", "pay gas"],
  ["S138", "结婚登记预约", "Marriage registration appointment", "领结婚证", "get married"],
  ["S139", "离婚登记预约", "Divorce registration appointment", "协议离婚", "divorce"],
  ["S218", "食品经营许可", "Food business licence", "开饭店办证", "open a restaurant"],
  ["S196", "12345诉求提交", "Submit a 12345 request", "投诉热线", "city hotline"],
];

export function aSmallCatalogue(): SearchEntry[] {
  const list = (text: string) => text.split(",");
  return ROWS.map(([id, zh, en, aliasesZh, aliasesEn, weight = 0.2]) => ({
    id,
    names: { zh, en },
    summary: { zh: `在手机上办理${zh}`, en: `${en} on your phone` },
    aliases: { zh: list(aliasesZh), en: list(aliasesEn) },
    keywords: { zh: ["政务服务"], en: ["government services"] },
    weight,
  }));
}
