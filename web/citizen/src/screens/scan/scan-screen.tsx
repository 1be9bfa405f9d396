import { Monitor } from "lucide-react";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button, buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { SkeletonScreen } from "@citizen-cloud/ui/components/skeleton.tsx";
import { AccountPage, useAct } from "../../account/account-page.tsx";
import { askPersonal } from "../../account/api.ts";
import { Done } from "../../account/done.tsx";
import { FactList } from "../../account/fact-list.tsx";
import { PERSONAL } from "../../account/me.ts";
import { useTask } from "../../account/use-task.ts";
import { momentText } from "../../account/words.ts";
import { m } from "../../paraglide/messages.js";
import { Link } from "../../routing/link.tsx";
import { useParam } from "../../routing/place.tsx";

const scanQuery = (code: string) =>
  queryOptions({
    queryKey: [PERSONAL, "scan", code],
    queryFn: ({ signal }) => askPersonal("get", "/api/v1/me/scans/{code}", { path: { code } }, signal),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });

export function Screen() {
  return <AccountPage title={m.account_scan_title()}>{() => <Approval />}</AccountPage>;
}

/** The other device is described before anything is said yes to: a code in a chat may be a thief's. */
function Approval() {
  const code = useParam("code");
  const question = useQuery(scanQuery(code));
  const act = useAct();
  const { busy, failure, run } = useTask();
  const [decided, setDecided] = useState<boolean>();
  const decide = (approve: boolean) =>
    run(async () => {
      await act("post", "/api/v1/me/scans/{code}", { path: { code }, body: { approve } });
      setDecided(approve);
    });
  if (decided !== undefined) {
    return (
      <Done
        title={decided ? m.account_scan_approved() : m.account_scan_declined()}
        actions={
          <Link to={decided ? "/me" : "/me/security"} className={buttonClass({ large: true })}>
            {decided ? m.account_to_me() : m.account_security()}
          </Link>
        }
      >
        <p>{decided ? m.account_scan_approved_text() : m.account_scan_declined_text()}</p>
      </Done>
    );
  }
  if (question.isPending) return <SkeletonScreen label={m.loading()} />;
  if (!question.data) {
    return (
      <Notice kind="warning" live>
        {m.account_scan_expired()}
      </Notice>
    );
  }
  const { device, address, sharedDevice, shownAt } = question.data;
  return (
    <div className="account-stack">
      <Card padded>
        <div className="scan-device">
          <Monitor size={44} strokeWidth={1.5} aria-hidden="true" />
          <FactList
            facts={[
              [m.account_scan_device(), `${device || m.account_device_unknown()}${sharedDevice ? ` · ${m.account_device_shared()}` : ""}`],
              [m.account_scan_address(), address],
              [m.account_scan_when(), momentText(shownAt)],
            ]}
          />
        </div>
      </Card>
      <Notice kind="warning">{m.account_scan_warning()}</Notice>
      {failure ? (
        <Notice kind="danger" live>
          {failure}
        </Notice>
      ) : null}
      <div className="account-actions">
        <Button large disabled={busy} onClick={() => void decide(true)}>
          {m.account_scan_approve()}
        </Button>
        <Button large variant="secondary" disabled={busy} onClick={() => void decide(false)}>
          {m.account_scan_decline()}
        </Button>
      </div>
    </div>
  );
}
