import { LifeBuoy } from "lucide-react";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { Rows, RowLink } from "../../account/rows.tsx";
import { m } from "../../paraglide/messages.js";

/** For whom a message to the telephone is not the way. */
export function OtherWays() {
  return (
    <Section id="other-ways" title={m.account_other_ways()}>
      <Rows>
        <RowLink to="/help" icon={LifeBuoy} tone="ink" title={m.account_lost_number()} note={m.account_lost_number_help()} />
      </Rows>
    </Section>
  );
}
