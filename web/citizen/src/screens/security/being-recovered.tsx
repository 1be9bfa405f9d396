import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { useAct } from "../../account/account-page.tsx";
import { askPersonal } from "../../account/api.ts";
import { PERSONAL } from "../../account/me.ts";
import { useTask } from "../../account/use-task.ts";
import { momentText } from "../../account/words.ts";
import { m } from "../../paraglide/messages.js";

const recoveryQuery = queryOptions({
  queryKey: [PERSONAL, "recovery"],
  queryFn: ({ signal }) => askPersonal("get", "/api/v1/me/recovery", {}, signal),
  staleTime: 10_000,
});

/** Somebody is moving this account to another number: if it is not the owner, one press stops it. */
export function BeingRecovered() {
  const { data } = useQuery(recoveryQuery);
  const act = useAct();
  const queries = useQueryClient();
  const { busy, failure, run } = useTask();
  if (data?.state !== "waiting" || !data.waitsUntil) return null;
  return (
    <Notice kind="danger" live>
      <p>{m.account_being_recovered({ phone: data.newPhone ?? "", when: momentText(data.waitsUntil) })}</p>
      {failure ? <p>{failure}</p> : null}
      <Button
        variant="danger"
        disabled={busy}
        onClick={() =>
          void run(async () => {
            await act("delete", "/api/v1/me/recovery", {});
            await queries.invalidateQueries(recoveryQuery);
          })
        }
      >
        {m.account_recovery_stop()}
      </Button>
    </Notice>
  );
}
