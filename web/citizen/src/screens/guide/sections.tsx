import { CircleCheck, Phone } from "lucide-react";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Disclosure } from "@citizen-cloud/ui/components/disclosure.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import type { City, ServiceGuide } from "../../api/catalogue.ts";
import { Part } from "../../components/part.tsx";
import { ServiceList } from "../../components/service-row.tsx";
import { say } from "../../i18n/locale.ts";
import { dateText, durationText } from "../../i18n/service-words.ts";
import { m } from "../../paraglide/messages.js";
import { Link } from "../../routing/link.tsx";
import { Fees } from "./fees.tsx";
import { GuideOffices } from "./guide-offices.tsx";
import { Materials } from "./materials.tsx";
import { Process } from "./process.tsx";

/** The guide in full, in the order in which people ask. */
export function GuideSections({ city, guide }: { city: City; guide: ServiceGuide }) {
  return (
    <div className="guide-sections">
      <Part>
        <Conditions guide={guide} />
      </Part>
      <Part>
        <Materials guide={guide} />
      </Part>
      <Part>
        <Process guide={guide} />
      </Part>
      <Part>
        <Fees guide={guide} />
      </Part>
      <Part>
        <GuideOffices city={city} guide={guide} />
      </Part>
      {guide.faq.length > 0 ? (
        <Part>
          <Questions guide={guide} />
        </Part>
      ) : null}
      <Part>
        <Legal city={city} guide={guide} />
      </Part>
      {guide.relatedServices.length > 0 ? (
        <Part>
          <Related guide={guide} />
        </Part>
      ) : null}
    </div>
  );
}

function Conditions({ guide: { conditions, quantityLimit } }: { guide: ServiceGuide }) {
  return (
    <Section id="conditions" title={m.part_conditions()}>
      <ul className="plain-list">
        {conditions.map((condition) => (
          <li key={condition.zh}>
            <CircleCheck size={20} aria-hidden="true" />
            {say(condition)}
          </li>
        ))}
      </ul>
      {quantityLimit ? <p className="small-print">{m.quantity_limit({ limit: say(quantityLimit) })}</p> : null}
    </Section>
  );
}

function Questions({ guide: { faq } }: { guide: ServiceGuide }) {
  return (
    <Section id="faq" title={m.part_faq()}>
      <Card>
        {faq.map(({ question, answer }) => (
          <Disclosure key={question.zh} summary={say(question)}>
            {say(answer)}
          </Disclosure>
        ))}
      </Card>
    </Section>
  );
}

function Legal({ city, guide }: { city: City; guide: ServiceGuide }) {
  const { legalBasis, specialProcedures = [], remedies, phones } = guide;
  return (
    <Section id="legal" title={m.part_legal()}>
      <Card padded className="plain-list">
        <div>
          <p>
            <strong>{say(guide.departmentNames)}</strong>
            {guide.jointDepartmentNames.map((name) => (
              <span key={name.zh}>
                {m.list_separator()}
                {say(name)}
              </span>
            ))}
          </p>
          <p className="small-print">
            {say(guide.departmentAddress)} · <Link to={`/departments/${guide.department}`}>{m.department_more()}</Link>
          </p>
        </div>
        <div className="guide-phones">
          <PhoneLine number={phones.consult} use={m.phone_consult()} />
          <PhoneLine number={phones.complaint} use={m.phone_complaint()} />
          <PhoneLine number={city.hotline} use={m.phone_hotline()} />
        </div>
        {legalBasis.length > 0 ? (
          <div>
            <h3>{m.legal_basis()}</h3>
            <ul>
              {legalBasis.map(({ title, article }) => (
                <li key={title.zh + (article?.zh ?? "")}>
                  {say(title)} {article ? say(article) : ""}
                </li>
              ))}
            </ul>
          </div>
        ) : null}
        {specialProcedures.length > 0 ? (
          <div>
            <h3>{m.special_procedures()}</h3>
            <ul>
              {specialProcedures.map(({ name, limit }) => (
                <li key={name.zh}>
                  {say(name)}
                  {limit ? ` · ${durationText(limit)}` : ""}
                </li>
              ))}
            </ul>
          </div>
        ) : null}
        <div>
          <h3>{m.remedies()}</h3>
          <p>{m.remedy_reconsideration({ where: say(remedies.reconsideration) })}</p>
          <p>{m.remedy_litigation({ where: say(remedies.litigation) })}</p>
        </div>
        <p className="small-print">
          {m.guide_version({ version: guide.version, date: dateText(new Date(guide.publishedAt), city.timeZone) })} · {m.guide_codes({ id: guide.id, code: guide.codes.base })}
          <br />
          <a href={`tel:${city.hotline}`}>
            {m.guide_wrong({ hotline: city.hotline })}
          </a>
        </p>
      </Card>
    </Section>
  );
}

function PhoneLine({ number, use }: { number: string; use: string }) {
  return (
    <a href={`tel:${number}`} className="guide-phone">
      <Phone size={20} aria-hidden="true" />
      <strong>{number}</strong>
      <span>{use}</span>
    </a>
  );
}

function Related({ guide: { relatedServices } }: { guide: ServiceGuide }) {
  return (
    <Section id="related" title={m.part_related()} className="screen-only">
      <ServiceList services={relatedServices} columns />
    </Section>
  );
}
