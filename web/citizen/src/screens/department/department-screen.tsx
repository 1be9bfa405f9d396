import { MapPin, Phone } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { Missing } from "../../components/missing.tsx";
import { firstPageQuery, PagedServices } from "../../components/paged-services.tsx";
import { ScreenHead } from "../../components/screen-head.tsx";
import type { Department } from "../../api/catalogue.ts";
import { departmentsQuery } from "../../api/queries.ts";
import { ApiProblem } from "../../api/problem.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { useHead } from "../../routing/head.tsx";
import { Link } from "../../routing/link.tsx";
import { useAsker, useParam } from "../../routing/place.tsx";
import type { ScreenModule } from "../../routing/routes.ts";
import "./department.css";

export const prepare: ScreenModule["prepare"] = async (ask, asker, { params }) => {
  const [departments] = await Promise.all([ask(departmentsQuery(asker)), ask(firstPageQuery(asker, { department: params.id }))]);
  if (!departments.items.some(({ id }) => id === params.id)) throw new ApiProblem(404, "No such department");
};

export function Screen() {
  const id = useParam("id");
  const departments = useQuery(departmentsQuery(useAsker()));
  return (
    <Loaded question={departments}>
      {({ items }) => {
        const department = items.find((each) => each.id === id);
        return department ? <DepartmentPage department={department} /> : <Missing />;
      }}
    </Loaded>
  );
}

function DepartmentPage({ department }: { department: Department }) {
  useHead({ title: say(department.names), description: say(department.duties) });
  return (
    <div className="screen">
      <ScreenHead title={say(department.names)} intro={say(department.duties)} />
      <Card padded className="department-lines">
        <p className="department-line">
          <MapPin size={20} aria-hidden="true" />
          {say(department.address)}
        </p>
        <p className="department-line department-call">
          <Phone size={20} aria-hidden="true" />
          <a href={`tel:${department.phones.consult}`}>{m.phone_with_use({ number: department.phones.consult, use: m.phone_consult() })}</a>
        </p>
        <p className="department-line department-call">
          <Phone size={20} aria-hidden="true" />
          <a href={`tel:${department.phones.complaint}`}>{m.phone_with_use({ number: department.phones.complaint, use: m.phone_complaint() })}</a>
        </p>
        <p>
          <Link to={`/offices?department=${department.id}`} className={buttonClass({ variant: "secondary" })}>
            <MapPin size={18} aria-hidden="true" />
            {m.department_offices()}
          </Link>
        </p>
      </Card>
      <Section id="services" title={m.department_services()}>
        <PagedServices filter={{ department: department.id }} />
      </Section>
    </div>
  );
}
