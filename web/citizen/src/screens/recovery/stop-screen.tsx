import { ShieldCheck } from "lucide-react";
import { useState } from "react";
import { Button, buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { askPersonal } from "../../account/api.ts";
import { Done } from "../../account/done.tsx";
import { useTask } from "../../account/use-task.ts";
import { ScreenHead } from "../../components/screen-head.tsx";
import { m } from "../../paraglide/messages.js";
import { useHead } from "../../routing/head.tsx";
import { Link } from "../../routing/link.tsx";
import { useParam } from "../../routing/place.tsx";
import "../../account/account.css";

/** Where the message's address leads. Pressed, not followed: programs that look into links must stop nothing. */
export function Screen() {
  const code = useParam("code");
  const { busy, failure, run } = useTask();
  const [done, setDone] = useState(false);
  useHead({ title: m.account_stop_title() });
  return (
    <div className="screen account-screen">
      <ScreenHead title={m.account_stop_title()} intro={m.account_stop_intro()} />
      {failure ? (
        <Notice kind="warning" live>
          {failure}
        </Notice>
      ) : null}
      {done ? (
        <Done
          title={m.account_stopped()}
          actions={
            <Link to="/me/security" className={buttonClass({ large: true })}>
              {m.account_security()}
            </Link>
          }
        >
          <p>{m.account_stopped_text()}</p>
        </Done>
      ) : (
        <Button
          large
          disabled={busy}
          onClick={() =>
            void run(async () => {
              await askPersonal("post", "/api/v1/recovery/stops", { body: { code } });
              setDone(true);
            })
          }
        >
          <ShieldCheck size={20} aria-hidden="true" />
          {m.account_stop_do()}
        </Button>
      )}
    </div>
  );
}
