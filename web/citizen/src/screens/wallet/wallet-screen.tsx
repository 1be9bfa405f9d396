import { BadgeCheck, FileSearch, MapPin, QrCode, Scale, Users } from "lucide-react";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { Coming, NowLinks } from "../../components/coming.tsx";
import { ScreenHead } from "../../components/screen-head.tsx";
import { m } from "../../paraglide/messages.js";
import { useHead } from "../../routing/head.tsx";

export function Screen() {
  useHead({ title: m.tab_wallet(), description: m.wallet_intro() });
  return (
    <div className="screen">
      <ScreenHead title={m.tab_wallet()} intro={m.wallet_intro()} />
      <Coming
        title={m.coming_with_account()}
        items={[
          { icon: BadgeCheck, name: m.wallet_cards(), note: m.wallet_cards_note() },
          { icon: QrCode, name: m.wallet_code(), note: m.wallet_code_note() },
          { icon: Users, name: m.wallet_family(), note: m.wallet_family_note() },
          { icon: Scale, name: m.wallet_record(), note: m.wallet_record_note() },
        ]}
      >
        <Section id="now" title={m.works_now()}>
          <NowLinks
            links={[
              { to: "/topics/licences", icon: FileSearch, name: m.wallet_now_guides() },
              { to: "/topics/household", icon: BadgeCheck, name: m.wallet_now_household() },
              { to: "/offices?kind=service-hall", icon: MapPin, name: m.wallet_now_offices() },
            ]}
          />
        </Section>
      </Coming>
    </div>
  );
}
