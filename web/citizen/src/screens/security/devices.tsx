import { Laptop, Monitor, Smartphone, Tablet } from "lucide-react";
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { Chip } from "@citizen-cloud/ui/components/tone.tsx";
import { useAct } from "../../account/account-page.tsx";
import { type Answer, askPersonal } from "../../account/api.ts";
import { meansText, momentText } from "../../account/words.ts";
import { PERSONAL } from "../../account/me.ts";
import { Row, Rows } from "../../account/rows.tsx";
import { Unfolded } from "../../account/unfolded.tsx";
import { useTask } from "../../account/use-task.ts";
import { Loaded } from "../../components/loaded.tsx";
import { m } from "../../paraglide/messages.js";

type Session = Answer<"get", "/api/v1/me/sessions">["items"][number];

const sessionsQuery = queryOptions({
  queryKey: [PERSONAL, "sessions"],
  queryFn: ({ signal }) => askPersonal("get", "/api/v1/me/sessions", {}, signal),
  staleTime: 10_000,
});

const ICONS: [pattern: RegExp, icon: typeof Laptop][] = [[/iPhone|Android|Harmony/, Smartphone], [/iPad/, Tablet], [/mac|Chrome ?OS/i, Laptop]];

/** Where one is signed in, with the end of each. */
export function Devices() {
  const question = useQuery(sessionsQuery);
  return (
    <Section id="devices" title={m.account_devices()} note={m.account_devices_note()}>
      <Loaded question={question}>
        {({ items }) => (
          <Rows>
            {items.map((session) => (
              <Device key={session.id} session={session} />
            ))}
          </Rows>
        )}
      </Loaded>
    </Section>
  );
}

function Device({ session }: { session: Session }) {
  const act = useAct();
  const queries = useQueryClient();
  const { busy, failure, run } = useTask();
  const [asking, setAsking] = useState(false);
  const name = session.device || m.account_device_unknown();
  const Icon = ICONS.find(([pattern]) => pattern.test(session.device))?.[1] ?? Monitor;
  const end = () =>
    run(async () => {
      await act("delete", "/api/v1/me/sessions/{id}", { path: { id: session.id } });
      await queries.invalidateQueries(sessionsQuery);
    });
  return (
    <Row
      icon={Icon}
      tone={session.current ? "jade" : "ink"}
      title={
        <>
          {name} {session.current ? <Chip tone="jade">{m.account_device_this()}</Chip> : null} {session.kind === "shared" ? <Chip tone="gold">{m.account_device_shared()}</Chip> : null}
        </>
      }
      note={
        <>
          {m.account_device_seen({ when: momentText(session.lastSeenAt), address: session.address })}
          <br />
          {m.account_device_signed_in({ when: momentText(session.createdAt), means: meansText(session.means) })}
        </>
      }
      actions={
        session.current || asking ? null : (
          <Button variant="quiet" className="quiet-danger" aria-label={m.account_device_end_name({ name })} onClick={() => setAsking(true)}>
            {m.account_device_end()}
          </Button>
        )
      }
    >
      {asking ? (
        <Unfolded label={m.account_device_end_name({ name })}>
          <p>{m.account_device_end_sure()}</p>
          {failure ? (
            <Notice kind="danger" live>
              {failure}
            </Notice>
          ) : null}
          <div className="account-actions">
            <Button variant="danger" disabled={busy} onClick={() => void end()}>
              {m.account_device_end_yes()}
            </Button>
            <Button variant="secondary" disabled={busy} onClick={() => setAsking(false)}>
              {m.account_keep()}
            </Button>
          </div>
        </Unfolded>
      ) : null}
    </Row>
  );
}
