import { Fingerprint, KeyRound, LifeBuoy, QrCode as QrMark } from "lucide-react";
import { useEffect, useState } from "react";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { askPersonal } from "../../account/api.ts";
import { isDeclined, passkeysWork, showPasskey } from "../../account/passkey.ts";
import { RowButton, RowLink, Rows } from "../../account/rows.tsx";
import { useTask } from "../../account/use-task.ts";
import { m } from "../../paraglide/messages.js";
import { usePlace } from "../../routing/place.tsx";
import type { Arrive } from "./use-arrive.ts";

/** For whom a message to the telephone is not the way. */
export function OtherWays({ shared, onArrive }: { shared: boolean; onArrive: Arrive }) {
  const { search } = usePlace();
  const { busy, failure, run } = useTask();
  const [passkeys, setPasskeys] = useState(false);
  useEffect(() => setPasskeys(passkeysWork()), []);
  const next = search.get("next");
  const to = (way: string) => `/sign-in?${new URLSearchParams({ way, ...(next ? { next } : {}) }).toString()}`;
  const byPasskey = () =>
    run(async () => {
      try {
        const { id, options } = await askPersonal("post", "/api/v1/sign-in/passkey/options", {});
        onArrive(await askPersonal("post", "/api/v1/sign-in/passkey", { body: { id, response: (await showPasskey(options)) as never, sharedDevice: shared } }));
      } catch (error) {
        if (!isDeclined(error)) throw error;
      }
    });
  return (
    <Section id="other-ways" title={m.account_other_ways()}>
      {failure ? (
        <p className="field-error" role="alert">
          {failure}
        </p>
      ) : null}
      <Rows>
        {passkeys ? <RowButton icon={Fingerprint} title={m.account_passkey_use()} note={m.account_passkey_use_note()} disabled={busy} onClick={() => void byPasskey()} /> : null}
        <RowLink to={to("scan")} icon={QrMark} tone="sky" title={m.account_scan()} note={m.account_scan_note()} />
        <RowLink to={to("password")} icon={KeyRound} tone="gold" title={m.account_by_password()} note={m.account_by_password_note()} />
        <RowLink to="/recovery" icon={LifeBuoy} tone="ink" title={m.account_lost_number()} note={m.account_lost_number_help()} />
      </Rows>
    </Section>
  );
}
