import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { type ServiceFilter, servicesQuery } from "../api/queries.ts";
import { m } from "../paraglide/messages.js";
import { useAsker } from "../routing/place.tsx";
import { Loaded } from "./loaded.tsx";
import { ServiceList } from "./service-row.tsx";

const FIRST_PAGE = 30;
const LARGEST_PAGE = 100;

/** The question behind a list of services, which the screens also ask ahead of a visit. */
export function firstPageQuery(asker: Parameters<typeof servicesQuery>[0], filter: ServiceFilter) {
  return servicesQuery(asker, { ...filter, limit: FIRST_PAGE });
}

/** A list of services, the rest of it one tap away. */
export function PagedServices({ filter }: { filter: ServiceFilter }) {
  const [whole, setWhole] = useState(false);
  const asker = useAsker();
  const question = useQuery({ ...(whole ? servicesQuery(asker, { ...filter, limit: LARGEST_PAGE }) : firstPageQuery(asker, filter)), placeholderData: keepPreviousData });
  return (
    <Loaded question={question}>
      {({ items, total }) => (
        <>
          <p className="list-count" role="status">
            {m.services_count({ count: total })}
          </p>
          {items.length === 0 ? <Notice>{m.services_none()}</Notice> : <ServiceList services={items} columns />}
          {total > items.length && items.length < LARGEST_PAGE ? (
            <p className="list-more">
              <Button variant="secondary" onClick={() => setWhole(true)}>
                {m.show_all({ count: Math.min(total, LARGEST_PAGE) })}
              </Button>
            </p>
          ) : null}
        </>
      )}
    </Loaded>
  );
}
