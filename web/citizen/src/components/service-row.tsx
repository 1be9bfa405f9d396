import { ChevronRight } from "lucide-react";
import { classNames } from "@citizen-cloud/ui/components/class-names.ts";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import type { ServiceLink, ServiceSummary } from "../api/catalogue.ts";
import { say } from "../i18n/locale.ts";
import { promisedText, visitsText } from "../i18n/service-words.ts";
import { Link } from "../routing/link.tsx";
import { KindMark } from "./kind-mark.tsx";
import "./service-row.css";

/** A service in a list. With a summary at hand it also says what it costs the person in time and ways. */
function ServiceRow({ service }: { service: ServiceLink | ServiceSummary }) {
  return (
    <Link to={`/services/${service.id}`} className="service-row">
      <KindMark kind={service.kind} />
      <span className="service-row-text">
        <span className="service-row-name">{say(service.names)}</span>
        {"summary" in service ? (
          <>
            <span className="service-row-summary">{say(service.summary)}</span>
            <span className="service-row-meta">
              <span>{promisedText(service.promised)}</span>
              <span>{visitsText(service.visits)}</span>
            </span>
          </>
        ) : null}
      </span>
      <ChevronRight size={20} aria-hidden="true" />
    </Link>
  );
}

export function ServiceList({ services, columns = false }: { services: readonly (ServiceLink | ServiceSummary)[]; columns?: boolean }) {
  return (
    <Card as="ul" className={classNames("service-list", columns && "service-list-columns")}>
      {services.map((service) => (
        <li key={service.id}>
          <ServiceRow service={service} />
        </li>
      ))}
    </Card>
  );
}
