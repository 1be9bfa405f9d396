/**
 * Where main roads lie to one another, in straight strokes: a picture to find one's road on, not a map. No boundary is
 * drawn and no distance is true, because a map of China's places needs an approval that this project does not have.
 */
export interface RoadStroke {
  /** In units of the plan. */
  path: string;
  /** Where the name stands, and whether from top to bottom. */
  at: readonly [x: number, y: number];
  upright?: boolean;
}

export const PLAN = { width: 360, height: 312 };

const HAIKOU: Readonly<Record<string, RoadStroke>> = {
  "haidian-5": { path: "M120 34H276", at: [150, 24] },
  heping: { path: "M292 34V112", at: [308, 46], upright: true },
  "century-bridge": { path: "M106 34V92", at: [90, 34], upright: true },
  changdi: { path: "M176 80H276", at: [206, 70] },
  binhai: { path: "M16 104H148", at: [22, 94] },
  "haixiu-middle": { path: "M92 138H218", at: [96, 129] },
  haifu: { path: "M228 94L328 162", at: [286, 124] },
  "haixiu-express": { path: "M16 176H176", at: [22, 166] },
  guoxing: { path: "M206 184H346", at: [266, 202] },
  qiuhai: { path: "M70 118V288", at: [54, 244], upright: true },
  "longkun-north": { path: "M178 92V168", at: [163, 102], upright: true },
  "longkun-south": { path: "M190 184V288", at: [206, 214], upright: true },
  "bailong-south": { path: "M254 126V176", at: [238, 136], upright: true },
  nanhai: { path: "M16 226H176", at: [92, 244] },
  yehai: { path: "M16 296H346", at: [256, 286] },
};

const CHENGDU: Readonly<Record<string, RoadStroke>> = {
  "ring-4": { path: "M52 18H308L344 54V246L308 282H52L16 246V54Z", at: [22, 40] },
  "ring-3": { path: "M86 46H274L308 78V212L274 246H86L52 212V78Z", at: [232, 40] },
  "ring-2": { path: "M116 76H244L270 100V190L244 214H116L90 190V100Z", at: [98, 70] },
  "ring-1": { path: "M146 106H214L230 122V168L214 184H146L130 168V122Z", at: [133, 199] },
  "renmin-north": { path: "M180 62V138", at: [194, 88], upright: true },
  "renmin-south": { path: "M180 152V214", at: [194, 168], upright: true },
  shudu: { path: "M90 145H270", at: [98, 138] },
  dongda: { path: "M200 160L300 190", at: [240, 165] },
  chengluo: { path: "M270 126L344 104", at: [304, 134] },
  wuhou: { path: "M130 172L30 212", at: [20, 228] },
  kehua: { path: "M216 190V244", at: [226, 232] },
  "tianfu-avenue": { path: "M180 220V306", at: [194, 244], upright: true },
  jiannan: { path: "M140 220V306", at: [154, 244], upright: true },
  airport: { path: "M118 206L64 306", at: [70, 262], upright: true },
};

const PLANS: Readonly<Record<string, Readonly<Record<string, RoadStroke>>>> = { haikou: HAIKOU, chengdu: CHENGDU };

/** Of a city that nobody has drawn there is only the list. */
export function strokesOf(city: string): Readonly<Record<string, RoadStroke>> {
  return Object.prototype.hasOwnProperty.call(PLANS, city) ? (PLANS[city] ?? {}) : {};
}
