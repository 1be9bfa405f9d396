import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Disclosure } from "@citizen-cloud/ui/components/disclosure.tsx";
import { KeptList } from "../../account/kept-list.tsx";
import { useSayCity } from "../../account/use-city.ts";
import { ScreenHead } from "../../components/screen-head.tsx";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { useHead } from "../../routing/head.tsx";
import "../../account/account.css";

/** What the city keeps of a person and why (PIPL article 17), in words that one reads. */
export function Screen() {
  const city = useSayCity();
  useHead({ title: m.account_privacy_title(), description: m.account_privacy_intro() });
  return (
    <div className="screen account-screen">
      <ScreenHead title={m.account_privacy_title()} intro={m.account_privacy_intro()} />
      <Section id="kept" title={m.account_privacy_kept()}>
        <KeptList />
      </Section>
      <Section id="face" title={m.account_privacy_face()}>
        <p>{m.account_privacy_face_text()}</p>
      </Section>
      <Section id="rights" title={m.account_privacy_rights()}>
        <Card>
          <Disclosure summary={m.account_privacy_right_see()}>{m.account_privacy_right_see_text()}</Disclosure>
          <Disclosure summary={m.account_privacy_right_take()}>{m.account_privacy_right_take_text()}</Disclosure>
          <Disclosure summary={m.account_privacy_right_correct()}>{m.account_privacy_right_correct_text()}</Disclosure>
          <Disclosure summary={m.account_privacy_right_close()}>{m.account_privacy_right_close_text()}</Disclosure>
        </Card>
      </Section>
      <Section id="who" title={m.account_privacy_who()}>
        <p>{m.account_privacy_who_text({ name: city ? say(city.appNames) : m.platform_name(), hotline: city?.hotline ?? "12345" })}</p>
      </Section>
    </div>
  );
}
