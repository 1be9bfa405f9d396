import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { OfficeKey } from "../../api/queue-commands.ts";
import { staffQueueQuery } from "../../api/queue-queries.ts";
import type { StaffQueue } from "../../api/types.ts";

/** The office's queue, told live; when the line breaks the browser takes it up again, and meanwhile the room asks. */
export function useStaffQueue({ city, office }: OfficeKey) {
  const queries = useQueryClient();
  useEffect(() => {
    const source = new EventSource(`/staff/v1/cities/${city}/offices/${office}/queue/events`);
    source.addEventListener("queue", (event: MessageEvent<string>) => queries.setQueryData(staffQueueQuery(city, office).queryKey, JSON.parse(event.data) as StaffQueue));
    return () => source.close();
  }, [queries, city, office]);
  return useQuery(staffQueueQuery(city, office));
}
