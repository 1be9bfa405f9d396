import { CircleUserRound } from "lucide-react";
import { langOf } from "../i18n/chinese.ts";
import { m } from "../paraglide/messages.js";
import { useMe } from "./me.ts";

/** Who is signed in, in the place that the header keeps for it. */
export default function HeaderMark() {
  const { me } = useMe();
  if (!me) return <CircleUserRound size={24} strokeWidth={1.75} aria-hidden="true" />;
  return me.name ? (
    <span className="account-mark" lang={langOf(me.name)} aria-hidden="true">
      {me.name[0]}
    </span>
  ) : (
    <CircleUserRound size={24} strokeWidth={2.25} aria-label={m.account_name_mark({ name: me.phone })} aria-hidden="true" />
  );
}
