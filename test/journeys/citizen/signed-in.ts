/** People of the stand-ins' population who sign in, and what only they see. */
import assert from "node:assert/strict";
import type { BrowserContext, Page } from "playwright-core";
import { countCodes, newestCode } from "../sms.ts";
import { BASE_URL, openContext, untilReady } from "./browser.ts";

/** From stand-ins/README.md; each journey has people of its own, since a number is sent one code a minute. */
export const PEOPLE = {
  mother: { phone: "15400000000", name: "林晓雨", idNumber: "470102199405200024" },
  father: { phone: "15400000001", name: "陈志远", idNumber: "470103199208080058" },
  elder: { phone: "15400000004", name: "王秀兰", idNumber: "470104195603080101" },
  owner: { phone: "15400000005", name: "周建国", idNumber: "470103197510010131" },
  newcomer: { phone: "15400000006", name: "李想", idNumber: "470102199807150154" },
  agent: { phone: "15400000008", name: "赵敏", idNumber: "470104198004120187" },
  oldest: { phone: "15400000010", name: "阿依古丽·买买提", idNumber: "570123195002280223" },
  /** Has a car, a loan and fines to see. */
  driver: { phone: "15475332946", name: "陈蓉蓉", idNumber: "47010219790210136X" },
  /** Owns 琼N1TFA2. */
  carOwner: { phone: "15412362144", name: "赵铭", idNumber: "570125198203076938" },
  reader: { phone: "15439490170", name: "张霞雨", idNumber: "470102198711191846" },
  prover: { phone: "15423390344", name: "彭志博", idNumber: "57012519841113133X" },
  licensed: { phone: "15464623685", name: "赵华辉", idNumber: "570125199109125355" },
  /** Has a car, and a loan until 2044. */
  examined: { phone: "15472574770", name: "李欣英", idNumber: "470102199012104242" },
  queuer: { phone: "15466925026", name: "王梅", idNumber: "470103198701106165" },
  watcher: { phone: "15489884325", name: "周明凯", idNumber: "570125199707188559" },
  drawn: { phone: "15457347783", name: "王海哲", idNumber: "470102198411081717" },
  /** Has a child. */
  booker: { phone: "15462790213", name: "陈秀", idNumber: "470102198903067903" },
  concertgoer: { phone: "15444145998", name: "吴慧玲", idNumber: "470104198603053203" },
  late: { phone: "15474351139", name: "周杰海", idNumber: "470104198504273235" },
  rare: { phone: "15400000009", name: "刘䶮", idNumber: "470102197811300216" },
} as const;

export interface Somebody {
  phone: string;
  name: string;
  idNumber: string;
}

/** Every screen of one's own, by a path inside a city. */
export const OWN_SCREENS = {
  me: "/me",
  welcome: "/welcome",
  "in person": "/me/in-person",
  security: "/me/security",
  "change number": "/me/security/phone",
  password: "/me/security/password",
  authenticator: "/me/security/authenticator",
  family: "/me/family",
  "add a child": "/me/family/add-child",
  "new mandate": "/me/family/new-mandate",
  companies: "/me/companies",
  "open a company": "/me/companies/open",
  accesses: "/me/accesses",
  "account data": "/me/account-data",
  messages: "/me/messages",
  closing: "/me/closing",
  "scan gone": "/scan/nothing-there",
} as const;

/** By the screens, as people do. */
export async function signIn(page: Page, { phone }: Pick<Somebody, "phone">, next = "/haikou/me"): Promise<void> {
  await page.goto(`${BASE_URL}/haikou/sign-in?next=${encodeURIComponent(next)}`);
  await untilReady(page);
  const before = await countCodes(phone);
  await page.getByLabel("手机号", { exact: true }).fill(phone);
  await page.getByRole("button", { name: "获取验证码" }).click();
  await page.getByLabel("短信验证码").fill(await newestCode(phone, before));
  await page.waitForURL((url) => !url.pathname.endsWith("/sign-in"));
}

/** By the API, for journeys that begin after it. */
export async function signInQuietly(context: BrowserContext, { phone, name, idNumber }: Record<keyof Somebody, string>, { realName = true } = {}): Promise<void> {
  const headers = { origin: BASE_URL };
  const before = await countCodes(phone);
  const sent = await context.request.post(`${BASE_URL}/api/v1/sign-in/codes`, { headers, data: { phone, city: "haikou" } });
  assert.equal(sent.status(), 202);
  const signedIn = await context.request.post(`${BASE_URL}/api/v1/sign-in/code`, { headers, data: { phone, code: await newestCode(phone, before), city: "haikou" } });
  assert.equal(signedIn.status(), 200);
  if (realName) {
    const verified = await context.request.post(`${BASE_URL}/api/v1/me/real-name`, { headers, data: { name, idNumber, proof: { kind: "number" } } });
    assert.ok([200, 409].includes(verified.status()), await verified.text());
  }
  await context.addInitScript(() => localStorage.setItem("cc-signed-in", "1"));
}

/** In a browser of their own, which is closed whatever happens. */
export async function asSomebody<Result>(somebody: Somebody, use: (page: Page, context: BrowserContext) => Promise<Result>): Promise<Result> {
  const context = await openContext();
  try {
    await signInQuietly(context, somebody);
    return await use(await context.newPage(), context);
  } finally {
    await context.unrouteAll({ behavior: "ignoreErrors" });
    await context.close();
  }
}

/** Until what belongs to the person stands there. */
export async function untilOwn(page: Page): Promise<void> {
  await untilReady(page);
  await page.locator("main [aria-busy=true]").first().waitFor({ state: "detached" });
}
