import { Laptop, Monitor, Smartphone, Tablet } from "lucide-react";
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { Chip } from "@citizen-cloud/ui/components/tone.tsx";
import { useAct } from "../../account/account-page.tsx";
import { type Answer, askPersonal } from "../../account/api.ts";
import { RowAskedTwice } from "../../account/asked-twice.tsx";
import { meansText, momentText } from "../../account/words.ts";
import { PERSONAL } from "../../account/me.ts";
import { Rows } from "../../account/rows.tsx";
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
  const name = session.device || m.account_device_unknown();
  const Icon = ICONS.find(([pattern]) => pattern.test(session.device))?.[1] ?? Monitor;
  return (
    <RowAskedTwice
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
      asked={
        session.current
          ? undefined
          : {
              label: m.account_device_end_name({ name }),
              button: m.account_device_end(),
              question: m.account_device_end_sure(),
              yes: m.account_device_end_yes(),
              onYes: async () => {
                await act("delete", "/api/v1/me/sessions/{id}", { path: { id: session.id } });
                await queries.invalidateQueries(sessionsQuery);
              },
            }
      }
    />
  );
}
