import { BellRing, CalendarCheck, FileStack, ListChecks, MapPin, MessageSquareWarning, Phone, Star } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { Coming, NowLinks } from "../../components/coming.tsx";
import { ScreenHead } from "../../components/screen-head.tsx";
import { cityQuery } from "../../api/queries.ts";
import { m } from "../../paraglide/messages.js";
import { useHead } from "../../routing/head.tsx";
import { useAsker } from "../../routing/place.tsx";

export function Screen() {
  const { data: city } = useQuery(cityQuery(useAsker()));
  useHead({ title: m.tab_progress(), description: m.progress_intro() });
  return (
    <div className="screen">
      <ScreenHead title={m.tab_progress()} intro={m.progress_intro()} />
      <Coming
        title={m.coming_with_account()}
        items={[
          { icon: ListChecks, name: m.progress_cases(), note: m.progress_cases_note() },
          { icon: BellRing, name: m.progress_told(), note: m.progress_told_note() },
          { icon: FileStack, name: m.progress_supplement(), note: m.progress_supplement_note() },
          { icon: Star, name: m.progress_rate(), note: m.progress_rate_note() },
        ]}
      >
        <Section id="now" title={m.works_now()}>
          <NowLinks
            links={[
              { to: "/me/appointments", icon: CalendarCheck, name: m.me_appointments(), note: m.me_appointments_note() },
              { to: `tel:${city?.hotline ?? "12345"}`, icon: Phone, name: m.progress_now_call() },
              { to: "/services?by=department", icon: MessageSquareWarning, name: m.progress_now_departments() },
              { to: "/offices", icon: MapPin, name: m.offices_title() },
            ]}
          />
        </Section>
      </Coming>
    </div>
  );
}
