import { Phone } from "lucide-react";
import { buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { m } from "../paraglide/messages.js";
import { PageHeading, useHead } from "../routing/head.tsx";
import { Link } from "../routing/link.tsx";
import { SearchBox } from "./search-box.tsx";
import "./missing.css";

/** Nothing stands at this address: say so, and offer the ways on. */
export function Missing() {
  useHead({ title: m.missing_title() });
  return (
    <div className="missing">
      <PageHeading>{m.missing_title()}</PageHeading>
      <p>{m.missing_text()}</p>
      <SearchBox />
      <div className="missing-ways">
        <Link to="/services" className={buttonClass({ variant: "secondary" })}>
          {m.all_services()}
        </Link>
        <a href="tel:12345" className={buttonClass({ variant: "secondary" })}>
          <Phone size={18} aria-hidden="true" />
          {m.call_hotline()}
        </a>
      </div>
    </div>
  );
}
