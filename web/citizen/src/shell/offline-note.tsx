import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { useNetworkLost } from "../device/network.ts";
import { m } from "../paraglide/messages.js";

/** Says that the network is gone and that what stands here is what was kept. */
export function OfflineNote() {
  const lost = useNetworkLost();
  return (
    <div className="page offline-note" role="status" hidden={!lost}>
      {lost ? <Notice kind="warning">{m.offline_note()}</Notice> : null}
    </div>
  );
}
