import { Download, FileText, ScanFace, ShieldCheck, UserX } from "lucide-react";
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Disclosure } from "@citizen-cloud/ui/components/disclosure.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { AccountPage, useAct } from "../../account/account-page.tsx";
import { type Answer, askPersonal } from "../../account/api.ts";
import { type Fact, FactList } from "../../account/fact-list.tsx";
import { PERSONAL } from "../../account/me.ts";
import { saveFile } from "../../account/own-file.tsx";
import { RowLink, Row, Rows } from "../../account/rows.tsx";
import { useTask } from "../../account/use-task.ts";
import { dayText, meansText, momentText } from "../../account/words.ts";
import { Loaded } from "../../components/loaded.tsx";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { actText, purposeText } from "../../account/access-words.ts";

type PersonalData = Answer<"get", "/api/v1/me/export">;
type Consent = Answer<"get", "/api/v1/me/consents">["items"][number];

const consentsQuery = queryOptions({
  queryKey: [PERSONAL, "consents"],
  queryFn: ({ signal }) => askPersonal("get", "/api/v1/me/consents", {}, signal),
  staleTime: 10_000,
});

export function Screen() {
  return (
    <AccountPage title={m.account_data()} intro={m.account_data_intro()}>
      {() => (
        <div className="account-stack">
          <Consents />
          <Export />
          <Section id="leave" title={m.account_leave()}>
            <Rows>
              <RowLink to="/privacy" icon={ShieldCheck} title={m.account_privacy_title()} note={m.account_privacy_row()} />
              <RowLink to="/me/closing" icon={UserX} tone="cinnabar" title={m.account_closing()} note={m.account_closing_row()} />
            </Rows>
          </Section>
        </div>
      )}
    </AccountPage>
  );
}

function Consents() {
  const question = useQuery(consentsQuery);
  return (
    <Section id="consents" title={m.account_consents()} note={m.account_consents_note()}>
      <Loaded question={question}>
        {({ items }) =>
          items.length === 0 ? (
            <Notice kind="calm">{m.account_consents_none()}</Notice>
          ) : (
            <Rows>
              {items.map((consent) => (
                <ConsentRow key={`${consent.purpose} ${consent.givenAt}`} consent={consent} />
              ))}
            </Rows>
          )
        }
      </Loaded>
    </Section>
  );
}

function ConsentRow({ consent }: { consent: Consent }) {
  const act = useAct();
  const queries = useQueryClient();
  const { busy, failure, run } = useTask();
  const { purpose, givenAt, withdrawnAt } = consent;
  const name = purposeText(purpose);
  return (
    <Row
      icon={purpose === "compare-face" ? ScanFace : ShieldCheck}
      tone={withdrawnAt ? "ink" : "jade"}
      title={name}
      note={withdrawnAt ? m.account_consent_withdrawn({ date: dayText(withdrawnAt) }) : m.account_consent_given({ date: dayText(givenAt) })}
      actions={
        withdrawnAt ? null : (
          <Button
            variant="quiet"
            disabled={busy}
            aria-label={m.account_consent_withdraw_name({ name })}
            onClick={() =>
              void run(async () => {
                await act("delete", "/api/v1/me/consents/{purpose}", { path: { purpose } });
                await queries.invalidateQueries(consentsQuery);
              })
            }
          >
            {m.account_consent_withdraw()}
          </Button>
        )
      }
    >
      {failure ? <p className="row-below field-error" role="alert">{failure}</p> : null}
    </Row>
  );
}

/** Fetched once, shown readable, and given as a file from the same answer. */
function Export() {
  const act = useAct();
  const { busy, failure, run } = useTask();
  const [data, setData] = useState<PersonalData>();
  const fetchAll = () => run(async () => setData(await act("get", "/api/v1/me/export", {})));
  return (
    <Section id="export" title={m.account_export()} note={m.account_export_note()}>
      {failure ? (
        <Notice kind="danger" live>
          {failure}
        </Notice>
      ) : null}
      {data ? (
        <div className="account-form">
          <Readable data={data} />
          <Button large onClick={() => saveAll(data)}>
            <Download size={20} aria-hidden="true" />
            {m.account_export_download()}
          </Button>
        </div>
      ) : (
        <Button variant="secondary" large disabled={busy} aria-busy={busy} onClick={() => void fetchAll()}>
          <FileText size={20} aria-hidden="true" />
          {busy ? m.account_one_moment() : m.account_export_show()}
        </Button>
      )}
    </Section>
  );
}

function saveAll(data: PersonalData): void {
  saveFile(new Blob([JSON.stringify(data, null, 2)], { type: "application/json" }), `citizen-cloud-${data.exportedAt.slice(0, 10)}.json`);
}

function Readable({ data }: { data: PersonalData }) {
  const { person, account, sessions, accesses } = data;
  const facts: Fact[] = [
    [m.account_name(), person.name],
    [m.account_id_number(), person.idNumber],
    [m.account_phone(), account.phone],
    [m.account_home_area(), account.homeArea],
    [m.account_opened_on(), momentText(account.openedAt)],
  ];
  return (
    <Card>
      <Disclosure summary={m.account_export_about_you()} open>
        <FactList facts={facts} />
      </Disclosure>
      <Disclosure summary={`${m.account_devices()} (${sessions.length})`}>
        <ul className="account-list">
          {sessions.map(({ device, address, means, createdAt }) => (
            <li key={createdAt + device}>
              {device || m.account_device_unknown()} · {address} · {meansText(means)} · {momentText(createdAt)}
            </li>
          ))}
        </ul>
      </Disclosure>
      <Disclosure summary={`${m.account_accesses()} (${accesses.length})`}>
        <ul className="account-list">
          {accesses.map(({ id, act, at }) => (
            <li key={id}>
              {momentText(at)} · {actText(act)}
            </li>
          ))}
        </ul>
      </Disclosure>
      {roomsOf(data).map(({ name, lines }) => (
        <Disclosure key={name} summary={`${name} (${lines.length})`}>
          <ul className="account-list">
            {lines.map(({ key, text }) => (
              <li key={key}>{text}</li>
            ))}
          </ul>
        </Disclosure>
      ))}
    </Card>
  );
}

/** What the other rooms keep, a line each; whatever more there is to it stands in the file. */
function roomsOf({ appointments, wishes, queueTickets, campaigns, messages, proofs }: PersonalData): { name: string; lines: { key: string; text: string }[] }[] {
  const line = (key: string, ...parts: string[]) => ({ key, text: parts.join(" · ") });
  return [
    { name: m.me_appointments(), lines: appointments.map(({ id, startsAt, names }) => line(id, momentText(startsAt), say(names))) },
    { name: m.book_wishes(), lines: wishes.map(({ id, from, until, names }) => line(id, `${dayText(from)}–${dayText(until)}`, say(names))) },
    { name: m.book_ticket_title(), lines: queueTickets.map(({ number, takenAt }) => line(takenAt + number, momentText(takenAt), number)) },
    { name: m.campaign_mine(), lines: campaigns.map(({ city, campaign, names, entry, next }) => line(`${city}/${campaign}`, ...(entry ? [momentText(entry.at)] : []), say(names), say(next))) },
    { name: m.messages_title(), lines: messages.items.map(({ id, at, title }) => line(id, momentText(at), say(title))) },
    { name: m.me_proofs(), lines: proofs.map(({ id, issuedAt, title }) => line(id, momentText(issuedAt), say(title))) },
  ];
}
