import { Bell, Building2, CalendarCheck, CircleHelp, Database, Eye, FileCheck2, FolderLock, Info, KeyRound, LogOut, MapPinned, Phone, Settings, ShieldCheck, Sprout, Ticket, Users } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { AccountPage, SignInInvitation } from "../../account/account-page.tsx";
import { askPersonal } from "../../account/api.ts";
import { IdentityCard } from "../../account/identity-card.tsx";
import { type Me, useForgetPerson, useMe } from "../../account/me.ts";
import { RowLink, Rows } from "../../account/rows.tsx";
import { useTask } from "../../account/use-task.ts";
import { NowLinks } from "../../components/coming.tsx";
import { ServiceList } from "../../components/service-row.tsx";
import { cityQuery, serviceLinksQuery } from "../../api/queries.ts";
import { useFavourites, useRecentGuides } from "../../device/kept-guides.ts";
import { dateText } from "../../i18n/service-words.ts";
import { m } from "../../paraglide/messages.js";
import { Link } from "../../routing/link.tsx";
import { useAsker, usePlace } from "../../routing/place.tsx";
import "./me.css";

export function Screen() {
  return (
    <>
      <AccountPage title={m.tab_me()} signedOut={<SignInInvitation text={m.account_me_signed_out()} />}>
        {(me) => <Account me={me} />}
      </AccountPage>
      <div className="account-screen me-more">
        <OnThisDevice />
      </div>
    </>
  );
}

function Account({ me }: { me: Me }) {
  return (
    <div className="account-stack">
      {me.accountState === "closing" && me.closesAt ? (
        <Notice kind="warning">
          {m.account_closing_on({ date: dateText(new Date(me.closesAt), "Asia/Shanghai") })} <Link to="/me/closing">{m.account_closing_stop()}</Link>
        </Notice>
      ) : null}
      <IdentityCard me={me} />
      <Rows label={m.me_records()}>
        <RowLink to="/me/data" icon={Database} title={m.me_records()} note={m.me_records_note()} />
        <RowLink to="/me/appointments" icon={CalendarCheck} tone="gold" title={m.me_appointments()} note={m.me_appointments_note()} />
        <RowLink to="/me/campaigns" icon={Ticket} title={m.me_campaigns()} note={m.me_campaigns_note()} />
        <RowLink to="/me/messages" icon={Bell} tone="rose" title={m.messages_title()} note={m.messages_me_note()} />
        <RowLink to="/me/proofs" icon={FileCheck2} tone="sky" title={m.me_proofs()} note={m.me_proofs_note()} />
      </Rows>
      <Rows label={m.account_rows()}>
        <RowLink to="/me/family" icon={Users} tone="rose" title={m.account_family()} note={m.account_family_note()} />
        <RowLink to="/me/companies" icon={Building2} tone="gold" title={m.account_companies()} note={m.account_companies_note()} />
        <RowLink to="/me/security" icon={KeyRound} title={m.account_security()} note={m.account_security_note()} />
        <RowLink to="/me/accesses" icon={Eye} tone="sky" title={m.account_accesses()} note={m.account_accesses_note()} />
        <RowLink to="/me/account-data" icon={FolderLock} tone="ink" title={m.account_data()} note={m.account_data_note()} />
        <RowLink to="/welcome" icon={Sprout} title={m.account_profile()} note={m.account_profile_note()} />
      </Rows>
    </div>
  );
}

/** What works for everybody, signed in or not. */
function OnThisDevice() {
  const { city: cityId } = usePlace();
  const { data: city } = useQuery(cityQuery(useAsker()));
  const [favourites] = useFavourites(cityId);
  const [recent, setRecent] = useRecentGuides(cityId);
  return (
    <>
      <KeptGuides id="favourites" title={m.favourites()} ids={favourites} empty={m.favourites_empty()} />
      <KeptGuides id="recent" title={m.recent()} ids={recent} empty={m.recent_empty()} onClear={() => setRecent([])} />
      <Section id="now" title={m.account_more()}>
        <NowLinks
          links={[
            { to: "/settings", icon: Settings, name: m.settings_title() },
            { to: "/areas", icon: MapPinned, name: m.areas_title() },
            { to: "/help", icon: CircleHelp, name: m.help_title() },
            { to: `tel:${city?.hotline ?? "12345"}`, icon: Phone, name: m.call_hotline() },
            { to: "/privacy", icon: ShieldCheck, name: m.account_privacy_title() },
            { to: "/about", icon: Info, name: m.about_title() },
          ]}
        />
      </Section>
      <SignOut />
    </>
  );
}

function SignOut() {
  const { presence } = useMe();
  const forget = useForgetPerson();
  const { busy, failure, run } = useTask();
  if (presence !== "in") return null;
  return (
    <div>
      {failure ? (
        <Notice kind="danger" live>
          {failure}
        </Notice>
      ) : null}
      <Button
        variant="secondary"
        large
        wide
        disabled={busy}
        onClick={() =>
          void run(async () => {
            await askPersonal("post", "/api/v1/sign-out", {});
            forget();
          })
        }
      >
        <LogOut size={20} aria-hidden="true" />
        {m.account_sign_out()}
      </Button>
    </div>
  );
}

interface KeptGuidesProps {
  id: string;
  title: string;
  ids: string[];
  empty: string;
  onClear?(): void;
}

function KeptGuides({ id, title, ids, empty, onClear }: KeptGuidesProps) {
  const { data: links } = useQuery({ ...serviceLinksQuery(useAsker(), ids), enabled: ids.length > 0 });
  return (
    <Section
      id={id}
      title={title}
      more={
        onClear && ids.length > 0 ? (
          <Button variant="quiet" onClick={onClear}>
            {m.clear()}
          </Button>
        ) : undefined
      }
    >
      {ids.length > 0 && links ? <ServiceList services={links} /> : <p className="screen-intro">{empty}</p>}
    </Section>
  );
}
