/**
 * The words around the thing: 怎么, 哪里, 我要 carry nothing; 查, 约, 办, 缴 say which kind of doing is meant.
 * The latter may tip the balance between items of one thing and never exclude anything.
 */

export type Action = "query" | "book" | "handle" | "pay";

const FUNCTION_WORDS = new Set(
  ("怎么 怎样 怎么样 怎么办 如何 哪里 哪儿 哪 哪个 哪些 在哪 在哪里 去哪 去哪里 到哪里 什么 啥 啥子 咋 咋个 咋办 点样 边度 乜嘢 几时 什么时候 何时 多久 多少 几多 是否 能否 " +
    "可以 能 能不能 可不可以 可否 要不要 需要 需 要 我要 我想 想 想要 想问 请问 请 问 问下 问一下 麻烦 帮 帮我 帮忙 给 给我 我 我的 我们 你 你们 您 他 她 它 人 咱 俺 " +
    "的 了 吗 呢 吧 啊 呀 嘛 么 哦 嘅 咗 在 去 到 来 是 有 没 没有 不 不了 和 与 及 或 把 被 让 对 从 为 以 用 上 下 里 个 一 一下 一个 这 那 这个 那个 就 都 也 还 又 再 " +
    "得 地 着 过 后 前 时 时候 应该 要求 条件 流程 手续 材料 资料 步骤 方法 方式 地点 地址 时间 电话 官网 网站 网上 线上 在线 手机 app 小程序 本人 自己 现在 今天 明天 最近 今年 " +
    "谁 几 哪家 哪种 为什么 关于 有关 相关 问题 事情 事 情况 说 谢谢 你好 您好 名下 这里 那里 家里 家 我家 本地 当地 附近 俾 畀 系 唔 喺").split(" "),
);

const ACTION_WORDS: Record<Action, readonly string[]> = {
  query: "查 查询 查看 查一下 查下 查一查 看 看看 看一下 了解 信息 check query lookup view search".split(" "),
  book: "约 预约 预订 预定 订 挂号 排号 取号 报名 约号 预 book booking appointment reserve reservation schedule".split(" "),
  handle: "办 办理 申请 申领 申办 领取 开 开具 登记 申报 弄 搞 领 报 做 apply application register registration".split(" "),
  pay: "缴 交 付 缴纳 缴费 交费 支付 充值 交钱 付款 付费 付钱 充 缴款 缴交 交纳 pay payment top".split(" "),
};

const ACTION_OF = new Map<string, Action>(
  (Object.keys(ACTION_WORDS) as Action[]).flatMap((action) => ACTION_WORDS[action].map((word): [string, Action] => [word, action])),
);

export function isFunctionWord(word: string): boolean {
  return FUNCTION_WORDS.has(word);
}

export function actionOf(word: string): Action | undefined {
  return ACTION_OF.get(word);
}

/** Function and action words of Chinese, for reading whole sentences typed as pinyin. */
export function commonChineseWords(): string[] {
  return [...FUNCTION_WORDS, ...ACTION_OF.keys()].filter((word) => /^\p{Script=Han}{2,}$/u.test(word));
}

/** What an item is for, told by its name; most names end in the act. */
const NAMED_ACTS: readonly (readonly [Action, RegExp])[] = [
  ["book", /预约|预订|报名|挂号|订票|取号/u],
  ["pay", /缴纳|缴费|缴存$|缴款|充值|支付|还贷/u],
  ["query", /查询|进度|公告|试算|测算|查验|路况|展码|亮证|预报|查看/u],
];

export function actionNamedBy(name: string): Action {
  return NAMED_ACTS.find(([, pattern]) => pattern.test(name))?.[0] ?? "handle";
}
