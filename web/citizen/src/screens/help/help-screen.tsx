import { Phone } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { ScreenHead } from "../../components/screen-head.tsx";
import { cityQuery } from "../../api/queries.ts";
import { m } from "../../paraglide/messages.js";
import { useHead } from "../../routing/head.tsx";
import { useAsker } from "../../routing/place.tsx";
import "../../components/prose.css";

export function Screen() {
  const { data: city } = useQuery(cityQuery(useAsker()));
  const hotline = city?.hotline ?? "12345";
  useHead({ title: m.help_title() });
  return (
    <div className="screen">
      <ScreenHead title={m.help_title()} intro={m.help_intro()} />
      <div className="prose">
        <Section id="hotline" title={m.help_hotline({ hotline })}>
          <p>{m.help_hotline_text()}</p>
          <p>
            <a href={`tel:${hotline}`} className={buttonClass({ variant: "danger" })}>
              <Phone size={18} aria-hidden="true" />
              {m.call_hotline()}
            </a>
          </p>
        </Section>
        <Section id="guide" title={m.help_guide()}>
          <ul>
            <li>{m.help_guide_time()}</li>
            <li>{m.help_guide_materials()}</li>
            <li>{m.help_guide_depth()}</li>
            <li>{m.help_guide_process()}</li>
          </ul>
        </Section>
        <Section id="keyboard" title={m.help_keyboard()}>
          <p>{m.help_keyboard_text()}</p>
        </Section>
        <Section id="accessibility" title={m.accessibility_statement()}>
          <p>{m.help_accessibility_text()}</p>
          <p>{m.help_accessibility_limits()}</p>
        </Section>
        <Section id="offline" title={m.help_offline()}>
          <p>{m.help_offline_text()}</p>
        </Section>
      </div>
    </div>
  );
}
