import { useQuery } from "@tanstack/react-query";
import { Loaded } from "../../components/loaded.tsx";
import { bookingOfServiceQuery, calendarQuery, cityQuery, officesQuery, recordOfServiceQuery, serviceQuery } from "../../api/queries.ts";
import { useAsker, useParam } from "../../routing/place.tsx";
import type { ScreenModule } from "../../routing/routes.ts";
import { Guide } from "./guide.tsx";
import { OFFICES_SHOWN } from "./guide-offices.tsx";
import "./guide.css";

export const prepare: ScreenModule["prepare"] = (ask, asker, { params }) => {
  const id = params.id ?? "";
  return Promise.all([
    ask(cityQuery(asker)),
    ask(serviceQuery(asker, id)),
    ask(officesQuery(asker, { service: id, limit: OFFICES_SHOWN })),
    ask(recordOfServiceQuery(asker, id)).catch(() => undefined),
    ask(bookingOfServiceQuery(asker, id)).catch(() => undefined),
    // Without the calendar the guide is whole but for one date.
    ask(calendarQuery(asker)).catch(() => undefined),
  ]);
};

export function Screen() {
  const asker = useAsker();
  const city = useQuery(cityQuery(asker));
  const guide = useQuery(serviceQuery(asker, useParam("id")));
  return <Loaded question={city}>{(knownCity) => <Loaded question={guide}>{(known) => <Guide city={knownCity} guide={known} />}</Loaded>}</Loaded>;
}
