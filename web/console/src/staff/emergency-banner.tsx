import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Siren } from "lucide-react";
import { endEmergency } from "../api/people-commands.ts";
import { meQuery } from "../api/queries.ts";
import { notify, notifyProblem } from "../components/toasts.tsx";
import { showTime } from "../i18n/dates.ts";
import { m } from "../i18n/m.ts";
import { rightName } from "./right-name.ts";
import { useCity, useStaff } from "./staff-context.tsx";
import "./emergency-banner.css";

/** Over every room while it lasts, so that nobody forgets what she took. */
export function EmergencyBanner() {
  const staff = useStaff();
  const city = useCity();
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: endEmergency,
    onSuccess: async () => {
      notify(m.emergency_ended());
      await Promise.all([queries.invalidateQueries({ queryKey: meQuery.queryKey }), queries.invalidateQueries({ queryKey: [city, "emergencies"] })]);
    },
    onError: notifyProblem,
  });
  if (staff.emergencies.length === 0) return null;
  return (
    <section className="emergency-banners" aria-label={m.room_emergency()}>
      {staff.emergencies.map(({ id, right, endsAt }) => (
        <div key={id} className="emergency-banner">
          <Siren size={18} aria-hidden="true" />
          <span>{m.emergency_banner({ right: rightName(right), time: showTime(new Date(endsAt)) })}</span>
          <Button variant="secondary" disabled={end.isPending} onClick={() => end.mutate(id)}>
            {m.end_now()}
          </Button>
        </div>
      ))}
    </section>
  );
}
