/** Messages that tell an owner what was changed: what they say. */

export type NoticeKind =
  | "password-set" | "password-removed" | "totp-added" | "totp-removed" | "passkey-added" | "passkey-removed" | "passkey-copied"
  | "number-changed" | "number-is-yours" | "locked" | "recovery-begun" | "recovery-soon" | "recovery-done"
  | "closing-asked" | "mandate-accepted" | "mandate-revoked" | "agent-accepted" | "agent-revoked";

const WORDS: Record<NoticeKind, { zh: string; en: string }> = {
  "password-set": { zh: "您的账号刚设置了新密码", en: "A new password was set for your account" },
  "password-removed": { zh: "您的账号刚删除了密码", en: "Your account's password was removed" },
  "totp-added": { zh: "您的账号刚绑定了身份验证器", en: "An authenticator app was added to your account" },
  "totp-removed": { zh: "您的账号刚解绑了身份验证器", en: "The authenticator app was removed from your account" },
  "passkey-added": { zh: "您的账号刚添加了通行密钥", en: "A passkey was added to your account" },
  "passkey-removed": { zh: "您的账号刚删除了通行密钥", en: "A passkey was removed from your account" },
  "passkey-copied": { zh: "有人用疑似复制的通行密钥登录您的账号，已被拒绝。请删除该通行密钥", en: "Somebody used what seems a copy of your passkey and was refused. Please remove that passkey" },
  "number-changed": { zh: "您的账号刚更换了手机号，本号码不再用于登录", en: "Your account has another number now; this one no longer opens it" },
  "number-is-yours": { zh: "本号码已绑定为您的登录手机号", en: "This number now opens your account" },
  locked: { zh: "您的账号已按您的要求锁定，所有登录均已退出。请用两种方式验证身份后找回", en: "Your account was locked as you asked and every sign-in ended. Recover it with two proofs" },
  "recovery-begun": { zh: "有人通过了两项验证，申请将您的账号换绑到新手机号", en: "Somebody gave two proofs and asks to move your account to a new number" },
  "recovery-soon": { zh: "您的账号将在 24 小时内换绑到新手机号", en: "Within 24 hours your account will move to a new number" },
  "closing-asked": { zh: "您的账号已申请注销，将在 14 天后注销，此前可随时撤回", en: "Your account is being closed; until it ends in 14 days you can stop it" },
  "mandate-accepted": { zh: "您的委托已被接受，即日起生效", en: "Your mandate was accepted and holds from now on" },
  "mandate-revoked": { zh: "一份与您有关的委托已解除", en: "A mandate between you and somebody else has ended" },
  "agent-accepted": { zh: "您企业的经办人已接受邀请", en: "An agent of your company accepted the invitation" },
  "agent-revoked": { zh: "一份与您有关的企业经办授权已解除", en: "An agent's authority that concerns you has ended" },
  "recovery-done": { zh: "您的账号已找回并绑定新手机号，其他登录方式中未经验证的已被移除", en: "Your account was recovered and has a new number; what was not proven was taken off it" },
};

/** In both languages, since nobody is there to say which one they read. It names nobody: it lies open on a locked screen. */
export function noticeText(kind: NoticeKind, stop: string | undefined): string {
  const { zh, en } = WORDS[kind];
  if (stop !== undefined) return `【市民云】${zh}。如非本人操作，请立即打开 ${stop} 停止。[Citizen Cloud] ${en}. Not you? Stop it at once: ${stop}`;
  return `【市民云】${zh}。如非本人操作，请立即在“我的 - 账号安全”中锁定账号。[Citizen Cloud] ${en}. Not you? Lock your account at once.`;
}
