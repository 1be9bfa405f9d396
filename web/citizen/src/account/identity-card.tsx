import { BadgeCheck, CircleUserRound } from "lucide-react";
import { AsGiven } from "../components/as-given.tsx";
import { langOf } from "../i18n/chinese.ts";
import { Link } from "../routing/link.tsx";
import { m } from "../paraglide/messages.js";
import { dateText } from "../i18n/service-words.ts";
import type { Me } from "./me.ts";
import "./identity-card.css";

const CHINA = "Asia/Shanghai";

function levelText(level: Me["level"]): string {
  return { 1: m.account_level_1, 2: m.account_level_2, 3: m.account_level_3 }[level]();
}

/** Who the city takes one for. Masked: telephones are looked at over shoulders. */
export function IdentityCard({ me }: { me: Me }) {
  return (
    <section className="identity-card on-jade" aria-label={m.account_identity_card()}>
      <div className="identity-card-head">
        <span className="identity-card-avatar" lang={langOf(me.name ?? "")} aria-hidden="true">
          {me.name ? me.name[0] : <CircleUserRound size={30} strokeWidth={1.5} />}
        </span>
        <div className="identity-card-who">
          <p className="identity-card-name">
            <AsGiven text={me.name ?? me.phone} />
          </p>
          <p className="identity-card-level">
            <BadgeCheck size={16} aria-hidden="true" />
            {levelText(me.level)}
          </p>
        </div>
      </div>
      <dl className="identity-card-facts">
        {me.idNumber ? (
          <div>
            <dt>{m.account_id_number()}</dt>
            <dd>{me.idNumber}</dd>
          </div>
        ) : null}
        <div>
          <dt>{m.account_phone()}</dt>
          <dd>{me.phone}</dd>
        </div>
        {me.verifiedAt ? (
          <div>
            <dt>{m.account_verified_on()}</dt>
            <dd>{dateText(new Date(me.verifiedAt), CHINA)}</dd>
          </div>
        ) : null}
      </dl>
      {me.level === 1 ? (
        <Link to="/me/real-name" className="identity-card-up">
          <span>
            <strong>{m.account_level_up()}</strong>
            <span>{m.account_level_up_note()}</span>
          </span>
          <span className="identity-card-go">{m.account_level_up_go()}</span>
        </Link>
      ) : null}
    </section>
  );
}
