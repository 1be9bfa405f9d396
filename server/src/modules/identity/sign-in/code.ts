/** The six digits sent by SMS: what they open and how long. */

export type CodePurpose = "sign-in" | "second-factor" | "confirmation" | "new-number" | "recovery" | "staff";

/** Keeps these codes apart from any others made of the same key. */
export const CODE_LABEL = "sign-in-code";
export const CODE_LIFETIME_MS = 5 * 60_000;
export const CODE_TRIES = 5;
/** Somebody who asks again at once is told to wait; the message is on its way. */
export const RESEND_SECONDS = 60;

/** What the message says. It names no person and no item, since it lies open on a locked screen. */
export function codeMessage(code: string, purpose: CodePurpose, locale: string): string {
  const minutes = CODE_LIFETIME_MS / 60_000;
  return locale === "en"
    ? `[Citizen Cloud] ${code} is your code ${PURPOSE_WORDS[purpose].en}, good for ${minutes} minutes. Nobody from the city will ever ask you for it.`
    : `【市民云】${code} 是您${PURPOSE_WORDS[purpose].zh}的验证码，${minutes} 分钟内有效。工作人员不会向您索要，请勿告诉他人。`;
}

const PURPOSE_WORDS: Record<CodePurpose, { zh: string; en: string }> = {
  "sign-in": { zh: "登录", en: "to sign in" },
  "second-factor": { zh: "完成密码登录", en: "to finish signing in with your password" },
  confirmation: { zh: "确认本人操作", en: "to confirm that it is you" },
  "new-number": { zh: "绑定新手机号", en: "for your new number" },
  recovery: { zh: "找回账号", en: "to recover your account" },
  staff: { zh: "登录工作台", en: "to sign in to the console" },
};
